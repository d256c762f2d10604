# Copias de seguridad: hacerlas, guardarlas, restaurarlas.
backup-made =
    { $rows ->
        [one] { $path } contiene una fila y { $entries } asientos del registro; es la copia { $id }
        [many] { $path } contiene { $rows } de filas y { $entries } asientos del registro; es la copia { $id }
       *[other] { $path } contiene { $rows } filas y { $entries } asientos del registro; es la copia { $id }
    }
backup-until = Destrúyala antes del { $day } y dígalo con «sanad backup destroyed»; hasta entonces, lo que se borra sigue en ella
backup-key-made = La clave secreta está en { $path }: guárdela lejos de esta máquina, y dos veces. Las copias se hacen para { $key }
backup-said-destroyed = Consta que la copia { $id } fue destruida
backup-begun = empezada, puede existir
backup-there = existe
backup-failed = nunca hecha
backup-gone = destruida
backup-past-term = fuera de plazo
backups-none = No se conoce ninguna copia de seguridad
backups-past-term =
    { $n ->
        [one] Una copia está fuera de plazo: destrúyala con todas sus copias, y dígalo con «sanad backup destroyed»
        [many] { $n } de copias están fuera de plazo: destrúyalas con todas sus copias, y dígalo con «sanad backup destroyed»
       *[other] { $n } copias están fuera de plazo: destrúyalas con todas sus copias, y dígalo con «sanad backup destroyed»
    }
backup-unknown = No hay ninguna copia { $id }
backup-disturbed = Las listas cambiaron mientras se hacía la copia; hágala de nuevo
backup-is-none = { $path } no es una copia de seguridad de este programa
backup-wrong-key = Ninguna de las claves abre { $path }; dé aquella cuya clave pública sirvió para hacerla
backup-no-identity = No se puede leer ninguna clave secreta de { $path }; indique con --identity el archivo que escribió «sanad backup keygen»
backup-cut-short = La copia { $path } está truncada; tome otra
backup-changed = La copia { $path } fue modificada, o el disco la leyó mal; tome otra
backup-newer = La copia { $path } la hizo una versión más nueva; restáurela con esa versión
restore-not-empty = { $path }, o la base indicada, no está vacía; no se restaura nada encima de nada
restore-unfinished = Se empezó una restauración en { $path } y no terminó; ejecútela de nuevo
restore-other-ledger = El registro indicado no es el de la unidad de la copia, o fue tocado; «sanad ledger verify» dice más
restored = { $path } contiene la copia del { $day }: { $records } fichas, { $entries } asientos del registro, { $files } archivos, todos comprobados
restored-erased-again = Lo que se borró desde entonces se borra de nuevo: { $n } en total. El registro perdido tenía { $entries } asientos más; aquello de lo que hablan se perdió
restored-not-known = Lo que se borró desde la copia no se puede saber sin el registro perdido (--ledger): revise lo que se guarda
restored-ledger-key = El registro sigue con otra clave; entréguela en lugar de la anterior: { $key }
column-made = Hecha
column-until = Hasta
column-backup-state = Estado
