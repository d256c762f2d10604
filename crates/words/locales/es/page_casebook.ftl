# The pages of the casebook: search, reports received, cases, series, victims, persons, things, clues, links and clocks.

room-search = Búsqueda
room-reports = Reportes recibidos
room-cases = Casos
room-series = Series de imágenes
room-victims = Víctimas
room-persons = Personas
room-things = Lugares, cuentas, dispositivos
room-clues = Pistas
record-id = Identificador
record-unit = Unidad propietaria
record-circle = Lo ven
record-handling = Condiciones de uso
record-cases = En sus casos
record-state = Estado
record-written-down = Lo anotó
circle-unit = la unidad y las personas de sus casos
circle-cases = solo las personas de sus casos
list-filter = Qué se muestra
list-all = Todos
list-more = Anteriores
field-reason = Motivo, con palabras
field-reason-maybe = Motivo, si hay alguno que anotar
into-case = Caso al que pertenece: número o identificador (opcional)
into-closed-circle = Solo lo ven las personas de sus casos, no toda la unidad
noun-file = Archivo
noun-exhibit = Elemento incautado
noun-series = Serie de imágenes
noun-victim = Víctima
noun-person = Persona
noun-place = Lugar
noun-account = Cuenta
noun-device = Dispositivo
noun-address = Dirección de internet
noun-clue = Pista
noun-incoming = Reporte recibido
noun-case = Caso
noun-lead = Línea de investigación
noun-operation = Operación
noun-outcome = Resultado
noun-link = Vínculo
noun-grading = Clasificación
noun-clock = Plazo
noun-unit = Unidad
noun-user = Colega
nouns-file = Archivos
nouns-exhibit = Elementos incautados
nouns-series = Series de imágenes
nouns-victim = Víctimas
nouns-person = Personas
nouns-place = Lugares
nouns-account = Cuentas
nouns-device = Dispositivos
nouns-address = Direcciones de internet
nouns-clue = Pistas
nouns-incoming = Reportes recibidos
nouns-lead = Líneas de investigación
nouns-operation = Operaciones
nouns-grading = Clasificaciones
nouns-unit = Unidades
nouns-user = Colegas
links-title = Vínculos
links-none = Aún no hay nada vinculado aquí, hasta donde usted puede ver.
links-draw = Ver lo que lo rodea, en dibujo y en tabla
links-says = Qué dice
links-other = Otra ficha
links-sure = Grado de certeza
links-evidence = En qué se apoya
links-evidence-withheld = Se apoya en algo que su función no le permite ver.
links-said = Quién lo dice
links-from-there = Desde allí:
links-from = De
links-to = A
links-take-back = Retirar
links-taken-back = Vínculos retirados
links-add = Añadir un vínculo
links-direction = Sentido
links-begins-here = Empieza aquí
links-leads-here = Llega aquí
links-other-id = Otra ficha: código, nombre o identificador
links-statement = Lo que se declaró, con palabras
links-evidence-ids = En qué se apoya, uno por línea: reportes y pistas por sus palabras, archivos y vínculos por identificador
links-path = Qué une dos fichas
links-path-to = Qué lo une a esta ficha: código, nombre o identificador
links-path-find = Buscar el camino más corto
pick-find = Buscar una ficha por código o nombre
pick-which = ¿De qué ficha se trata?
pick-none-of-these = Ninguna: lo escrito abajo
pick-none = Nada de lo que usted puede ver se llama así.
pick-more = Hay más. Siga escribiendo.
links-around = Lo que rodea una ficha
links-steps = Hasta dónde
links-steps-n =
    { $n ->
        [one] { $n } paso
        [many] { $n } pasos
       *[other] { $n } pasos
    }
links-more-than-drawn = Hay más de lo que se muestra aquí. Empiece por otra ficha para ver el resto.
links-drawing = Dibujo
links-drawing-keys = Las flechas van de ficha en ficha, Intro abre una, Inicio vuelve a la primera. Todo lo dibujado está también en la tabla.
links-drawing-none = No hay nada que dibujar.
links-zoom-in = Ampliar
links-zoom-out = Reducir
links-zoom-fit = Mostrar todo
links-table = Lo mismo en una tabla
links-back = Volver
links-map = Mapa
links-map-keys = Las flechas mueven el mapa, más y menos cambian su tamaño. Todo lo que muestra está también en la tabla de abajo.
links-map-note = Las tierras y las fronteras están trazadas según Natural Earth, para orientarse. No se respalda ninguna frontera.
links-map-disputed-dashed = Las fronteras que alguien discute aparecen con trazo discontinuo.
links-map-disputed-hidden = Las fronteras que alguien discute no aparecen.
links-map-what = Lugar o archivo
links-map-position = Latitud y longitud
links-map-no-position = no conocidas
links-map-by-record = quien registró el lugar
links-map-by-camera = la cámara, en el archivo
links-timeline = Cronología
links-timeline-hint = Una cámara puede estar mal ajustada: la hora de un archivo es la que dice su cámara.
links-timeline-zone = zona horaria desconocida
links-timeline-earlier =
    { $n ->
        [one] { $n } entrada anterior no se muestra.
        [many] { $n } entradas anteriores no se muestran.
       *[other] { $n } entradas anteriores no se muestran.
    }
happened-made = Registro
happened-state = Nuevo estado
happened-linked = Vínculo
happened-limit-began = Empieza el plazo
happened-limit-met = Termina el plazo: cumplido
happened-limit-stopped = Plazo detenido
happened-reported = Hechos, según el reporte
happened-taken = Toma, según la cámara
path-from = De esta ficha: código, nombre o identificador
path-to = A esta ficha: código, nombre o identificador
path-found =
    { $n ->
        [one] { $n } paso entre ellas
        [many] { $n } pasos entre ellas
       *[other] { $n } pasos entre ellas
    }
path-not-linked = Nada de lo que usted puede ver las une.
path-stopped =
    { $n ->
        [one] Se examinó { $n } ficha y no las une; hay más, así que esto no es una respuesta.
        [many] Se examinaron { $n } fichas y ninguna las une; hay más, así que esto no es una respuesta.
       *[other] Se examinaron { $n } fichas y ninguna las une; hay más, así que esto no es una respuesta.
    }
confidence-certain = seguro
confidence-likely = probable
confidence-guess = suposición
evidence-file = Archivo
evidence-match = Coincidencia
evidence-likeness = Se parece a este elemento
evidence-report = Reporte recibido
evidence-clue = Pista
evidence-statement = Declaración
evidence-link = Otro vínculo
evidence-judgment = Decisión de un tribunal o de la fiscalía
link-kind-depicts = muestra
link-kind-belongs-to-series = pertenece a la serie
link-kind-same-series = es la misma serie que
link-kind-taken-at = se hizo en
link-kind-taken-with = se hizo con
link-kind-found-on = se encontró en
link-kind-distributed-by = fue transmitido por
link-kind-seized-as = fue incautado como
link-kind-used-by = lo usa
link-kind-owned-by = pertenece a
link-kind-lives-at = vive o vivió en
link-kind-has-access-to = tiene acceso a
link-kind-harmed-by = habría sufrido daño de
link-kind-contact-of = conoce o escribe a
link-kind-same-person = es el mismo ser humano que
link-kind-same-thing = es lo mismo que
link-kind-hosted-on = está alojado en
link-kind-mentioned-in = se menciona en
link-kind-seen-in = se vio u oyó en
link-kind-points-to = apunta a
link-kind-part-of-case = es parte del caso
link-kind-related-case = tiene algo en común con el caso
link-kind-part-of-operation = es parte de la operación
link-kind-outcome-of = es un resultado de
done-link-added = El vínculo queda añadido.
done-link-taken-back = El vínculo queda retirado. Sigue siendo legible.
clocks-title = Plazos
clock-paused-since = en pausa desde { $when }
clock-met-at = hecho a tiempo, { $when }
clock-met-late-at = hecho demasiado tarde, { $when }
clock-stopped-at = detenido { $when }
clock-risk = Riesgo para el niño o la niña:
clock-started = Lo inició
clock-written-down = Lo anotó
risk-low = bajo
risk-medium = medio
risk-high = alto
risk-very-high = muy alto
met-told = Se avisó al servicio de protección:
met-accepted = El servicio aceptó; su referencia:
met-refused = El servicio rechazó; su motivo:
met-record = Lo muestra
clock-tell = Se avisó al servicio de protección
clock-told-whom = A quién: el servicio y quién lo atendió
clock-told-now = Si no fue ahora mismo, diga hace cuánto.
clock-told-minutes = Hace cuántos minutos
clock-told-do = Anotar que se avisó al servicio
clock-answer = El servicio respondió
clock-accepted-reference = Su referencia
clock-accepted-do = Aceptó
clock-refused-reason = Por qué rechazó, con sus palabras
clock-refused-do = Rechazó
clock-meet = Se hizo lo que espera
clock-shown-record = La ficha que lo muestra: código, nombre o identificador
clock-meet-do = Anotar que se hizo
clock-pause = Pausar
clock-resume = Reanudar
clock-stop = Detener definitivamente
clock-because = Por qué motivo previsto
pause-reason-court-order = un tribunal o la fiscalía ordenó esperar
pause-reason-other-country = se pidió la respuesta de otro país
pause-reason-child-cannot-be-reached = no se puede llegar al niño o niña por ahora
pause-reason-other-service = se pidió la respuesta de otro servicio
stop-reason-service-already-holds = el servicio ya atendía a este niño o niña
stop-reason-other-country-holds = está en otro país, cuya unidad respondió
stop-reason-not-a-child = resultó no ser un niño o niña
stop-reason-same-child-elsewhere = otra ficha del mismo niño o niña lleva el mismo plazo
stop-reason-recorded-in-error = la ficha se hizo por error
stop-reason-record-erased = se borró aquello de lo que trataba
stop-reason-nothing-left-to-preserve = el contenido se obtuvo o ya no se conserva
stop-reason-plan-ended = el servicio cerró el acompañamiento
done-clock-told = Queda anotado que se avisó al servicio.
done-clock-answered = Queda anotada la respuesta del servicio.
done-clock-met = Queda anotado que se hizo.
done-clock-paused = El plazo queda en pausa.
done-clock-resumed = El plazo corre de nuevo.
done-clock-stopped = El plazo queda detenido.
cases-none = Ningún caso que usted pueda ver.
case-number = Número del caso
case-legal-basis = Base jurídica
case-titled = Caso { $number }
case-what = El caso
case-state-open = abierto
case-state-closed = cerrado
case-open = Abrir un caso
case-disclosure = Expediente de divulgación, para imprimir
case-holds = Qué contiene
case-holds-nothing = Nada aún, hasta donde usted puede ver.
case-holds-more =
    { $n ->
        [one] y { $n } más
        [many] y { $n } más
       *[other] y { $n } más
    }
case-add = Añadir fichas
case-add-ids = Fichas, una por línea: código, nombre o identificador
case-people = Quién trabaja en él
case-until = hasta { $when }
case-leave = Retirar del caso
case-join-who = Quién se incorpora
case-join = Incorporar
case-outcomes = Qué resultó
case-outcomes-none = Aún no hay nada registrado.
case-close = Cerrar el caso
case-close-outcome = Qué resultó
case-close-words = Con palabras, si hace falta
case-reopen = Reabrir el caso
case-hand-over = Transferir el caso
case-hand-over-to = A qué unidad
case-history = Su recorrido
outcome-kind-child-identified = niño o niña identificado
outcome-kind-child-protected = niño o niña puesto bajo protección
outcome-kind-arrest = detención
outcome-kind-charge = acusación
outcome-kind-conviction = condena
outcome-kind-cleared = absolución o exculpación
outcome-kind-removed = material retirado
outcome-kind-transferred = pasó a otra unidad u otro país
outcome-kind-no-crime = no hubo delito
outcome-kind-unresolved = se hizo todo y el niño o niña sigue sin conocerse
figure-provisional = provisional
figure-confirmed = confirmado
figure-withdrawn = retirado
outcome-checked = Lo comprobó
outcome-confirm = Confirmar
outcome-withdraw = Retirar
done-case-opened = El caso queda abierto.
done-case-filled = Las fichas están en el caso.
done-case-staffed = Queda cambiado quién trabaja en el caso.
done-case-closed = El caso queda cerrado. Su resultado es provisional hasta que otra persona lo confirme.
done-case-reopened = El caso queda reabierto.
done-case-handed-over = El caso pasó a la otra unidad.
done-outcome-confirmed = El resultado queda confirmado.
done-outcome-withdrawn = El resultado queda retirado. Sigue siendo legible.
series-none = Ninguna serie de imágenes que usted pueda ver.
series-name = Nombre
series-titled = Serie de imágenes: { $name }
series-what = La serie
series-open = Abrir una serie
series-opened = La abrió
series-also = Es una con
series-status-identified = Identificada: se sabe quién es el niño o la niña, o uno de ellos.
series-status-worked-on = En curso en { $units }
series-status-not-known = No se sabe: nada aquí dice que alguien trabaje en ella.
series-status-hint = Hasta donde usted puede ver aquí.
series-members = Elementos
series-members-count =
    { $n ->
        [one] { $n } archivo
        [many] { $n } de archivos
       *[other] { $n } archivos
    }
series-members-more =
    { $n ->
        [one] y { $n } más
        [many] y { $n } más
       *[other] y { $n } más
    }
series-member = Archivo, por su huella
series-files = Archivos por su huella, uno por línea
series-add = Añadir archivos
series-merge = Fusionar con otra serie
series-merge-what = Ambas series permanecen; esta da el nombre. La fusión se puede deshacer.
series-merge-other = La otra serie: nombre o identificador
series-split = Mover archivos a otra serie
series-split-into = A qué serie: nombre o identificador
series-clues = Pistas
series-clues-none = Aún no hay ninguna pista anotada.
series-history = Qué le ha ocurrido
series-undo = Deshacer
series-undone = deshecho
series-change-filled =
    { $n ->
        [one] { $n } archivo añadido
        [many] { $n } de archivos añadidos
       *[other] { $n } archivos añadidos
    }
series-change-emptied =
    { $n ->
        [one] { $n } archivo retirado
        [many] { $n } de archivos retirados
       *[other] { $n } archivos retirados
    }
series-change-moved =
    { $n ->
        [one] { $n } archivo movido
        [many] { $n } de archivos movidos
       *[other] { $n } archivos movidos
    }
series-change-merged = Fusionada con otra serie
series-change-unmerged = Se deshizo una fusión
series-proposals = Archivos que podrían pertenecerle
series-back = Volver a la serie
proposals-what = Estos archivos se parecen a un elemento. Nada se sigue por sí solo: una persona acepta uno o lo descarta definitivamente.
proposals-none = Ninguno.
proposals-call = Unidades a las que llamar: tienen algo de esto en casos que usted no puede ver
proposal-file = Archivo
proposal-like = Se parece a
proposal-like-unseen = un elemento que usted no puede ver
proposal-difference = Diferencia
proposal-bits =
    { $n ->
        [one] { $n } sobre 256
        [many] { $n } sobre 256
       *[other] { $n } sobre 256
    }
proposal-decide = Decidir
proposal-reason = Motivo; hace falta para descartar
proposal-take = Aceptar en la serie
proposal-decline = Descartar
proposal-state-waiting = pendiente
proposal-state-declined = descartado
proposal-state-taken = aceptado
done-series-opened = La serie queda abierta.
done-series-filled = Los archivos están en la serie.
done-series-merged = Las series son una. Se puede deshacer más abajo.
done-series-split = Los archivos quedan movidos.
done-series-undone = Queda deshecho.
done-proposal-taken = El archivo está en la serie.
done-proposal-declined = El archivo queda descartado.
victims-none = Ninguna ficha de víctima que usted pueda ver.
victim-code = Código
victim-titled = Víctima { $code }
victim-what = El niño o la niña
victim-identification = Si se sabe quién es
victim-safety = Cómo está
victim-wish = Si quiere que se le avise de nuevos hallazgos
victim-consents = Consentimientos vigentes
victim-open = Abrir una ficha de víctima
victim-open-what = Recibe el siguiente código de la unidad. Un nombre se anota aparte, bajo su propia clave.
victim-set-safety = Decir cómo está
victim-risk = Riesgo, si está en riesgo
victim-risk-hint = Si nadie lo sabe, elija el más alto. El plazo para avisar al servicio de protección empieza enseguida.
victim-identify = Decir si se sabe quién es
victim-partner = Qué socio lo sabe, si es otro
victim-read = Leer nombres y contactos
victim-read-recorded = La lectura queda registrada con su finalidad, a su nombre, antes de mostrar nada.
victim-read-purpose = Finalidad
victim-read-why = Para qué, con palabras
victim-write = Anotar nombres y un contacto
victim-write-what = Sustituye a lo anotado antes. Queda sellado bajo una clave propia y no aparece en ninguna lista, búsqueda o exportación.
victim-contact = Contacto: un número o una dirección
victim-contact-of = De quién es el contacto
names-lines = Nombres tal como se dieron, uno por línea
names-page = Nombres
names-title = Nombres tal como se dieron
names-recorded = Su lectura queda registrada con su finalidad. La página no se conserva.
names-none = No se anotó ningún nombre.
names-contacts = Contactos
identification-unidentified = sin identificar
identification-identified = identificado por esta unidad
identification-identified-elsewhere = identificado en otro lugar
safety-not-known = no se sabe
safety-at-risk = en riesgo
safety-in-care = atendido por el servicio de protección
safety-safe = a salvo, hasta donde sabe el servicio
wish-not-asked = Aún no se ha preguntado
wish-wants = Quiere que se le avise, por medio de: { $through }
wish-does-not-want = No quiere que se le avise
through-victim = el niño o la niña
through-guardian = madre, padre o tutor
through-social-worker = trabajador social
through-counsel = abogado
through-advocate = defensor de la víctima
consent-notification = recibir avisos de hallazgos
consent-contact = ser contactado
consent-sharing = compartir la ficha
consent-support = derivación a apoyo
consent-impact-statement = declaración para un tribunal
consent-restitution = reclamar reparación
consent-public-appeal = llamamientos al público
consent-research = investigación académica
consent-training = formación de agentes
reading-purpose-identification = averiguar o confirmar quién es
reading-purpose-protection = proteger al niño o niña
reading-purpose-notification = avisar a la víctima de un hallazgo
reading-purpose-support = derivar a la víctima a apoyo
reading-purpose-court = para un tribunal o la fiscalía
reading-purpose-restitution = para una reclamación de la víctima
reading-purpose-own-request = responder a la petición de la víctima
reading-purpose-correction = corregir la ficha
done-victim-opened = La ficha queda abierta.
done-safety-set = Queda anotado cómo está.
done-victim-identified = Queda anotado si se sabe quién es.
done-identity-written = Los nombres quedan anotados y sellados.
persons-none = Ninguna ficha de persona que usted pueda ver.
person-titled = Persona { $id }
person-what = La persona
person-state = Calidad en el procedimiento
person-state-uncategorised = calidad por determinar
person-state-suspect = sospechoso
person-state-accused = acusado
person-state-convicted = condenado
person-state-victim = víctima
person-state-witness = testigo
person-state-contact = contacto
person-state-child-with-harmful-behaviour = niño o niña con conducta dañina
person-age = Edad
person-age-unknown = nadie lo ha dicho
person-age-under-18 = menor de 18 años
person-age-adult = 18 años o más
person-contested = impugnado
person-contested-what = Lo registrado de esta persona está impugnado: nada se comparte ni se usa automáticamente hasta que se resuelva.
person-open = Abrir una ficha de persona
person-set-state = Fijar la calidad
person-under-18-offered = Esta persona es menor de 18 años. Una calidad que acuse exige el motivo de un supervisor.
person-basis-what = En qué se apoya: al menos una cosa. No basta una coincidencia que nadie confirmó, y una condena exige la decisión de un tribunal.
person-basis-judgment = Referencia de la decisión de un tribunal o de la fiscalía
person-basis-ids = Uno por línea: reportes por sus palabras, archivos y vínculos por identificador
person-although-under-18 = Lo mantengo aunque sea menor de 18 años; el motivo es mío
person-contest = Anotar una impugnación
person-contest-by = Quién impugna
contested-by-person = la persona
contested-by-representative = quien la representa
contested-by-partner = otra unidad o un socio
contested-by-unit = esta unidad
person-settle = Resolver las impugnaciones
person-read = Leer nombres
person-history = Calidades hasta ahora
person-upheld = Mantenido por un supervisor:
done-person-opened = La ficha queda abierta. Hay que decir a tiempo la calidad de la persona.
done-person-state-set = La calidad queda fijada.
done-person-contested = La impugnación queda anotada.
done-person-settled = Las impugnaciones quedan resueltas.
things-none = Ninguno que usted pueda ver.
thing-what = Qué es
thing-kind = Tipo
thing-open = Anotar otro
thing-written = Tal como se escribió
thing-service = Servicio, para una cuenta
thing-country = País, con dos letras
thing-place-kind = Tipo de lugar, para un lugar
thing-device-kind = Tipo de dispositivo, para un dispositivo
thing-place = Lugar
thing-handle = Cuenta, por el nombre elegido
thing-service-number = Cuenta, por el número del servicio
thing-mail = Dirección de correo
thing-phone = Número de teléfono
thing-device = Dispositivo
thing-address = Dirección de internet
place-words = Nombre o calle
place-kind-home = domicilio
place-kind-school = escuela
place-kind-work = lugar de trabajo
place-kind-lodging = alojamiento
place-kind-vehicle = vehículo
place-kind-outdoors = al aire libre
place-kind-area = zona
place-kind-unknown = no se sabe
account-kind-handle = nombre en un servicio
account-kind-service-number = número de un servicio
account-kind-mail = dirección de correo
account-kind-phone = número de teléfono
account-kind-local-phone = número de teléfono sin país
device-model = Marca y modelo
device-kind-phone = teléfono
device-kind-camera = cámara
device-kind-computer = ordenador
device-kind-storage = almacenamiento
device-kind-network = equipo de red
device-kind-other = otro dispositivo
device-key-imei = IMEI
device-key-serial = Número de serie
device-key-mac = Dirección MAC
address-kind-url = página web
address-kind-domain = dominio
address-kind-host = servidor
address-state-known = sigue ahí
address-state-pending = retirada solicitada
address-state-removed = retirado
address-set-state = Decir qué fue de ella
done-thing-opened = Queda anotado.
done-address-state-set = Queda anotado qué fue de ella.
clues-none = Ninguna pista que usted pueda ver.
clue-titled = Pista { $id }
clue-add = Anotar una pista
clue-kind = Tipo
clue-words = Lo que se vio u oyó, con palabras
clue-language = Idioma de las palabras, por ejemplo ar o en
clue-kind-object = objeto
clue-kind-text = palabras escritas
clue-kind-sound = sonido
clue-kind-speech = habla
clue-kind-place = edificio, habitación o vista
clue-kind-plant = planta
clue-kind-plug = enchufe
clue-kind-packaging = envase
clue-kind-uniform = uniforme
clue-kind-clothing = ropa
clue-kind-toy = juguete
clue-kind-licence-plate = matrícula
clue-kind-vehicle = vehículo
clue-kind-dated = lo que indica la fecha
clue-kind-weather = clima, luz, estación
clue-kind-document = dinero, billete o documento
clue-kind-art = cuadro en la pared
clue-kind-body-mark = marca en el cuerpo
clue-kind-other = otra cosa
done-clue-added = La pista queda anotada.
reports-none = Ningún reporte que usted pueda ver.
reports-scores = Las dos puntuaciones van una junto a otra y nunca se unen. Un reporte con pocos puntos espera como cualquier otro.
report-titled = Reporte recibido { $id }
report-what = El reporte
report-received = Llegó
report-from = De
report-queue = Espera en
report-priority = Prioridad de protección
report-completeness = Integridad de la información
report-points-n =
    { $n ->
        [one] { $n } punto
        [many] { $n } de puntos
       *[other] { $n } puntos
    }
report-points-of-100 =
    { $n ->
        [one] { $n } sobre 100
        [many] { $n } sobre 100
       *[other] { $n } sobre 100
    }
report-reason = Razón
report-points = Puntos
report-no-reasons = No se encontró ninguna razón.
report-given = Lo que un reporte puede dar
report-is-given = Dado
report-given-yes = sí
report-given-no = no: pregunte al remitente
report-reference = Referencia del remitente
report-weight = Si basta para actuar
report-words = Su texto
report-words-none = No tiene texto.
report-words-unread = Nadie aquí ha leído aún su texto.
report-words-read = Su texto fue leído.
report-read-text = Leer el texto
report-text-will-be-recorded = La lectura queda registrada.
report-text-recorded = Su lectura queda registrada. La página no se conserva.
report-files = Sus archivos por su huella, uno por línea
report-viewed = Visto por el remitente
report-reported = Personas y cuentas señaladas, por identificador
report-harmed = Quién sufrió daño, uno por línea: código o identificador
report-whereabouts = Lugares por sus palabras, direcciones por identificador, uno por línea
report-signs = Señales
report-youngest = Edad aparente del menor de ellos
report-preserved-now = El remitente conserva el contenido desde ahora
report-preserved-since = Contenido conservado desde
report-versions = Versiones
report-holds = Qué contiene
report-holds-nothing = Ni archivo ni ficha, hasta donde usted puede ver.
report-knownness = Conocido
report-take = Registrar un reporte
done-report-taken = El reporte queda registrado.
report-source-provider = un proveedor
report-source-hotline = una línea de denuncia
report-source-patrol = una patrulla en línea
report-source-other-country = otro país
report-source-public = una persona del público
report-source-survivors-advocate = una persona sobreviviente o su representante
weight-referral = con elementos suficientes
weight-informational = solo informativo
viewed-yes = sí
viewed-no = no
viewed-not-said = no se dice
knownness-new = en ninguna lista consultada
knownness-known = en una lista
knownness-known-viral = en una lista y muy difundido
mentioned-as-reported = señalado
mentioned-as-harmed = dañado
mentioned-as-whereabouts = dónde
mentioned-as-otherwise = mencionado
queue-child-in-danger = un niño o niña en peligro
queue-new-material = material nuevo
queue-words = textos por leer
queue-referrals = con elementos suficientes
queue-informational = solo informativos
queued-because-signs-of-danger = señales de peligro
queued-because-new-file = un archivo en ninguna lista
queued-because-words-unread = un texto que nadie ha leído
queued-because-from-survivor = viene de una persona sobreviviente
queued-because-said-to-be-referral = el remitente dice que basta para actuar
queued-because-only-informs = solo informa
sign-live-abuse = abuso en curso o en directo
sign-self-harm = un niño o niña podría hacerse daño
sign-meeting-planned = hay un encuentro previsto con un niño o niña
sign-access-to-child = acceso a niños o niñas
sign-claims-of-abuse = dice haber abusado u ofrece a un niño o niña
sign-extortion = amenazan o extorsionan a un niño o niña
sign-grooming = busca la confianza de un niño o niña para abusar
sign-violence = violencia más allá del abuso
sign-seems-first-hand = parece hecho en casa o por el propio niño o niña
youngest-0-2 = de 0 a 2
youngest-3-6 = de 3 a 6
youngest-7-10 = de 7 a 10
youngest-11-13 = de 11 a 13
youngest-14-17 = de 14 a 17
youngest-not-known = no se sabe
priority-new-file = un archivo no está en ninguna lista
priority-known-file = un archivo está en una lista
priority-words-unread = un texto que nadie ha leído
priority-under-three = el menor tiene menos de tres años
priority-under-seven = el menor tiene de tres a seis años
priority-under-eleven = el menor tiene de siete a diez años
priority-under-fourteen = el menor tiene de once a trece años
priority-under-eighteen = el menor tiene de catorce a diecisiete años
priority-reported-before = señalado una o dos veces antes
priority-reported-often = señalado tres veces o más antes
priority-only-viral = solo un archivo muy difundido, y nada más habla de un niño o niña al alcance
given-who-is-reported = a quién se señala
given-connection = la conexión: dirección, puerto y hora
given-when-it-happened = cuándo ocurrió
given-where = dónde
given-what-it-is-about = de qué trata
given-who-viewed = si el remitente vio cada archivo
given-preservation = desde cuándo se conserva el contenido
given-sender-reachable = se puede volver a preguntar al remitente
search-words = Buscar palabras
search-words-what = En pistas, reportes, lugares, líneas de investigación y series, entre idiomas y pese a erratas.
search-for-words = Palabras
search-exact = Buscar con exactitud
search-exact-what = Una cuenta, un número o una dirección se busca para un caso abierto suyo o para una finalidad. Lo buscado no se anota en ninguna parte; que usted buscó, sí.
search-by = Por qué
search-written = Tal como se escribió
search-case = Para este caso abierto: número o identificador
search-purpose = O para esta finalidad
search-purpose-none = ninguna, hay un caso
search-purpose-identify-victims = identificar víctimas
search-purpose-investigate = investigar
search-purpose-protect-a-child = proteger a un niño o niña
search-purpose-remove-material = hacer retirar material
search-purpose-assess-an-incoming-report = evaluar un reporte recibido
search-do = Buscar
search-found =
    { $n ->
        [one] { $n } ficha encontrada
        [many] { $n } de fichas encontradas
       *[other] { $n } fichas encontradas
    }
search-has-more = Hay más. Busque más palabras.
search-record = Ficha
search-agrees = Concordancia
agrees-same = igual
agrees-same-stem = igual salvo terminaciones
agrees-alike = casi
find-by-handle = nombre en un servicio
find-by-service-number = número de un servicio
find-by-mail = dirección de correo
find-by-phone = número de teléfono, con el prefijo del país
find-by-imei = número del aparato (IMEI)
find-by-serial = número de serie
find-by-mac = número de tarjeta de red (MAC)
find-by-address = dirección de internet
find-by-case-number = número de un caso
find-by-victim-code = código de una víctima
find-by-file = huella del archivo (hash)
disclosure-titled = Expediente de divulgación del caso { $number }
disclosure-print = Imprimir
disclosure-statement = Declaración
disclosure-said = Hecho por { $who }, { $unit }, según lo que este sistema contiene y puede ver.
disclosure-claims-are = Una coincidencia dice que un archivo concuerda con una entrada de una lista. Una coincidencia aproximada o una posible copia alterada es un indicio y no un veredicto: una persona debe comparar y confirmar. Lo que dice el propietario de una lista se cita.
disclosure-new-means = Que un archivo no coincida con nada significa: con ninguna entrada de las listas consultadas. No dice nada de lo que muestra.
disclosure-ledger = Cada examen, coincidencia y decisión consta en el registro verificable de este sistema.
disclosure-incomplete = Este expediente no está completo: quien lo hizo no puede ver todas las coincidencias, clasifica a ciegas algunos archivos, o hay más de los que nombra un expediente.
disclosure-dated = Fechado
disclosure-program = Programa
disclosure-matched = Qué coincidió y cómo
disclosure-files =
    { $n ->
        [one] Hay { $n } archivo en el caso.
        [many] Hay { $n } de archivos en el caso.
       *[other] Hay { $n } archivos en el caso.
    }
disclosure-unmatched =
    { $n ->
        [one] { $n } no coincide con ninguna entrada.
        [many] { $n } no coinciden con ninguna entrada.
       *[other] { $n } no coinciden con ninguna entrada.
    }
disclosure-no-match = No se muestra ninguna coincidencia.
disclosure-list = Lista y entrada
disclosure-how = Cómo
disclosure-owners-words = Palabras del propietario
disclosure-decided = Qué decidió una persona
disclosure-exhibits = Elementos incautados y cómo se examinaron
disclosure-no-exhibit = Ningún elemento incautado en el caso, hasta donde usted puede ver.
disclosure-changed = El elemento cambió durante el examen.
disclosure-no-authority = No consta autoridad para este elemento: no sirve como prueba.
disclosure-run = Examen
disclosure-begun = Comenzó
disclosure-ended = Terminó
disclosure-by-lists = Versiones de listas consultadas
disclosure-all-examined = Nada consta como no examinado.
disclosure-lists = Versiones de las listas
disclosure-version = Versión
run-state-open = en curso o interrumpido
run-state-finished = terminado
run-state-stopped = detenido por una persona
run-state-failed = falló
priority-live-abuse = abuso en curso o en directo
priority-self-harm = un niño o niña podría hacerse daño
priority-meeting-planned = hay un encuentro previsto con un niño o niña
priority-access-to-child = acceso a niños o niñas
priority-claims-of-abuse = dice haber abusado u ofrece a un niño o niña
priority-extortion = amenazan o extorsionan a un niño o niña
priority-grooming = busca la confianza de un niño o niña para abusar
priority-violence = violencia más allá del abuso
priority-seems-first-hand = parece hecho en casa o por el propio niño o niña
