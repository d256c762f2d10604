# The pages of lists: whose they are, how old, how often they erred, and what they match now.

room-lists = Listas
page-list = Lista
page-list-claims = Qué coincide ahora con esta lista
lists-no-list = Aún no hay ninguna lista. Sin lista, todo archivo es nuevo.
list-column-name = Lista
list-column-owner = Propietario
list-column-purpose = Finalidad
list-column-rows = Entradas
list-column-taken = Incorporada
list-column-tlp = Condiciones de uso
list-stale = desactualizada: sin actualizar desde hace 30 días o más
list-owner-unknown = no indicado
list-facts = Qué es
list-version = Versión
list-scheme = Esquema de sus categorías
list-threshold = Umbral de las coincidencias aproximadas
list-threshold-bits = { $threshold } sobre 256
list-altered = Copias alteradas
list-altered-yes = se buscan
list-altered-no = no se buscan
list-precedence = Precedencia cuando varias coinciden
list-format = Formato
list-digest = Huella de su archivo (SHA-256)
list-rematched-yes = Todos los archivos guardados se han cotejado con esta versión.
list-rematched-no = Aún no todos los archivos guardados se han cotejado con esta versión.
list-claims = Qué coincide con ella ahora
list-claims-none = No coincide con ningún archivo que usted pueda ver.
list-test = Autocomprobación
list-test-what = Se pregunta por huellas que se sabe que están en la lista; cada una debe encontrarse.
list-test-do = Comprobarla ahora
done-list-tested = La lista respondió a todo lo que se había colocado en ella.
done-list-tested-slowly = La lista respondió a todo lo colocado en ella, entrada por entrada: hay que reconstruir su índice.
list-measured = Con qué frecuencia fallaron sus coincidencias aproximadas
list-measured-none = Nadie ha decidido aún sobre una coincidencia aproximada de esta lista.
list-measured-share = { $share } % fueron rechazadas; entre { $low } % y { $high } % en 19 de 20 recuentos como este
list-measured-distance = Diferencia hasta
list-measured-confirmed = Confirmadas en ella
list-measured-rejected = Rechazadas en ella
list-measured-error = Erróneas hasta ella
list-percent = { $share } %
list-handling = Sus condiciones de uso
list-handling-keeper = La mantiene la unidad
list-handling-nobody = Ninguna unidad ha indicado aún sus condiciones de uso.
list-handling-told = Las palabras, identificadores y categorías de sus entradas se le muestran.
list-handling-untold = Las palabras, identificadores y categorías de sus entradas no se le muestran; que algo coincide, sí.
list-refused = Filas rechazadas
list-refused-none = No se rechazó ninguna fila.
list-refused-count =
    { $n ->
        [one] Se rechazó { $n } fila
        [many] Se rechazaron { $n } de filas
       *[other] Se rechazaron { $n } filas
    }
list-refused-first =
    { $n ->
        [one] Aquí se nombra la primera ({ $n })
        [many] Aquí se nombran las primeras { $n }
       *[other] Aquí se nombran las primeras { $n }
    }
list-refused-row = Fila
list-refused-why = Por qué
list-ledger = Las condiciones de uso y quién las dijo constan en el registro verificable.
list-import-title = Incorporar una lista
list-import-what = Envíe su archivo, o indique dónde está dentro de una carpeta que quien administra el sistema designó para ello. Una lista del mismo nombre recibe una versión nueva.
list-import-path = Dónde está su archivo, dentro de la carpeta de entrada
list-import-name = Nombre
list-import-do = Incorporarla
list-import-tlp = Color de TLP
list-import-tlp-unsaid = no indicado
