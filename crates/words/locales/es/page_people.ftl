# The first page of a node, who works here, second persons, and what somebody had to look at.

page-start = Un sistema nuevo
start-what = Aquí no trabaja nadie todavía. Usted abre su unidad y pasa a ser la primera persona que la administra; lleva unos minutos. Todo se puede cambiar después.
start-code = El código del terminal
start-code-field = Código que el programa mostró al iniciarse
start-code-wrong = Ese no es el último código que mostró el programa. Mire el terminal; tras diez códigos erróneos, reinicie el programa.
start-not-a-country = Un país son dos letras, por ejemplo JO
start-unit = Su unidad
start-you = Usted
start-you-what = Quien administra se ocupa de las personas y del sistema y no ve nada de los casos.
start-do = Abrir la unidad
field-unit-name = Nombre de la unidad
field-country = País, dos letras
field-victim-prefix = Con qué empiezan los códigos de las víctimas, por ejemplo JO-CP
field-contact = Cómo la localizan otras unidades
field-name = Nombre, como lo llaman los colegas
field-login-new = Nombre de usuario: letras latinas minúsculas, cifras, puntos
secrets-hand-over = Esto pertenece a { $name }. Entréguelo en persona; al entrar por primera vez, { $name } elige una contraseña que nadie más conoce.
secrets-done-of = Lo he anotado todo: volver a las personas
page-secrets-of = Con qué inicia sesión su colega
room-administration = Personas y unidades
room-second-persons = Segunda persona
room-wellbeing = Mi bienestar
room-welfare = Personas a las que cuido
page-wellbeing-of = Bienestar de un colega
list-separator = {", "}
administration-second-wanted = Menos de dos personas administran este sistema. Dé ese papel a alguien más, pues una puede faltar.
administration-people = Personas
administration-units = Unidades
administration-add = Añadir a alguien
administration-add-what = Con qué inician sesión se muestra una vez, para que lo entregue.
administration-add-do = Añadir
administration-unit-add = Abrir otra unidad
administration-roles-what = Todas las sesiones de esta persona terminan al cambiar los roles.
administration-roles-do = Fijar estos roles
administration-access = Acceso
administration-reset-what = Quien lo perdió todo recibe datos nuevos. Terminan las sesiones y los testigos de acceso.
administration-reset-do = Dar datos nuevos
administration-disable-what = Quien ya no trabaja aquí no entra; lo que hizo permanece.
administration-disable-do = Cerrar el acceso
administration-back = Volver a personas y unidades
done-unit-opened = La unidad está abierta.
done-user-added = Se añadió la persona.
done-roles-set = Los roles quedan fijados; terminaron todas las sesiones de esta persona.
done-user-disabled = El acceso de esta persona queda cerrado.
done-user-reset = Esta persona tiene datos nuevos.
done-second-person-asked = Su petición espera respuesta. Cuando alguien esté de acuerdo, repita lo mismo.
done-second-person-answered = Su respuesta queda registrada.
second-person-ask = Pedir una segunda persona
second-person-why = Por qué debe hacerse
second-person-ask-do = Pedir
second-persons-what = Lo que una persona sola no debe hacer espera a otra. Acepte solo lo que usted misma haría.
second-persons-to-answer = Lo que puedo responder
second-persons-others = Lo que pedí, y lo terminado
second-persons-none = Nada
second-person-subject = Sobre
second-person-by = Pedido por
second-person-reason = Por qué
second-person-until = Se puede responder hasta
second-person-answer-why = Por qué; necesario si no está de acuerdo
second-person-agree = Estoy de acuerdo
second-person-decline = No estoy de acuerdo
ask-state-waiting = en espera
ask-state-agreed = acordado
ask-state-declined = rechazado
ask-state-used = hecho
wellbeing-notice = Esto es para usted y para quien se ocupa del bienestar. Nadie más lo ve; no puede usarse para juzgar su trabajo, y caduca a los 90 días.
wellbeing-notice-of = Esto es para su colega, y para usted como responsable del bienestar. Nadie más lo ve; no puede usarse para juzgar el trabajo de nadie, y caduca a los 90 días.
welfare-notice = Abra a una persona cada vez, para cuidarla. Queda registrado, y se le puede decir. No hay cifras junto a los nombres y no se compara a nadie.
wellbeing-week = Los últimos siete días
wellbeing-minutes =
    { $n ->
        [one] { $n } minuto
        [many] { $n } de minutos
       *[other] { $n } minutos
    }
wellbeing-previews = Vistas previas mostradas
wellbeing-previews-n =
    { $n ->
        [one] { $n } vista previa
        [many] { $n } de vistas previas
       *[other] { $n } vistas previas
    }
wellbeing-previews-what = Las vistas previas mostradas en la mesa de clasificación se cuentan aquí solas. Cuánto duró y lo duro que fue, lo anota quien miró.
wellbeing-add = Anotar lo que miré u oí
wellbeing-add-what = Imágenes, sonido y texto cuentan por igual. No debe explicaciones a nadie.
wellbeing-severity = Cuán difícil fue
wellbeing-minutes-field = Minutos
wellbeing-sound = Con sonido
wellbeing-add-do = Anotar
wellbeing-entries = Los últimos 90 días
wellbeing-none = No hay nada anotado.
wellbeing-when = Cuándo
wellbeing-long = Cuánto tiempo
answer-yes = sí
answer-no = no
severity-mild = Descripciones, vistas pequeñas o grises
severity-moderate = Material sin acto
severity-severe = Material de un acto
severity-extreme = Más allá: violencia, o un niño o niña muy pequeño
break-due-hard-material = Bastante contenido difícil para una sola vez.
break-due-long-at-it = Bastante tiempo sin descanso.
done-exposure-added = Queda anotado, solo para usted.
