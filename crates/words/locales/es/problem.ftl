# Why something could not be examined, read or used: a phrase for each code of casework's ProblemCode.

problem-not-opened = el sistema no permitió abrirlo
problem-not-read = no se pudieron leer todos sus bytes
problem-changed-while-read = cambió mientras se leía
problem-not-decoded = ningún decodificador pudo obtener una imagen
problem-truncated = la imagen está incompleta; se ha usado lo que había
problem-decoder-crashed = el decodificador falló con él; ningún otro archivo se vio afectado
problem-decoder-stalled = el decodificador dejó de avanzar dentro del límite
problem-over-limit = más píxeles, fotogramas o memoria de lo que permiten los límites
problem-helper-missing = falta instalar un programa auxiliar
problem-refused-container = una lista de otros archivos que se hace pasar por vídeo: rechazada
problem-archive-damaged = el archivo comprimido está dañado; se listan los elementos anteriores al daño
problem-archive-limit = el archivo comprimido ocuparía más de lo que permiten los límites; se lista lo que cabía en ellos
problem-encrypted = cifrado
problem-disk-image = imagen de disco, sin abrir; móntela en solo lectura y examine la carpeta montada
problem-symbolic-link = enlace simbólico: listado con su destino, nunca seguido
problem-special-file = dispositivo, tubería o socket: nunca se abre
problem-folder-not-listed = no se pudo listar la carpeta
problem-not-seen-here = solo nombrado en una lista; sus bytes no están aquí
problem-bad-row = una fila que no se pudo usar
