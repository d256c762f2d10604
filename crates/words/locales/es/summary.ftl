# The summary that an officer reads aloud: on the terminal and at the head of the printed report.

not-for-evidence = Sin autorización registrada: no sirve como prueba

summary-title = Resumen
summary-media = Imágenes y vídeos
summary-pictures = Imágenes
summary-videos = Vídeos
summary-others = Todo lo demás

# Distinct files, and the places they were found at.
summary-count =
    { $files ->
        [0] ninguno
        [one] { $files } archivo
        [many] { $files } de archivos
       *[other] { $files } archivos
    }{ $places ->
        [0] { "" }
        [one] , en { $places } ubicación
        [many] , en { $places } de ubicaciones
       *[other] , en { $places } ubicaciones
    }
summary-new = Nuevo, no figura en ninguna lista consultada: { summary-count }
summary-held-in-this-node = Consta en este nodo, en un caso de una unidad a la que hay que llamar: { summary-count }
summary-known = Conocido, sus bytes figuran en una lista: { summary-count }
summary-near = Coincidencia aproximada, por confirmar por una persona: { summary-count }
summary-altered = Posible copia alterada, por confirmar por una persona: { summary-count }
summary-set-aside = Conocido, descartado del examen: { summary-count }
summary-unreadable = No se pudo leer: { summary-count }

summary-stacks =
    { $stacks ->
        [0] Ningún grupo de copias similares
        [one] { $stacks } grupo de copias similares
        [many] { $stacks } de grupos de copias similares
       *[other] { $stacks } grupos de copias similares
    }{ $files ->
        [0] { "" }
        [one] , { $files } archivo en total
        [many] , { $files } de archivos en total
       *[other] , { $files } archivos en total
    }
summary-seen-elsewhere =
    { $files ->
        [0] Ningún archivo está también en otro elemento incautado de esta unidad
        [one] { $files } archivo está también en otro elemento incautado de esta unidad; eso solo no establece ningún vínculo
        [many] { $files } de archivos están también en otro elemento incautado de esta unidad; eso solo no establece ningún vínculo
       *[other] { $files } archivos están también en otro elemento incautado de esta unidad; eso solo no establece ningún vínculo
    }
summary-worth-a-look =
    { $files ->
        [0] Ningún otro archivo merece una mirada junto a una entrada de una lista
        [one] { $files } archivo merece una mirada junto a una entrada de una lista; no es una coincidencia
        [many] { $files } de archivos merecen una mirada junto a una entrada de una lista; no es una coincidencia
       *[other] { $files } archivos merecen una mirada junto a una entrada de una lista; no es una coincidencia
    }

summary-screened =
    { $files ->
        [0] Ninguna imagen fue solo cribada
        [one] { $files } imagen fue solo cribada: nada en estas listas se le parece; no se registró su aspecto
        [many] { $files } de imágenes fueron solo cribadas: nada en estas listas se les parece; no se registró su aspecto
       *[other] { $files } imágenes fueron solo cribadas: nada en estas listas se les parece; no se registró su aspecto
    }

summary-not-examined = Sin examinar, o no del todo, y por qué
summary-not-examined-none = No quedó nada sin examinar
summary-not-examined-reason =
    { $places ->
        [one] { $places } ubicación: { $reason }
        [many] { $places } de ubicaciones: { $reason }
       *[other] { $places } ubicaciones: { $reason }
    }

summary-bytes = Bytes: leídos { $read } + omitidos { $skipped } + ilegibles { $unreadable } = total { $total }
summary-bytes-inside-archives = Aparte, bytes leídos dentro de archivos comprimidos: { $bytes }

summary-lists-asked = Listas consultadas
summary-lists-none = No se consultó ninguna lista: todo archivo legible es nuevo
summary-list =
    { $rows ->
        [one] { $name } ({ $format }): { $rows } fila
        [many] { $name } ({ $format }): { $rows } de filas
       *[other] { $name } ({ $format }): { $rows } filas
    }{ $refused ->
        [0] { "" }
        [one] , { $refused } rechazada
        [many] , { $refused } rechazadas
       *[other] , { $refused } rechazadas
    }

summary-self-test = Autocomprobación: { $right } de { $planted } correctas
summary-self-test-brute-force = El índice no superó su autocomprobación; todas las comparaciones se hicieron una por una
summary-self-test-worker-wrong = La imagen integrada no volvió del decodificador con la huella de archivo correcta
summary-uncaged = Los decodificadores funcionaron sin confinamiento (--uncaged)
summary-exhibit-changed = El elemento incautado cambió durante el examen: su listado posterior no es el anterior
summary-match-is-a-claim = Una coincidencia es una indicación, no un veredicto; una coincidencia aproximada espera a una persona
