# La administración: cómo entran personas y programas, la salud del sistema, quién responde por quién; lo que alguien no quiere que
# se le ofrezca; y lo que le falta todavía a un sistema nuevo.

sessions-of = Sesiones abiertas de esta persona
sessions-of-none = Ninguna.
page-access-token = El nuevo token de acceso
access-tokens = Tokens de acceso
access-tokens-what = Un programa entra con uno: en nombre de esta persona, y solo para lo que se marca.
access-tokens-none = No hay ninguno.
access-token-name = Para qué sirve
access-token-may = Qué puede pedir
access-token-verbs =
    { $n ->
        [one] { $n } acción
        [many] { $n } de acciones
       *[other] { $n } acciones
    }
access-token-least = Marque lo que el programa necesita, y nada más. Lo que esta persona no puede hacer no está aquí.
access-token-group-examining = Elementos incautados y tareas
access-token-group-matching = Listas y coincidencias
access-token-group-grading = Archivos y clasificaciones
access-token-group-casework = Denuncias, series de imágenes, víctimas, personas y pistas visuales
access-token-group-cases = Casos, líneas de investigación, operaciones y plazos
access-token-group-keeping = Condiciones de uso y conservación
access-token-group-ledger = Registro verificable
access-token-group-people = Personas y unidades
access-token-group-oneself = Lo que atañe a la propia persona
access-token-group-system = El sistema y sus copias de seguridad
access-token-made = Creado
access-token-ends = Válido hasta
access-token-revoke = Revocar
access-token-is-revoked = revocado
access-token-add = Crear un token de acceso
access-token-days = Para cuántos días, de 1 a 366
access-token-given = Entréguelo solo al programa. Nadie podrá leerlo otra vez.
access-token-noted = Lo he anotado: volver a esta persona
done-access-token-revoked = El token de acceso queda revocado.

deputies = Quién responde en lugar de quién
deputies-what = Mientras falta quien supervisa, su suplencia responde en su lugar. Termina por sí sola.
deputies-none = Nadie responde ahora en lugar de otra persona.
deputy = Suplencia
deputy-of = En lugar de
deputy-until = Hasta
deputy-end = Terminar
deputy-name = Nombrar a quien responde en su lugar
deputy-name-do = Nombrar
deputy-days = Para cuántos días, de 1 a 90
deputy-nobody = Nadie más podría responder en su lugar: ha de ser alguien activo aquí que trabaje en casos.
done-deputy-named = La suplencia queda nombrada.
done-deputy-ended = La suplencia ha terminado.

page-health = Salud del sistema
health-what = El sistema se examina: su índice, sus decodificadores, el disco y cada asiento de su registro. Si es grande, tarda un rato.
health-examine = Examinarlo ahora
health-amiss-n =
    { $n ->
        [0] Nada fuera de orden.
        [one] { $n } asunto requiere a alguien.
        [many] { $n } de asuntos requieren a alguien.
       *[other] { $n } asuntos requieren a alguien.
    }
health-versions = Decodificadores y versiones
health-good = En orden
health-amiss = Requiere a alguien
health-unknown = No se puede saber
health-do-index = No se pierde nada, pero cada búsqueda tarda más. Haga que se incorporen de nuevo las listas.
health-do-self-test = No confíe en ningún resultado hasta que se arregle. Avise a quien cuida la máquina; quizá haya que instalar de nuevo el programa.
health-do-cage = Así no se abre ninguna prueba. La máquina necesita Linux 5.13 o posterior, con Landlock.
health-do-package = Haga que se instale en la máquina: { $package }
health-do-disk = Quien se lleve el disco puede leerlo. Haga que la carpeta pase a un disco cifrado.
health-do-disk-unknown = Pregunte a quien cuida la máquina.
health-do-lists = Sin lista no se reconoce nada. Haga que se incorpore la primera.

opt-outs = Lo que no quiero que se me ofrezca
opt-outs-what = Nadie pide un motivo. Se ofrece a otras personas, y usted lo cambia cuando quiera.
opt-outs-who-sees = Nadie más lo ve: ninguna página, lista, informe ni asiento del registro se lo dice a nadie. Se guía por lo que se sabe antes de mirar; un archivo nuevo puede contener aun así lo que preferiría no ver.
opt-outs-kinds = No me ofrezcan
opt-outs-keep = Guardar esta elección
content-kind-videos = Vídeos
content-kind-listed = Archivos que nombra una lista de material conocido, o que se parecen a algo de ella
content-kind-gravest-category = Archivos que una lista así pone en la categoría más grave de CAID, INTERPOL Baseline o las clases de la industria
content-kind-youngest-children = Archivos que una lista así pone entre los de los niños más pequeños, según INTERPOL Baseline o las clases de la industria
done-opt-outs-kept = Queda guardado. Desde ahora se ofrece a otras personas.

set-up = Lo que le falta todavía a este sistema
set-up-second-administrator = Una segunda persona en la administración, pues una puede faltar
set-up-somebody-for-lists = Alguien que incorpore listas, de peritaje informático forense o de supervisión
set-up-first-list = La primera lista, pues sin lista no se reconoce nada; la incorpora el peritaje informático forense o la supervisión
set-up-recovery-key = Su clave de recuperación en papel; si no la anotó, tome códigos nuevos

list-import-file = Su archivo
list-import-sending = El archivo se está enviando.
list-import-failed = El archivo no llegó. Inténtelo de nuevo.
list-import-more = Más sobre el archivo
list-import-scheme = Sistema de sus categorías, por ejemplo caid
list-import-kind = Qué son sus huellas, si el archivo no lo dice
