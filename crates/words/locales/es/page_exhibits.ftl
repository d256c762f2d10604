# The pages of exhibits: custody, what the files came to, the sentence that filters them, and jobs as they go.

room-exhibits = Elementos incautados
page-exhibit = Elemento incautado
page-jobs = Exámenes e incorporaciones
page-job = Una tarea
exhibits-number = { $n }
file-size-bytes =
    { $n ->
        [one] { $n } byte
        [many] { $n } de bytes
       *[other] { $n } bytes
    }
file-size-kilobytes = { $n } kB
file-size-megabytes = { $n } MB
file-size-gigabytes = { $n } GB
exhibits-no-exhibit = Aún no se ha examinado aquí ningún elemento incautado, o ninguno que usted necesite conocer.
exhibits-jobs = Exámenes e incorporaciones, y su avance
exhibit-column-number = Elemento
exhibit-column-kind = Qué es
exhibit-column-place = Dónde está
exhibit-column-custody = Como prueba
exhibit-kind-folder = carpeta
exhibit-kind-file = un archivo
exhibit-kind-hash-only = listado por un laboratorio, no visto aquí
custody-complete = La custodia está completa
custody-title = Cadena de custodia
custody-manifest = Huella de su inventario (SHA-256)
custody-not-given = no consta
custody-cases = En los casos
custody-ledger = Qué se hizo con este elemento
custody-changed = Su inventario tras el examen era distinto del anterior: algo cambió durante el examen.
custody-missing =
    { $n ->
        [one] Aún no sirve como prueba: falta { $n } dato
        [many] Aún no sirve como prueba: faltan { $n } de datos
       *[other] Aún no sirve como prueba: faltan { $n } datos
    }
custody-how = Hágalo examinar de nuevo con lo que falta: lo encontrado se conserva y los datos constan en cada documento.
exhibit-counts = En qué quedaron sus archivos
exhibit-counts-what = Archivos distintos. Conocido, aproximado y nuevo se dicen de las listas consultadas; aproximado y alterado esperan a una persona.
exhibit-count-outcome = Resultado
exhibit-count-media = Imágenes y vídeos
exhibit-count-others = Todo lo demás
exhibit-held-uncounted = Hay tantos archivos nuevos que se indica en cada uno, y no se cuenta aquí, si un caso de este sistema lo tiene.
exhibit-files = Archivos
exhibit-sentence = Mostrar { $kind } cuyo resultado es { $outcome }, dentro de la carpeta { $folder }, { $position }
exhibit-sentence-show = Mostrar
exhibit-sentence-kind = Tipo de archivo
exhibit-sentence-outcome = Resultado
exhibit-sentence-folder = Carpeta
exhibit-sentence-everything = todos los archivos
exhibit-sentence-picture = imágenes
exhibit-sentence-video = vídeos
exhibit-sentence-archive = archivos comprimidos
exhibit-sentence-disk-image = imágenes de disco
exhibit-sentence-other = otros archivos
exhibit-sentence-anything = cualquiera
exhibit-sentence-position = Posición
exhibit-sentence-anywhere = con o sin posición
exhibit-sentence-located = cuya cámara indica el lugar
exhibit-map-what = Dónde dicen las cámaras que se crearon los archivos de esta página. Puede ser erróneo, y puede falsificarse.
exhibit-files-none = Ningún archivo es así.
exhibit-files-none-yet = Nada hasta aquí; la búsqueda sigue en la página siguiente.
file-column-place = Lugar
file-column-size = Tamaño
file-column-kind = Tipo
file-column-outcome = Resultado
file-beneath = Solo esta carpeta
file-withheld = retenido mientras usted lo clasifica a ciegas
file-why = Por qué
file-call = Lo tiene { $unit }: llame a { $contact }
file-call-bare = Lo tiene { $unit }: llame a esa unidad
exhibits-next-page = Página siguiente
examine-title = Hacer examinar un elemento incautado
examine-what = Debe estar dentro de una carpeta que quien administra el sistema designó para ello. Allí no se escribe nada.
examine-path = Dónde está, dentro de la carpeta de entrada
examine-search = Hasta dónde buscar copias alteradas
examine-search-plain = tal cual, o giradas
examine-search-altered = alteradas: recortadas, enmarcadas, inclinadas
examine-search-thorough = a fondo: más lenta
examine-search-exhaustive = exhaustiva: la más lenta
examine-reports = Informes que se escriben
examine-report-html = informe imprimible
examine-report-csv = tabla (CSV)
examine-report-jsonl = para programas (JSON)
examine-do = Examinarlo
done-job-asked = Se hará por turno. Esta página dice cómo avanza.
done-job-stopped = Se detiene. Lo encontrado se conserva.
jobs-none = Aún no se ha pedido nada.
job-kind-triage = Examen de un elemento incautado
job-kind-list-import = Incorporación de una lista
job-state-done = está hecha
job-state-failed = no se pudo hacer
job-state-stopped = fue detenida
job-column-what = Qué
job-column-state = Estado
job-column-asked = Pedida
job-column-where = Dónde
job-began = Iniciada
job-ended = Terminada
job-phase = Ahora
job-phase-lists = se leen las listas
job-phase-files = se examinan los archivos
job-phase-videos = se toman fotogramas de los vídeos
job-phase-matching = se cotejan los archivos con las listas
job-files =
    { $all ->
        [one] { $done } archivo examinado de { $all }
        [many] { $done } archivos examinados de { $all }
       *[other] { $done } archivos examinados de { $all }
    }
job-before =
    { $n ->
        [one] { $n } más ya se había examinado
        [many] { $n } más ya se habían examinado
       *[other] { $n } más ya se habían examinado
    }
job-bytes = { $done } leídos de { $all }
job-files-label = Archivos examinados
job-outcome = En qué quedó
job-not-for-evidence = Aún no sirve como prueba: falta la base jurídica.
job-rows =
    { $n ->
        [one] { $n } fila utilizada
        [many] { $n } de filas utilizadas
       *[other] { $n } filas utilizadas
    }
job-refused =
    { $n ->
        [one] { $n } fila rechazada
        [many] { $n } de filas rechazadas
       *[other] { $n } filas rechazadas
    }
job-problem = Qué falló: { $code }
job-to-exhibit = Ir al elemento incautado
job-to-list = Ir a la lista
job-reports = Informes
job-stop = Detenerla
job-refresh = Ver cómo va ahora
job-live = Esto se actualiza a medida que avanza.
