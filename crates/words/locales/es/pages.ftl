# What stands around pages, and the pages on which people sign in, choose how they read, and begin their day.

product-name = Sanad
frame-skip = Ir al contenido
frame-menu = Menú
frame-language = Idioma
frame-choose = Elegir
frame-sign-out = Cerrar sesión
frame-close = Cerrar
room-today = Hoy
room-settings = Mis ajustes
shortcuts-title = Teclas
shortcut-help = Mostrar estas teclas
shortcut-menu = Ir al menú
trouble-home = Volver a la primera página
page-sign-in = Iniciar sesión
page-recover = Contraseña o códigos perdidos
page-renew = Elegir una contraseña nueva
page-secrets = Con qué iniciará sesión a partir de ahora
field-login = Nombre de usuario
field-password = Contraseña
field-password-until-now = Contraseña actual
field-new-password = Contraseña nueva, de al menos 12 caracteres
field-again = La misma otra vez
field-code = Código de la aplicación de autenticación, 6 cifras
field-recovery-key = Clave de recuperación, de la hoja impresa
sign-in-do = Entrar
sign-in-lost = He perdido mi contraseña o mis códigos
sign-in-back = Volver al inicio de sesión
sign-in-refused = Los datos no concuerdan. Compruebe el nombre de usuario, la contraseña y el código de este momento; cada código sirve una sola vez.
recover-what = Con la clave de recuperación entra una vez, elige una contraseña y toma códigos nuevos. La clave queda usada; después se muestra otra.
recover-do = Elegir esta contraseña
recover-refused = Los datos no concuerdan. Compruebe el nombre de usuario y cada letra de la clave de recuperación.
renew-first = Otra persona ha visto la contraseña con la que entró. Elija una que solo usted conozca; después se le muestran códigos nuevos, una sola vez.
renew-again = Elige una contraseña nueva y toma códigos nuevos. Terminan todas sus sesiones, también esta.
renew-do = Elegir esta contraseña
renew-refused = La contraseña actual es otra.
secrets-once = Esta página se muestra una sola vez. No la deje antes de haberlo anotado todo.
secrets-code = Códigos
secrets-code-what = Apunte con su aplicación de autenticación a esta imagen.
secrets-code-picture = Código QR para la aplicación de autenticación
secrets-code-typed = O escriba en ella esta clave:
secrets-password = Contraseña
secrets-recovery = Clave de recuperación
secrets-recovery-what = Imprímala o anótela y guárdela bajo llave. Le deja entrar una vez si pierde la contraseña o los códigos.
secrets-done = Lo he anotado todo: iniciar sesión
done-signed-out = Ha cerrado la sesión.
done-settings-kept = Sus ajustes quedan guardados.
done-session-ended = La sesión ha terminado.
done-news-read = Las novedades quedan marcadas como leídas.
done-break-noted = Su pausa queda anotada. Vuelva cuando quiera.
settings-reading = Cómo leo
settings-own = Nadie más ve lo que elige aquí.
setting-language = Idioma
setting-language-browser = El de mi navegador
setting-time-zone = Zona horaria, por ejemplo Asia/Amman
setting-appearance = Claro u oscuro
setting-appearance-system = Como mi sistema
setting-appearance-light = Claro
setting-appearance-dark = Oscuro
setting-digits = Cifras de números y fechas
setting-digits-western = 0 1 2 3
setting-digits-arabic-indic = ٠ ١ ٢ ٣, en árabe
setting-months = Nombres de los meses en árabe
setting-months-gregorian = يناير
setting-months-levant = كانون الثاني
setting-months-maghreb = جانفي
setting-months-both = كانون الثاني/يناير
setting-pictures = Imágenes
setting-pictures-grey = Pequeñas y grises, hasta que pida más
setting-pictures-never = Ningún píxel: solo etiquetas y palabras
setting-reveal = Mostrar una vista previa
setting-reveal-hold = Mientras mantengo una tecla pulsada
setting-reveal-press = Una pulsación muestra, la siguiente oculta
settings-keep = Guardar los ajustes
settings-sign-in = Inicio de sesión
settings-renew = Elegir una contraseña nueva y tomar códigos nuevos
settings-sessions = Mis sesiones abiertas
session-began = Inicio
session-seen = Último uso
session-ends = Fin
session-end = Terminar esta sesión
today-nothing = Nada le espera en este momento.
today-break = Es hora de una pausa
today-break-why = Lleva un rato con contenidos difíciles. Una pausa ayuda, y no se informa a nadie.
today-break-take = Hago una pausa
today-clocks = Plazos
today-clocks-count =
    { $n ->
        [one] { $n } plazo está vencido o termina en tres días
        [many] { $n } de plazos están vencidos o terminan en tres días
       *[other] { $n } plazos están vencidos o terminan en tres días
    }
clock-late-since = vencido desde el { $when }
clock-due = hasta el { $when }
clock-still = en suspenso
clock-kind-protection-told = Informar a los servicios de protección
clock-kind-referral-answer = Respuesta de los servicios de protección
clock-kind-child-newly-identified = Niño o niña recién identificado: lo que sigue
clock-kind-person-status = Decidir la calidad de una persona
clock-kind-preservation = Fin de la preservación de contenidos
clock-kind-retention-review = Revisar si un registro sigue siendo necesario
clock-kind-plan-review = Revisión del plan de apoyo
today-answers = Colegas que necesitan una segunda persona
today-answer-of = Se pide: { $verb }
today-claims = Coincidencias que esperan a una persona
today-settle = Clasificaciones discrepantes
today-settle-blind = Aquí no se muestra lo que se dijo, para que aún pueda clasificar por su cuenta.
today-jobs = En curso
today-news = Novedades
today-news-more = Hay más; se muestran cuando se lean estas.
today-news-read = Lo he leído
closeness-exact = coincidencia exacta
closeness-near = coincidencia aproximada, por confirmar
closeness-altered = posible copia alterada, por confirmar
closeness-contradicted = contradicha
job-state-waiting = en espera
job-state-running = en marcha
news-match-claimed = Una lista llegada después conoce un archivo del elemento { $exhibit }: { $list }
news-match-gone = Una lista ya no conoce un archivo del elemento { $exhibit }: { $list }
news-series-agrees = Un archivo que se guarda aquí se parece a uno de una serie, o está en ella
news-proposals-wait = Una serie ha encontrado archivos parecidos a los suyos; esperan una decisión
news-recheck = Aquello en lo que esto se apoyaba ya no vale: { $record }. Revíselo
news-entries-opened = Un auditor ha abierto por acceso excepcional lo que usted hizo
news-passkey-copied = Dos dispositivos tienen una de sus claves de acceso: ya no deja entrar a nadie y se cerraron todas sus sesiones
news-provider-account-bound = A partir de ahora el proveedor de inicio de sesión puede darle entrada
news-consent-withdrawn = Se retiró un consentimiento: lo que se apoyaba en él debe cesar
news-call = Llame a { $unit }: { $contact }
news-entry-quarantined = Una entrada de la lista { $list } coincidió con más de { $n } objetos en poco tiempo; sus coincidencias esperan a una persona
news-lead-moved =
    { $state ->
        [sent] Se le envió una línea de investigación
        [accepted] Se aceptó una línea de investigación que envió
        [given-back] Se devolvió una línea de investigación que envió
       *[other] El remitente recuperó una línea de investigación
    }

setting-months-morocco = يناير، غشت
