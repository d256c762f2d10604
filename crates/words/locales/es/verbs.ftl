# Lo que dicen las órdenes junto a las tablas y los resúmenes.

verb-list-spec = La lista «{ $list }» no se puede usar tal como se nombra: { $what }
verb-list-unusable = La lista { $list } no se puede usar: { $what }
verb-not-a-hash = { $text } no es un archivo ni una huella de archivo (32, 40 o 64 cifras hexadecimales)
verb-list-refused =
    { $rows ->
        [one] Se rechazó { $rows } fila de la lista { $list }; «sanad list show» la nombra
        [many] Se rechazaron { $rows } de filas de la lista { $list }; «sanad list show» las nombra
       *[other] Se rechazaron { $rows } filas de la lista { $list }; «sanad list show» las nombra
    }
verb-list-refused-more =
    { $rows ->
        [one] y { $rows } fila más
        [many] y { $rows } de filas más
       *[other] y { $rows } filas más
    }
verb-list-exported = La lista { $list } se escribió en { $path }
verb-list-removed =
    { $versions ->
        [one] Se eliminó la lista { $list }, { $versions } versión
        [many] Se eliminó la lista { $list }, { $versions } de versiones
       *[other] Se eliminó la lista { $list }, { $versions } versiones
    }
verb-exhibit-removed = El elemento incautado { $id } se eliminó de la carpeta de la unidad; el elemento mismo no se tocó
verb-verified =
    { $entries ->
        [one] { $path } no ha cambiado: SHA-256 { $sha256 }, escrito por { $run }; el registro de { $entries } asiento está íntegro
        [many] { $path } no ha cambiado: SHA-256 { $sha256 }, escrito por { $run }; el registro de { $entries } de asientos está íntegro
       *[other] { $path } no ha cambiado: SHA-256 { $sha256 }, escrito por { $run }; el registro de { $entries } asientos está íntegro
    }

doctor-version = Sanad { $version } (commit { $commit })
doctor-self-test = Autocomprobación: { $right } respuestas correctas de { $planted }
doctor-self-test-failed = La autocomprobación falló: { $what }
doctor-brute-force = El índice no superó su autocomprobación; cada asiento se compara uno a uno hasta que se reconstruya
doctor-caged = Los decodificadores están confinados (Landlock { $landlock }, seccomp)
doctor-uncaged = Los decodificadores no se pueden confinar en este sistema
doctor-decoder = Decodificador: { $name } { $version }
doctor-missing = El programa auxiliar { $tool } no está instalado (paquete { $package })
doctor-without-ffmpeg = Sin él no se compara ningún vídeo por su aspecto
doctor-without-heif = Sin él no se compara ninguna imagen HEIC o AVIF por su aspecto
doctor-without-bsdtar = Sin él no se abre ningún archivo comprimido 7z, RAR o tar comprimido
doctor-without-sqlite3 = Sin él no se incorpora ninguna lista NSRL
doctor-disk-encrypted = El disco de la carpeta de la unidad está cifrado
doctor-disk-plain = El disco de la carpeta de la unidad no está cifrado
doctor-disk-unknown = No se puede saber si el disco de la carpeta de la unidad está cifrado
doctor-lists =
    { $lists ->
        [one] { $lists } lista
        [many] { $lists } de listas
       *[other] { $lists } listas
    }
doctor-exhibits =
    { $exhibits ->
        [one] { $exhibits } elemento incautado
        [many] { $exhibits } de elementos incautados
       *[other] { $exhibits } elementos incautados
    }
doctor-ledger =
    { $entries ->
        [one] El registro de { $entries } asiento está íntegro; raíz { $root }
        [many] El registro de { $entries } de asientos está íntegro; raíz { $root }
       *[other] El registro de { $entries } asientos está íntegro; raíz { $root }
    }

verb-list-nsrl-set-aside = La lista { $list } contiene software conocido; añádale «set-aside=yes», o sus archivos se notificarían como material conocido
custody-ask = Lo que se pregunta ahora figura en cada documento; una respuesta vacía no registra nada
custody-ask-authority = { term-legal-basis.title }
custody-ask-exhibit-number = Número del elemento incautado
custody-ask-seal = Precinto
custody-ask-examiner = Perito informático forense
verb-list-no-rows = No se pudo usar ninguna fila de la lista { $list }; «sanad list import» dice qué falla en cada una
verb-list-too-wide-to-screen = La lista { $list } tiene un umbral de { $threshold } bits, con el que el cribado no puede garantizar que no se pierda nada; sin --screen se puede consultar
verb-triage-held =
    { $files ->
        [one] { $files } archivo nuevo para las listas consta en un caso de este nodo; llame a { $unit }
        [many] { $files } de archivos nuevos para las listas constan en casos de este nodo; llame a { $unit }
       *[other] { $files } archivos nuevos para las listas constan en casos de este nodo; llame a { $unit }
    }
