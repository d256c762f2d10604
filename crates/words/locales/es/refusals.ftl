# What the rules refuse: a sentence for each code, saying what was refused and what to do. Ids stand beside it, not in it.

# Files, gradings, matches
refusal-file-origin-unknown = Nadie ha indicado que este archivo sea dibujado o generado, y un origen desconocido no permite cerrarlo; haga que alguien lo examine y registre qué es
refusal-file-real-child = Consta que en este archivo aparece una niña, un niño o adolescente real, por lo que no se cierra como dibujado o generado; continúe con él como con cualquier otro
refusal-grading-has-seen-others = Aquí ya se mostró otra valoración de este archivo, por lo que una clasificación no sería independiente; regístrela como informada o déjela a quien no haya visto ninguna
refusal-dispute-no-reason = Una impugnación necesita un motivo; escriba qué está mal en la clasificación
refusal-dispute-ungraded = Nadie ha clasificado este archivo, por lo que no hay nada que impugnar; clasifíquelo
refusal-settling-no-reason = Para resolver entre valoraciones hace falta un motivo; escriba por qué
refusal-settling-nothing-open = Aquí no hay discrepancia ni impugnación: no queda nada por resolver
refusal-settling-not-held = Nadie sostiene ahora esta clasificación; elija una que alguien sostenga o clasifique antes el archivo
refusal-match-look-or-reason = Una coincidencia aproximada o una posible copia alterada se confirma viendo ambas lado a lado o con un motivo; compárelas o escriba por qué
refusal-match-no-reason = Una coincidencia se rechaza, y un rechazo se anula, con un motivo; escriba por qué
refusal-match-other-bytes = Un hash más fuerte de la entrada de la lista muestra que son otros bytes: no hay nada que confirmar; avise al propietario de la lista
refusal-match-unconfirmed = Nadie ha confirmado todavía esta coincidencia, por lo que nada puede apoyarse en ella; haga antes que alguien compare ambas
refusal-match-rejected = Esta coincidencia fue rechazada, por lo que nada puede apoyarse en ella; indique otra cosa o pida que se decida de nuevo
refusal-stop-no-reason = Las coincidencias se retienen, y se vuelven a responder, con un motivo; escriba por qué
refusal-stop-days-out-of-range = Las coincidencias se retienen de 1 a 366 días; elija un número de días dentro de ese intervalo y vuelva a mirarlas después
refusal-stop-distance-out-of-range = Un hash que no es coincidencia alcanza hasta 31 bits, y solo si es PDQ; dé un número menor, o ninguno
refusal-stop-not-held = Esto no está retenido, así que no hay nada que liberar; mire qué está retenido ahora
refusal-stack-nothing-viewed = No se ha visto ningún archivo de este grupo de copias similares; vea antes uno de ellos
refusal-stack-not-in-stack = Este archivo no está en el grupo de copias similares; clasifíquelo por separado
refusal-stack-nothing-to-undo = Ninguna clasificación de esta decisión está vigente: no queda nada por anular

# Links and series
refusal-link-wrong-nouns = Un vínculo de este tipo no lleva de una de estas fichas a la otra; elija otro tipo u otras fichas
refusal-link-to-itself = Una ficha no se vincula consigo misma; elija dos fichas
refusal-link-no-evidence = Un vínculo debe apoyarse en algo; indique un archivo, una coincidencia confirmada, un reporte recibido, una pista visual o sonora, una declaración u otro vínculo
refusal-link-empty-statement = Una declaración vacía no respalda nada; escriba qué se dijo y quién lo dijo
refusal-link-leans-on-itself = Un vínculo no puede apoyarse en sí mismo; indique otra cosa en la que se apoye
refusal-link-already-taken-back = Este vínculo ya fue retirado; no queda nada por hacer
refusal-link-no-reason = Un vínculo se retira con un motivo; escriba por qué
refusal-series-with-itself = Una serie de imágenes no puede fusionarse consigo misma; elija otra
refusal-series-absorbed-already = Esta serie de imágenes ya fue fusionada en otra; fusione esa otra, o retire antes la fusión
refusal-series-would-cycle = Estas dos series de imágenes ya son una sola; para conservar el otro nombre, retire antes la fusión
refusal-series-nothing-to-split = Para dividir una serie de imágenes hace falta al menos un archivo; indique los archivos
refusal-series-not-in-series = Uno de estos archivos no está en la serie de imágenes; quítelo de la lista
refusal-series-into-itself = No se pueden separar archivos hacia una parte de la misma serie de imágenes; indique una serie ajena a ella
refusal-series-changed-since = Un vínculo de esta fusión o división fue retirado entretanto, por lo que no puede anularse tal cual; anule antes el cambio posterior
refusal-proposal-no-reason = Un archivo propuesto solo se rechaza con un motivo, y uno rechazado solo se añade con un motivo; escriba por qué
refusal-proposal-already-declined = Este archivo ya fue rechazado para esta serie de imágenes; no queda nada por hacer
refusal-proposal-in-series-already = Este archivo ya está en la serie de imágenes; si es un error, retire su vínculo

# Who holds it, who may see it, how long it is kept
refusal-silence-not-the-owner = Solo la unidad a cargo del caso puede pedir que no se la nombre; diríjase a ella
refusal-silence-no-reason = Una unidad permanece sin nombrar solo con un motivo; escriba por qué
refusal-silence-no-second-person = Una segunda persona debe aceptar que la unidad permanezca sin nombrar; pídalo a otra persona de la unidad
refusal-handling-not-named = Con TLP:RED solo las personas nombradas pueden ver esto; pida a la parte propietaria que añada un nombre
refusal-handling-red-stays = Lo marcado TLP:RED no se transmite; pida a la parte propietaria que lo envíe
refusal-handling-too-far = El color de las condiciones de uso no alcanza a este destinatario; pida otro color a la parte propietaria
refusal-handling-no-need-to-know = Esto se muestra a quien tiene necesidad de conocer; indique el caso o la finalidad que lo requiere
refusal-handling-not-to-country = La parte propietaria no permite que esto llegue a ese país; consúltela
refusal-handling-not-to-unit = La parte propietaria no permite que esto llegue a esa unidad; consúltela
refusal-handling-use-not-allowed = La parte propietaria no permite este uso, o no permite transmitirlo; consúltela
refusal-handling-country-not-said = La parte propietaria excluye algunos países; indique a qué país va
refusal-handling-not-the-owner = Solo la unidad propietaria fija las condiciones de uso; pregúntele
refusal-handling-no-reason = Más personas tendrían acceso; indique por escrito el motivo
refusal-handling-no-names = TLP:RED es para personas nombradas; nombre a quienes pueden verlo
refusal-handling-names-without-red = Solo TLP:RED nombra personas; elíjalo o no nombre a nadie
refusal-handling-named-elsewhere = TLP:RED nombra a personas de la unidad propietaria; ella lo envía a las demás
refusal-handling-excludes-the-owner = La unidad propietaria y su país no pueden excluirse; quítelos
refusal-keeping-no-legal-basis = Una ficha se conserva sobre una base jurídica; indique la ley en que se apoya
refusal-keeping-too-long = Este plazo supera el que la regla permite para esta finalidad; elija una fecha anterior
refusal-keeping-days-out-of-order = Las fechas no están en orden; el primer día va antes que la revisión, y la revisión antes que el último día
refusal-keeping-other-purpose = Esta regla es para otra finalidad; elija la regla de la finalidad de esta ficha
refusal-keeping-no-reason = El tiempo de conservación de una ficha se cambia con un motivo; escriba por qué
refusal-keeping-no-more-extensions = La conservación de esta ficha se prolongó tantas veces como permite la regla; bórrela, o suspenda el borrado si una ley exige mantenerla
refusal-keeping-no-hold = Sobre esta ficha no hay ninguna suspensión del borrado: no hay nada que levantar
refusal-keeping-on-hold = Una suspensión impide borrar esta ficha; levántela primero, indicando el motivo
refusal-keeping-not-expired = Esta ficha se conserva hasta una fecha posterior; bórrela después de esa fecha, o elija otro motivo
refusal-keeping-not-by-itself = Esto no se conserva ni se borra por separado; borre la ficha a la que pertenece
refusal-keeping-others-stand-in-it = Hay fichas de círculo cerrado que solo figuran en este caso; bórrelas primero, o inclúyalas en otro caso
refusal-exposure-not-yours = La exposición a contenidos difíciles solo la ven la persona afectada y quien se encarga del bienestar; la persona afectada puede mostrarla
refusal-exposure-several-persons = La exposición a contenidos difíciles se muestra de una persona a la vez; elija una persona

# Clocks
refusal-clock-risk-needed = Este plazo depende de la urgencia del riesgo para la niña, el niño o adolescente; indíquela, y si nadie la conoce todavía, indique la más alta
refusal-clock-ended = Este plazo ha terminado; inicie otro si queda algo por hacer
refusal-clock-late = Este plazo está vencido y una suspensión no lo remedia; haga lo que pide, o deténgalo por uno de sus motivos previstos
refusal-clock-no-pause-for = Este plazo no se suspende por este motivo; déjelo correr o elija un motivo que su regla permita
refusal-clock-no-reason = Un plazo se suspende o se detiene también con un motivo escrito; escriba por qué
refusal-clock-paused-already = Este plazo ya está suspendido; reanúdelo antes
refusal-clock-not-paused = Este plazo está corriendo: no hay nada que reanudar
refusal-clock-out-of-order = Este momento es anterior a lo último registrado de este plazo; indique uno posterior
refusal-clock-no-stop-for = Este motivo no detiene este plazo; elija uno de sus motivos previstos
refusal-clock-not-met-by-this = No es lo que este plazo espera; para un aviso hace falta a quién y cuándo, y para una negativa, su motivo
refusal-clock-lower-risk = Un riesgo menor no alarga un plazo en curso; deje el riesgo como está o auméntelo

# Accounts, devices, addresses, places, clues
refusal-account-no-handle = No queda nada de este nombre de cuenta sin sus signos y espacios; escriba el nombre
refusal-account-no-mail = Esto no es una dirección de correo; escríbala como nombre@dominio
refusal-account-no-phone = Esto no es un número de teléfono; escriba cifras, con el signo más y el código del país si se conoce
refusal-device-imei-length = Este IMEI tiene cifras de más o de menos; son 15, o 14 sin el dígito de control, o 16 con la versión del software
refusal-device-imei-check = La última cifra de este IMEI no concuerda con las demás; léalo de nuevo, pues uno erróneo lleva a otro teléfono
refusal-device-no-serial = No queda nada de este número de serie sin sus signos y espacios; escriba el número
refusal-device-not-a-mac = Esto no es la dirección de una tarjeta de red; tiene 12 cifras hexadecimales: léala de nuevo
refusal-address-not-an-address = Esto no es una dirección de internet; escriba una URL, un dominio o una dirección IP
refusal-address-does-not-follow = Esta dirección no puede pasar de su estado actual a ese; elija un estado que pueda seguir
refusal-place-nowhere-on-earth = Esta posición no está en la Tierra; la latitud llega a 90 grados norte o sur y la longitud a 180 grados este u oeste
refusal-clue-no-words = Una pista visual o sonora necesita una descripción, pues otras personas no reciben nada más; escriba qué se ve o se oye

# Persons and victims
refusal-person-does-not-follow = La calidad de esta persona no puede pasar de la actual a esa; elija una que pueda seguir
refusal-person-no-reason = Un cambio en la ficha de una persona necesita un motivo; escriba por qué
refusal-person-no-basis = La calidad de una persona debe apoyarse en algo; indique un archivo, una coincidencia confirmada, un reporte recibido, un vínculo, una declaración o una sentencia
refusal-person-no-judgment = Nadie consta como persona condenada sin la resolución de un tribunal; indique la resolución
refusal-person-under-18 = Una persona menor de 18 años consta como sospechosa, acusada o condenada solo con el motivo escrito de la supervisión; elija una de las calidades ofrecidas o consulte a la supervisión
refusal-person-adult = Una persona adulta no consta como niña, niño o adolescente con conducta dañina; elija otra calidad o corrija la edad
refusal-person-before-the-last = La calidad actual de esta persona se registró después de este momento; indique uno posterior
refusal-person-contested = Lo registrado sobre esta persona está impugnado: no se comparte ni se usa; resuelva antes la impugnación
refusal-person-uncategorised = La calidad de esta persona está por determinar: la ficha no se comparte ni se usa; registre antes la calidad
refusal-person-not-contested = Nada de lo registrado sobre esta persona está impugnado: no hay nada que resolver
refusal-victim-code-malformed = Esto no es el código de una víctima; se compone de un prefijo de mayúsculas, cifras y guiones, un guion y un número de seis cifras o más

# Reports received, cases, leads, operations, outcomes
refusal-incoming-out-of-order = Ya consta una versión posterior de este reporte recibido, y lo que se sabía un día no cambia después; registre esta versión con la hora actual
refusal-case-no-number = Un caso lleva un número; asígnele uno
refusal-case-no-legal-basis = Un caso tiene una base jurídica; indique la ley, el mandamiento, la orden o el reporte en que se apoya
refusal-case-no-outcome-of-its = Un caso se cierra con un resultado propio; registre antes un resultado de este caso
refusal-case-closed = Este caso está cerrado; reábralo antes
refusal-case-open = Este caso ya está abierto; no queda nada por hacer
refusal-case-same-owner = Esta unidad ya está a cargo del caso; elija otra unidad
refusal-case-no-reason = Un caso se reabre o se entrega a otra unidad con un motivo; escriba por qué
refusal-lead-no-words = Una línea de investigación dice con palabras qué hay que seguir; escríbalo
refusal-lead-spent = Esta línea de investigación está agotada; abra otra
refusal-lead-sent = Esta línea de investigación fue enviada a otra unidad; espere la respuesta o recupérela antes
refusal-lead-same-holder = Esta unidad ya tiene la línea de investigación; elija otra unidad
refusal-lead-not-sent-here = Esta línea de investigación no fue enviada, o no a esta unidad: no hay nada que responder ni que recuperar
refusal-lead-nothing-said = Una línea de investigación se agota cuando alguien dice qué resultó de ella; escríbalo, aunque no resultara nada
refusal-lead-closed-circle = Esta línea de investigación es solo para las personas de su caso, así que se queda en su unidad; sígala aquí
refusal-operation-ended = Esta operación ha terminado; planifique otra
refusal-operation-running = Esta operación ya está en curso; no queda nada por hacer
refusal-operation-ends-before-it-begins = Una operación termina después de empezar; indique un momento posterior
refusal-operation-no-name = Una operación tiene nombre; escriba cómo se llama
refusal-outcome-nothing = Un resultado dice en qué terminó el caso; elija al menos un tipo
refusal-outcome-contradiction = Un mismo caso no puede terminar a la vez sin delito y con una acusación o condena; elija una de las dos cosas
refusal-outcome-same-person = Un resultado lo confirma una persona distinta de quien lo registró; pídalo a otra persona
refusal-outcome-withdrawn = Este resultado fue retirado; registre otro
refusal-outcome-no-reason = Un resultado se retira con un motivo; escriba por qué
refusal-mapping-no-office = Una aprobación nombra el cargo en que se da; escríbalo con 1 a 200 letras
refusal-mapping-approved = Esta tabla ya fue aprobada; no queda nada por hacer
refusal-mapping-not-by-two = Una tabla la aprueban dos personas; pida a una segunda persona su conformidad y después apruébela
refusal-mapping-version-taken = Este esquema ya tiene una tabla de esta versión con otro contenido; dé otra versión a la tabla
refusal-mapping-approves-itself = Una tabla no se aprueba a sí misma; quite approved-by y approved-on, y haga que dos personas la aprueben aquí
refusal-mapping-too-long = Una tabla de correspondencia tiene como máximo 200 000 bytes; acórtela
refusal-mapping-withdrawn = Esta tabla fue retirada; propóngala con otra versión
refusal-mapping-no-reason = Una tabla se retira con un motivo; escriba por qué

# What was typed
refusal-id-malformed = Esto no es un identificador del tipo que se espera aquí; cópielo de nuevo de la ficha
refusal-country-malformed = Esto no es un código de país; escriba las dos letras de la norma ISO 3166-1

# Units, users, passwords, access tokens
refusal-unit-no-name = Una unidad lleva un nombre de 1 a 200 letras; escríbalo
refusal-unit-name-taken = Otra unidad ya lleva este nombre; elija otro
refusal-unit-not-a-prefix = Esto no puede ser el prefijo de los códigos de víctimas; escriba de 1 a 12 mayúsculas, cifras y guiones
refusal-unit-prefix-taken = Los códigos de víctimas de otra unidad empiezan así; elija otro prefijo
refusal-unit-contact-too-long = La forma de contactar con una unidad se indica en 200 letras como máximo; acórtela
refusal-user-no-name = Cada persona usuaria lleva un nombre de 1 a 200 letras; escríbalo
refusal-user-login-malformed = Esto no es un nombre de acceso; escriba de 2 a 32 letras de la a a la z, cifras, puntos, guiones y guiones bajos, con una letra al principio
refusal-user-login-taken = Este nombre de acceso ya está en uso; elija otro
refusal-user-no-role = Hace falta al menos una función; elija una, o desactive el acceso de esta persona para retirárselo
refusal-user-machine-alone = Una máquina que pide coincidencias no tiene otra función, y una persona no se convierte en máquina; registre la máquina por separado
refusal-user-last-administrator = Es la última persona activa que administra el sistema; asigne antes esa función a otra persona
refusal-user-last-supervisor = Es la última persona con la supervisión en el sistema, y tiene que haber una; asigne antes esa función a otra persona
refusal-user-disabled = El acceso de esta persona está desactivado; restablezca antes su acceso para que vuelva a entrar
refusal-user-machine-without-password = Una máquina no tiene contraseña; entra con un token de acceso
refusal-password-too-short = Una contraseña tiene al menos 12 letras; use varias palabras
refusal-password-too-long = Una contraseña tiene como máximo 256 letras; use una más corta
refusal-password-too-few-letters = Una contraseña tiene al menos 5 letras distintas; use una más variada
refusal-password-holds-login = Una contraseña no contiene el nombre de acceso; quítelo
refusal-password-same-as-before = La contraseña nueva es la anterior; use otra
refusal-token-no-name = Un token de acceso lleva un nombre de 1 a 100 letras; indique para qué sirve
refusal-token-no-scope = Un token de acceso indica qué se puede pedir con él; elija al menos una acción
refusal-token-unknown-verb = Una de estas acciones no existe; elija entre las que hay
refusal-token-beyond-roles = Un token de acceso no permite más que las funciones de la persona a quien pertenece; quite lo que no permiten
refusal-token-no-end = Un token de acceso dura de 1 a 366 días; elija cuántos
refusal-token-user-disabled = No hay token de acceso para un acceso desactivado; restablezca antes el acceso
refusal-token-revoked = Este token de acceso ya fue revocado; no queda nada por hacer
refusal-backup-term = Una copia de seguridad se guarda un día como mínimo y diez años como máximo
refusal-backup-no-recipient = Una copia de seguridad se cifra para una clave pública: dé --recipient; «sanad backup keygen» hace un par
refusal-backup-not-a-recipient = No es una clave pública de age: empieza por age1
refusal-backup-not-there = La copia de seguridad está destruida, o nunca se hizo
refusal-job-over = La tarea ya ha terminado
refusal-job-too-many = Hay demasiadas tareas en espera; vuelva a pedirlo cuando algunas hayan terminado
refusal-job-no-intake = No se ha indicado ninguna carpeta de entrada para objetos examinados y listas; quien administra el nodo la indica con «sanad serve --intake»
refusal-job-path-unfit = Una ruta indica lo que hay dentro de las carpetas de entrada, con «/» entre los nombres; no puede ser absoluta ni subir
refusal-job-not-in-intake = No se puede tomar nada con ese nombre de las carpetas de entrada; compruebe el nombre y que ninguna parte sea un enlace
refusal-job-report-unfit = Indique extensiones de informe conocidas, cada una una sola vez
refusal-job-list-unfit = Lo que se dice de la lista no concuerda; dele un nombre, elija un umbral de 0 a 64 bits, y apártela o diga para qué otra cosa sirve
refusal-victim-no-consent = No hay consentimiento vigente para esto; pregunte a la víctima o a quien hable en su nombre
refusal-victim-no-scope = Indique a qué se consiente
refusal-exposure-minutes-out-of-range = Una anotación es de 1 a 1440 minutos; corrija el número
