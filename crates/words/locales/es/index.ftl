# `sanad index`: un índice de hashes en un archivo, aparte de toda unidad.

cli-command-index = Construir, consultar y comprobar un índice de hashes PDQ en un archivo, para medir búsquedas
cli-command-index-build = Construir un índice de los hashes de un archivo
cli-command-index-query = Buscar hashes entre otros, y decir cuánto tarda y si se encontraron todos
cli-command-index-check = Comprobar cada byte de un índice, y decir según qué plan responde
cli-option-entries = Los hashes: registros de 32 bytes, o líneas de 64 dígitos hexadecimales; para una consulta también un índice ya construido
cli-option-queries = Los hashes que se buscan, en la misma forma
cli-option-pairs = Dónde escribir cada coincidencia: consulta, entrada y distancia
cli-option-out = Dónde escribir el índice
cli-option-jobs-index = Cuántas búsquedas se hacen a la vez
cli-argument-index-file = El índice

index-unusable = El índice { $path } no se puede usar
index-not-hashes = { $path } no contiene un hash PDQ en la línea o el registro { $at }: se esperan registros de 32 bytes o líneas de 64 dígitos hexadecimales
index-not-read = No se pudo leer { $path }
index-distance = A una distancia de { $asked } bits podrían escaparse entradas; este índice responde hasta { $most }
index-entries = Entradas: { $n } ({ $different } distintas)
index-queries = Consultas: { $n }
index-matches = Coincidencias a { $distance } bits como máximo: { $n }
index-built = Construido en { $seconds } s ({ $cpu } s de procesador)
index-opened = Abierto en { $seconds } s ({ $cpu } s de procesador)
index-checked = Cada byte está como se escribió; comprobado en { $seconds } s ({ $cpu } s de procesador)
index-asked = Búsquedas hechas en { $seconds } s ({ $cpu } s de procesador); { $each } µs de procesador cada una
index-single = Una búsqueda sola: { $each } µs de procesador, mediana
index-size = Tamaño: { $bytes } bytes, { $each } por entrada
index-plan-bands = Plan: { $pairs } pares de bandas. A { $distance } bits como máximo no se escapa ninguna entrada; una búsqueda tarda unos { $each } µs, compararlo todo tardaría { $all } µs
index-plan-all = Plan: se compara cada entrada, hasta { $distance } bits. Para este número de entradas nada es más rápido: unos { $all } µs por búsqueda
index-recall = Una muestra comparada con la búsqueda exhaustiva: { $found } % de { $matches } coincidencias encontradas
index-recall-none = Una muestra comparada con la búsqueda exhaustiva: ahí no hay coincidencias, y no se encontró ninguna
index-written = Escrito en { $path }
