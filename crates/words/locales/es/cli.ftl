# The command line: commands, arguments, headings and what is said of a wrong use.

cli-about = Obtiene la huella de los archivos incautados, dice qué es conocido, qué es nuevo y qué va junto, y lo entrega
cli-heading-usage = Uso
cli-heading-commands = Órdenes
cli-heading-arguments = Argumentos
cli-heading-options = Opciones
cli-heading-options-everywhere = Opciones de todas las órdenes
cli-usage-options = OPCIONES
cli-usage-command = ORDEN
cli-one-of = Uno de: { $values }
cli-may-be-repeated = Se puede repetir
cli-or-setting = Ajuste { $setting }, entorno { $variable }
cli-see-command-help = «{ $command }» dice más sobre una orden

cli-value-exhibit = ELEMENTO
cli-value-list = LISTA
cli-value-path = RUTA
cli-value-database = DIRECCIÓN
cli-value-folder = CARPETA
cli-value-text = TEXTO
cli-value-number = NÚMERO
cli-value-bits = BITS
cli-value-language = IDIOMA
cli-value-field = CAMPO
cli-value-flavour = VARIANTE
cli-value-outcome = RESULTADO
cli-value-audience = DESTINATARIO
cli-value-frames = FOTOGRAMAS
cli-value-search = BÚSQUEDA
cli-value-name = NOMBRE
cli-value-exhibit-id = IDENTIFICADOR
cli-value-file-or-hash = ARCHIVO|HASH
cli-value-report = INFORME
cli-value-shell = SHELL

cli-command-triage = Examinar elementos incautados: qué es conocido, qué es aproximado, qué es nuevo y qué va junto
cli-command-fingerprint = Mostrar las huellas de archivos en líneas JSON; no se guarda nada
cli-command-find = Buscar un archivo o un hash en las listas y los elementos incautados de esta unidad
cli-command-list = Listas de contenido conocido y de programas conocidos que se descartan
cli-command-list-import = Incorporar una lista, o una versión nueva de ella
cli-command-list-show = Mostrar todas las listas, o una con sus filas rechazadas
cli-command-list-export = Escribir las entradas de una lista en un archivo
cli-command-list-remove = Olvidar una lista
cli-command-exhibit = Elementos incautados que esta unidad ha examinado
cli-command-exhibit-list = Mostrar todos los elementos incautados
cli-command-exhibit-show = Mostrar un elemento incautado y lo que se encontró en él
cli-command-exhibit-remove = Olvidar un elemento incautado; queda constancia de que fue examinado
cli-command-verify = Comprobar que un informe sigue siendo el que se escribió
cli-command-doctor = Revisar esta instalación: autocomprobación, versiones, programas auxiliares que faltan, cifrado del disco
cli-command-config = Ajustes
cli-command-config-show = Mostrar cada ajuste, su valor y de dónde viene
cli-command-completions = Mostrar el guion de autocompletado de un shell
cli-command-man-pages = Escribir las páginas de manual en una carpeta

cli-argument-exhibit = Lo incautado: una carpeta, un archivo, un archivo comprimido o la exportación de una herramienta de laboratorio
cli-argument-path = Archivos o carpetas
cli-argument-file-or-hash = Un archivo, o un hash MD5, SHA-1, SHA-256 o PDQ; 64 dígitos se buscan como SHA-256 y como PDQ
cli-argument-list-file = El archivo de la lista, con sus condiciones como en «--list»
cli-argument-list-name = El nombre de la lista
cli-argument-exhibit-id = El identificador o el número del elemento incautado
cli-argument-report-file = Un informe que escribió Sanad
cli-argument-shell = El shell
cli-argument-man-folder = La carpeta; debe existir

cli-option-help = Mostrar la ayuda
cli-option-version = Mostrar la versión
cli-option-lang = Idioma de lo que leen las personas
cli-option-database = Base de un servidor PostgreSQL donde están los datos de esta unidad, postgres://user@host/name
cli-option-node = Carpeta donde se guardan los elementos incautados y las listas de esta unidad
cli-option-config = Archivo de ajustes que se usa en lugar del propio del usuario
cli-option-quiet = Sin avance ni resumen; los errores se muestran igualmente
cli-option-json = Escribir para máquinas: JSON en lugar de texto
cli-option-list = Una lista que consultar: su archivo y después sus condiciones, como en «known.csv,name=Known,kind=pdq,threshold=31»
cli-option-report = Dónde escribir un informe; su extensión indica la clase: { $extensions }
cli-option-authority = Base jurídica del examen: orden judicial, autorización, consentimiento, número de reporte
cli-option-exhibit-number = El número del elemento incautado en los libros de la unidad; uno por elemento, o uno para todos
cli-option-seal = El precinto con el que se recogió
cli-option-examiner = Quién examina
cli-option-jobs = Cuántos archivos se tratan a la vez
cli-option-video = Qué fotogramas de un vídeo se comparan: los fotogramas clave, uno por segundo o todos
cli-option-search = Cuánto se buscan copias alteradas: plain (nada), altered (unas 64 vistas de una imagen), thorough (256), exhaustive (1024)
cli-option-screen = Cribar primero los JPEG y examinar con exactitud solo aquellos a los que algo en las listas puede parecerse; solo con --search plain, que se da por supuesto. Del resto no se registra el aspecto
cli-option-for = Para quién se escriben los informes; un organismo asociado no recibe nombres, lugares, números de serie ni comentarios
cli-option-share = Lo que un organismo asociado recibe de todos modos
cli-option-flavour = De quién son las categorías de un informe VICS, por ejemplo «us» o «uk»
cli-option-uncaged = Decodificar sin confinamiento donde este sistema no puede ofrecerlo; cada informe lo dice
cli-option-show-names = Mostrar nombres de archivos: pueden herir, y pueden identificar a un niño o una niña
cli-option-fail-on = Terminar con 10 si se encontró un archivo de esta clase
cli-option-hash-only = Los elementos son exportaciones de una herramienta de laboratorio; sus archivos no están aquí
cli-option-threshold = Diferencia máxima, sobre 256 bits, dentro de un grupo de copias similares
cli-option-distance = Diferencia máxima, sobre 256 bits, de una coincidencia aproximada
cli-option-to = Dónde escribirlo

cli-exit-heading = Código de salida
cli-exit-0 = terminado, se haya encontrado lo que se haya encontrado
cli-exit-1 = falla nuestra
cli-exit-2 = la orden se usó mal
cli-exit-3 = ningún elemento incautado o ninguna lista se pudo usar
cli-exit-4 = la autocomprobación falló
cli-exit-5 = la carpeta de la unidad está en uso, dañada o es de una versión más nueva
cli-exit-6 = un informe no es de esta unidad o fue modificado («sanad verify»); un registro o su prueba se tocó («sanad ledger verify»)
cli-exit-10 = se encontró lo que «--fail-on» pedía
cli-exit-130 = detenido por el usuario

cli-man-name = Nombre
cli-man-synopsis = Sinopsis
cli-man-description = Descripción
cli-man-environment = Entorno y ajustes
cli-man-see-also = Véase también

usage-unknown-argument = No existe el argumento { $argument }
usage-unknown-command = No existe la orden { $command }
usage-suggestion = ¿Quiso decir { $suggestion }?
usage-missing-command = A { $command } hay que decirle qué orden ejecutar
usage-missing-arguments =
    { $count ->
        [one] Falta este argumento: { $arguments }
        [many] Faltan estos argumentos: { $arguments }
       *[other] Faltan estos argumentos: { $arguments }
    }
usage-invalid-value = { $argument } no puede ser «{ $value }»
usage-value-missing = { $argument } necesita un valor
usage-too-many-values = { $argument } no admite el valor «{ $value }»
usage-conflict = { $argument } no se puede usar junto con { $other }
usage-given-twice = { $argument } se indicó más de una vez
usage-not-text = Un argumento no es texto válido (UTF-8)
usage-number-range = { $argument } admite un número entero de { $min } a { $max }, no «{ $value }»
usage-exhibit-numbers =
    { $exhibits ->
        [one] Hay { $exhibits } elemento incautado, pero la cantidad de números indicados es { $numbers }: indique uno por elemento, o uno para todos
        [many] Hay { $exhibits } de elementos incautados, pero la cantidad de números indicados es { $numbers }: indique uno por elemento, o uno para todos
       *[other] Hay { $exhibits } elementos incautados, pero la cantidad de números indicados es { $numbers }: indique uno por elemento, o uno para todos
    }
usage-report-extension = El nombre del informe «{ $path }» debe terminar en uno de: { $extensions }
usage-same-report = El informe «{ $path }» se nombra dos veces
usage-share-without-partner = { $argument } solo tiene sentido junto con «--for partner»
usage-screen-with-search = «--screen» no encuentra copias alteradas: solo admite «--search plain»
usage-other = No se entendió la orden: { $detail }
usage-see-help = «{ $command }» muestra cómo se usa
cli-command-backup = Escribir todo en un archivo cifrado, mientras el trabajo sigue
cli-command-backup-list = Las copias de seguridad, su plazo, y las que están fuera de plazo
cli-command-backup-destroyed = Decir que una copia de seguridad fue destruida, con todas sus copias
cli-command-backup-keygen = Hacer el par de claves de las copias de seguridad
cli-command-restore = Devolver una copia de seguridad a una carpeta vacía
cli-argument-backup-id = El identificador de la copia, bak_…
cli-argument-backup-file = La copia de seguridad
cli-option-recipient = Clave pública para la que se hace la copia, age1…; puede darse varias veces
cli-option-keep-for = Cuántos días puede guardarse la copia
cli-option-identity = Archivo con la clave secreta que abre la copia
cli-option-ledger = Carpeta del registro de la carpeta de unidad perdida: lo que se borró desde entonces se borra de nuevo
