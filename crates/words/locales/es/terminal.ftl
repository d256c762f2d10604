# What the terminal shows beside the summary: names, units, progress, tables, answers, written reports.

name-masked = ‹nombre oculto›
name-masked-but-extension = ‹nombre oculto›.{ $extension }
number = { $n }

unit-bytes = { $n } B
unit-kilobytes = { $n } kB
unit-megabytes = { $n } MB
unit-gigabytes = { $n } GB
unit-terabytes = { $n } TB
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min

progress-listing = Listando el elemento incautado
progress-files = Leyendo archivos
progress-videos = Leyendo vídeos
progress-lists = Incorporando listas
progress-matching = Comparando con las listas
progress-reports = Escribiendo informes
progress-line = { $title }: { $parts }
progress-separator = ,
progress-count =
    { $done ->
        [one] { $done } archivo
        [many] { $done } de archivos
       *[other] { $done } archivos
    }
progress-count-of =
    { $total ->
        [one] { $done } de { $total } archivo
        [many] { $done } de { $total } de archivos
       *[other] { $done } de { $total } archivos
    }
progress-rate = { $rate }/s
progress-left = faltan { $duration }

record-line = { $name }: { $value }
column-id = Identificador
column-name = Nombre
column-owner = Propietario
column-purpose = { term-purpose.title }
column-format = Formato
column-rows = Filas
column-refused = Rechazadas
column-threshold = { term-threshold.title }
column-tlp = TLP
column-version = Versión
column-exhibit-number = Número
column-authority = { term-legal-basis.title }
column-examiner = Perito
column-files = Archivos
column-places = Ubicaciones
column-root = Dónde estaba
lists-none = No se ha incorporado ninguna lista
exhibits-none = No se ha examinado ningún elemento incautado

find-asked = { $asked }, buscado como { $kinds }
find-nothing =
    { $lists ->
        [0] No se consultó ninguna lista
        [one] No está en la única lista consultada ({ $lists })
        [many] No está en ninguno de los { $lists } de listas consultadas
       *[other] No está en ninguna de las { $lists } listas consultadas
    }
find-exact = Coincidencia exacta: lista { $list } ({ $version }), fila { $row }, por { $kind }
find-near = Coincidencia aproximada, por confirmar: lista { $list } ({ $version }), fila { $row }, diferencia { $distance } sobre 256 ({ $kind })
find-altered = Posible copia alterada, por confirmar: lista { $list } ({ $version }), fila { $row }, diferencia { $distance } sobre 256 ({ $kind })
find-worth-a-look = Para mirar, no es una coincidencia: lista { $list } ({ $version }), fila { $row }, diferencia { $distance } sobre 256 ({ $view })
find-view = Aptitud para la comparación: { $quality } de 100; lo que parece haberse hecho: { $view }
find-set-aside = Conocido, descartado del examen: lista { $list } ({ $version }), fila { $row }, por { $kind }
find-quality = Aptitud para la comparación: { $quality } de 100; imagen { $turn }
find-thumbnail = Coincide la miniatura incorporada, no la imagen entera
find-frame = El fotograma que se muestra en { $at }
find-entry = Entrada { $entry }
find-category = Categoría { $code } de { $scheme }
find-words = El propietario escribe, { $name }: { $said }
find-held-call = Consta en este nodo; llame a { $unit }
find-seen =
    { $exhibits ->
        [one] En { $exhibits } elemento incautado de esta unidad
        [many] En { $exhibits } de elementos incautados de esta unidad; eso solo no establece ningún vínculo
       *[other] En { $exhibits } elementos incautados de esta unidad; eso solo no establece ningún vínculo
    }

report-written = Informe escrito: { $path }
report-sha256 = SHA-256 { $sha256 }
