# El informe impreso.

report-title = Informe de clasificación inicial
report-exhibit = { term-exhibit.title }
report-exhibit-number = Número del elemento incautado
report-exhibit-id = Identificador en este sistema
report-authority = Base jurídica
report-seal = Precinto
report-examiner = Perito informático forense
report-kind = Forma
report-kind-folder = una carpeta
report-kind-file = un archivo
report-kind-hash-only = una lista de huellas de archivos; los archivos mismos no se vieron aquí
report-root = Ubicación
report-manifest = Inventario antes y después (SHA-256)
report-not-recorded = no consta
report-recorded = consta, no se comunica
report-withheld = reservado
report-name-withheld = nombre oculto
report-names-masked = Los nombres y rutas de archivos están ocultos en esta página: pueden herir y pueden identificar a un menor. El número de fila señala el mismo archivo en el informe JSON lines de esta clasificación.
report-how-made = Cómo se elaboró este informe
report-program = Programa
report-version = { $program }, commit { $commit }
report-audience = Elaborado para
report-dated = Fechado
report-settings = Ajustes
report-decoders = Decodificadores
report-self-test = Autocomprobación
report-cage = Confinamiento
report-caged = Los decodificadores funcionaron sin red y sin acceso a otros archivos
report-list-name = Lista
report-list-purpose = { term-purpose.title }
report-list-rows = Filas usadas
report-list-refused = Filas rechazadas
report-list-threshold = Umbral (sobre 256)
report-list-sha256 = Formato y SHA-256 del archivo de la lista
report-covered = Qué se buscó
report-counts = Recuento: archivos distintos y lugares donde se hallaron
report-column-outcome = Resultado
report-column-files = Archivos
report-column-places = Ubicaciones
report-column-row = Fila
report-column-file = Archivo
report-column-why = Por qué
report-column-reason = Razón
report-known-title = Conocidos: figuran en una lista
report-known-about = Los bytes de estos archivos son los de una entrada de una lista. Lo que el titular dice de la entrada se cita literalmente.
report-near-title = Coincidencias aproximadas, por confirmar
report-near-about = Estos archivos se parecen a una entrada de una lista. Es una indicación no confirmada, no un veredicto: una persona debe cotejar y confirmar.
report-altered-title = Posibles copias alteradas, por confirmar
report-altered-about = Estos archivos se parecen a una entrada de una lista una vez deshecho un recorte, una inversión, un marco o algo similar. Es una indicación no confirmada, no un veredicto: una persona debe cotejar y confirmar.
report-worth-title = Para mirar
report-worth-about = No son coincidencias: estos archivos están más lejos de una entrada de lo que admite una coincidencia, y bastante cerca para que una persona los coteje. Se cuentan bajo su resultado.
report-worth = No es una coincidencia: diferencia { $distance } sobre 256; { $view }
report-held-title = Consta en este nodo: llame a la unidad
report-held-about = Estos archivos no figuran en ninguna de las listas consultadas y constan en un caso de este nodo que usted no puede ver. Llame a la unidad antes de tratarlos como nuevos.
report-new-title = Imágenes y vídeos nuevos
report-new-about = Nuevo significa: no figura en ninguna de las listas consultadas. Nadie ha mirado aún estos archivos. Los archivos parecidos están juntos.
report-set-aside-title = Descartados del examen
report-set-aside-about = Programas conocidos y similares. Se cuentan aquí y se nombran en el informe JSON lines.
report-unreadable-title = No se pudieron leer
report-unreadable-about = No se pudieron leer todos sus bytes: nada puede decirse de su contenido.
report-not-examined-title = No examinados, o no del todo
report-not-examined-about = Lo que una persona debe abrir por otros medios antes de decir que no hay nada.
report-none = Ninguno.
report-no-group = En ningún grupo
report-claim-exact = Coincidencia exacta: { $hash } idéntico
report-claim-near = Coincidencia aproximada, por confirmar: diferencia { $distance } sobre 256, umbral { $threshold }
report-claim-altered = Posible copia alterada, por confirmar: diferencia { $distance } sobre 256, umbral { $threshold }
report-claim-view = Lo que parece haberse hecho: { $view }
report-claim-quality = Aptitud para la comparación: { $quality } sobre 100
report-claim-thumbnail = Coincide la miniatura incorporada, no la imagen entera
report-claim-frame = Coincide el fotograma mostrado en { $at }
report-claim-contradicted = Una huella más fuerte de esta entrada la contradice, así que no cuenta
report-claim-set-aside = Esta lista sirve para descartar programas conocidos
report-label-call = Consta en este nodo; llame a
report-label-list = Lista
report-label-version = versión
report-label-entry = Entrada
report-label-row = fila
report-label-category = Categoría
report-label-words = Palabras del titular
report-label-target = Apunta a
report-label-detail = Mensaje del sistema
report-end = Fin del informe
report-bytes =
    { $bytes ->
        [one] { $bytes } byte
        [many] { $bytes } de bytes
       *[other] { $bytes } bytes
    }
report-stack =
    { $files ->
        [one] Grupo de copias similares: { $files } archivo
        [many] Grupo de copias similares: { $files } de archivos
       *[other] Grupo de copias similares: { $files } archivos
    }
report-more-files =
    { $files ->
        [one] Y { $files } archivo más, nombrado en el informe JSON lines
        [many] Y { $files } de archivos más, nombrados en el informe JSON lines
       *[other] Y { $files } archivos más, nombrados en el informe JSON lines
    }
report-seen-in =
    { $exhibits ->
        [one] Visto en { $exhibits } elemento incautado
        [many] Visto en { $exhibits } de elementos incautados; esto solo no establece ningún vínculo
       *[other] Visto en { $exhibits } elementos incautados; esto solo no establece ningún vínculo
    }

# Stands between a label and what is said of it.
report-colon = :
# Stands between two things that are said of one.
report-comma = ,

# Settings that change an answer: what each is called, and what its values mean.
setting-stack-threshold-bits = Diferencia máxima dentro de un grupo de copias similares, sobre 256
setting-video-frames = Fotogramas de un vídeo que se comparan
setting-video-frames-key-frames = fotogramas clave
setting-video-frames-every-second = uno por segundo
setting-video-frames-all = todos
setting-quality-min = Aptitud mínima para la comparación, sobre 100
setting-turned-and-mirrored = Copias giradas y reflejadas
setting-turned-and-mirrored-searched = se buscan
setting-search = Copias alteradas
setting-search-plain = no se buscan
setting-search-altered = se buscan, unas 64 vistas de una imagen
setting-search-thorough = se buscan a fondo, unas 256 vistas de una imagen
setting-search-exhaustive = se buscan de forma exhaustiva, unas 1024 vistas de una imagen
setting-screen = Cribado de las imágenes JPEG
setting-screen-on = primero cribadas; examinadas con exactitud donde algo en las listas puede parecérseles
setting-flavour = De quién son las categorías de un informe VICS
setting-shared-with-partner = Lo que el organismo asociado recibe de todos modos
setting-words-withheld-of-lists = Palabras de los propietarios omitidas, por las reglas de difusión de las listas
