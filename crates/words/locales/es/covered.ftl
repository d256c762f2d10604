# What was asked: without it nobody can read what was not found.

covered-altered = Copias alteradas: { $how }
covered-radius = Los aspectos se compararon hasta una diferencia de { $bits } sobre 256, y nada dentro de ella quedó sin hallar
covered-no-looks = No se comparó ningún aspecto
covered-list = { $name } ({ $version }): MD5 { $md5 }, SHA-1 { $sha1 }, SHA-256 { $sha256 }, PDQ { $looks }; vídeos { $videos }, sus fotogramas { $frames }; aproximada hasta { $threshold } sobre 256
covered-list-nothing = Nada de esta lista puede compararse con él: que no figure en ella no dice nada
covered-own = Archivos de esta unidad: PDQ { $looks }, aproximada hasta { $bits } sobre 256

not-asked-digests-none-listed = No contiene MD5, SHA-1 ni SHA-256: nada en ella puede hallarse por sus bytes
not-asked-looks-none-listed = No contiene aspectos: en ella no pueden hallarse coincidencias aproximadas ni copias alteradas
not-asked-looks-set-aside = Sirve para descartar programas conocidos y se compara solo por SHA-1 y SHA-256
not-asked-videos-none-listed = No contiene vídeos
not-asked-altered-switched-off = No se buscaron copias alteradas: su titular lo ha desactivado
not-asked-altered-known-already = No se buscaron copias alteradas: ya conoce el archivo

not-brought-looks-none-brought = Comparado solo por huellas exactas: no tiene aspecto
not-brought-looks-low-quality = Comparado solo por huellas exactas: su aptitud para la comparación es demasiado baja
not-brought-altered-none-brought = No se buscó como copia alterada: no hay vistas de él

find-nothing-comparable = En ninguna de las listas consultadas hay nada que pueda compararse con él
find-held-altered =
    { $exhibits ->
        [one] En { $exhibits } elemento incautado de esta unidad: posible copia alterada, por confirmar: { $file }, diferencia { $distance } sobre 256 ({ $view })
        [many] En { $exhibits } de elementos incautados de esta unidad: posible copia alterada, por confirmar: { $file }, diferencia { $distance } sobre 256 ({ $view })
       *[other] En { $exhibits } elementos incautados de esta unidad: posible copia alterada, por confirmar: { $file }, diferencia { $distance } sobre 256 ({ $view })
    }
find-held-more =
    { $files ->
        [one] { $files } posible copia alterada más en elementos incautados de esta unidad, nombrada con --json
        [many] { $files } de posibles copias alteradas más en elementos incautados de esta unidad, nombradas con --json
       *[other] { $files } posibles copias alteradas más en elementos incautados de esta unidad, nombradas con --json
    }
