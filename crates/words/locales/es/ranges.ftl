# De cuándo a cuándo un vídeo y una entrada de una lista muestran lo mismo.

range-both = { $ours } muestra { $entry } de la entrada: { $frames ->
    [one] coincide un solo fotograma
    [many] coinciden { $frames } de fotogramas
   *[other] coinciden { $frames } fotogramas
}
range-ours = Se ve en { $ours }: { $frames ->
    [one] en un solo fotograma
    [many] en { $frames } de fotogramas
   *[other] en { $frames } fotogramas
}
range-entry = Se ve en { $entry } de la entrada: { $frames ->
    [one] en un solo fotograma
    [many] en { $frames } de fotogramas
   *[other] en { $frames } fotogramas
}
range-more = { $ranges ->
    [one] Otro tramo, más corto que estos
    [many] { $ranges } de tramos más, más cortos que estos
   *[other] { $ranges } tramos más, más cortos que estos
}
range-shares = De los fotogramas de este vídeo, el { $ours } % está en la entrada; de los de la entrada, el { $entry } % está en este vídeo
