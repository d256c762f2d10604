# De quand à quand une vidéo et une entrée de liste montrent la même chose.

range-both = { $ours } montre { $entry } de l’entrée : { $frames ->
    [one] une seule image concorde
    [many] { $frames } d’images concordent
   *[other] { $frames } images concordent
}
range-ours = Se voit à { $ours } : { $frames ->
    [one] dans une seule image
    [many] dans { $frames } d’images
   *[other] dans { $frames } images
}
range-entry = Se voit à { $entry } de l’entrée : { $frames ->
    [one] dans une seule image
    [many] dans { $frames } d’images
   *[other] dans { $frames } images
}
range-more = { $ranges ->
    [one] Un autre passage, plus court que ceux-ci
    [many] { $ranges } d’autres passages, plus courts que ceux-ci
   *[other] { $ranges } autres passages, plus courts que ceux-ci
}
range-shares = Des images de cette vidéo, { $ours } % sont dans l’entrée ; de celles de l’entrée, { $entry } % dans cette vidéo
