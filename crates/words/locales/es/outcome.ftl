# What a file is to the lists asked (codes of casework's Outcome), marks and turns.

outcome-known = conocido
outcome-known-long = Conocido: sus bytes figuran en una lista
outcome-near = coincidencia aproximada, por confirmar
outcome-near-long = Coincidencia aproximada: se parece a una entrada de una lista; una persona debe confirmarla
outcome-altered = posible copia alterada, por confirmar
outcome-altered-long = Posible copia alterada: se parece a una entrada de una lista recortada, girada, enmarcada o algo similar; una persona debe confirmarla
outcome-set-aside = conocido, descartado del examen
outcome-set-aside-long = Conocido, descartado del examen: programas conocidos y similares
outcome-held-in-this-node = consta en este nodo
outcome-held-in-this-node-long = Consta en este nodo: no figura en ninguna de las listas consultadas y está en un caso de una unidad a la que hay que llamar
outcome-new = { term-new.short }
outcome-new-long = Nuevo: no figura en ninguna de las listas consultadas
outcome-unreadable = { term-unreadable }
outcome-unreadable-long = No se pudo leer: faltan bytes por leer

mark-extension-lies = la extensión del nombre indica otro tipo que el contenido
mark-thumbnail-differs = la miniatura incorporada muestra otra imagen
mark-digest-conflict = una lista confirma una huella y contradice otra más fuerte
mark-encrypted = cifrado
mark-gps-present = indica dónde se tomó
mark-not-comparable = no comparable por su aspecto
mark-not-decoded = no decodificado
mark-truncated = la imagen está incompleta
mark-lists-conflict = las listas se contradicen
mark-changed-while-read = cambió durante la lectura
mark-archive-disagrees = el directorio del archivo comprimido y sus cabeceras locales se contradicen
mark-name-escapes = su nombre intenta salir del archivo comprimido
mark-hard-link = otro nombre del mismo archivo en el disco
mark-deleted = eliminado, según la herramienta que lo listó
mark-unallocated = en espacio no asignado, según la herramienta que lo listó
mark-not-seen-here = no visto aquí: solo listado
mark-frames-sampled = tiene más fotogramas de los muestreados
mark-screened = cribado: nada en estas listas se le parece; no se registró su aspecto

turn-original = tal como está
turn-rotate90 = girada 90°
turn-rotate180 = girada 180°
turn-rotate270 = girada 270°
turn-flip-x = en espejo, boca abajo
turn-flip-y = en espejo
turn-flip-plus1 = en espejo según una diagonal
turn-flip-minus1 = en espejo según la otra diagonal

purpose-victim-identification = identificación de víctimas
purpose-investigation = investigación
purpose-removal = retirada de contenidos
purpose-set-aside = descarte de programas conocidos

audience-own = nuestra unidad
audience-partner = un organismo asociado
audience-court = un tribunal

kind-picture = imagen
kind-video = vídeo
kind-archive = archivo comprimido
kind-disk-image = imagen de disco
kind-other = otro archivo

shared-names = nombres y rutas de archivos, destinos de enlaces
shared-times = fechas y horas
shared-gps = posiciones geográficas
shared-camera = cámaras, números de serie, programas
shared-comments = palabras de los propietarios e identificadores de entradas de listas
shared-details = mensajes de los decodificadores y del sistema
shared-custody = base jurídica, precinto y perito
