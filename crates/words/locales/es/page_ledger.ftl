# The pages of the verifiable record: what was done with a record, what I did, the checkpoint, and verifying it now.

room-ledger = Registro verificable
page-ledger-record = Qué se hizo con una ficha
page-ledger-all = Todo lo que se hizo, sin personas ni fichas
page-ledger-person = Qué hizo una persona
page-ledger-checkpoint = Punto de verificación firmado
ledger-own = Lo que hice, y lo que otros hicieron acerca de mí
ledger-own-what = Nadie más ve esta página suya; un auditor la ve tras un acceso excepcional justificado, y a usted se le informa.
ledger-column-index = Asiento
ledger-column-when = Cuándo
ledger-column-what = Qué
ledger-column-who = Por
ledger-column-about = Acerca de
ledger-column-rows = Filas
ledger-by-me = yo
ledger-erased-entry = borrado: se conserva que estuvo aquí, no lo que decía
ledger-none = Aún no se hizo nada.
ledger-withheld = Usted clasifica este archivo a ciegas: lo que se hizo con él no se muestra hasta que termine.
ledger-next-page = Asientos anteriores
ledger-ways = Más del registro
ledger-record-find = Qué se hizo con una ficha: su identificador
ledger-person-find = Qué hizo una persona, tras un acceso excepcional: su identificador
ledger-show = Mostrar
ledger-no-such = Eso no es un identificador; se parecen a { $like }.
ledger-record-what = Para quien puede ver la ficha: qué se hizo con ella, cuándo y por quién. Las palabras quedan en la ficha.
ledger-person-what = Usted tiene para esto un acceso excepcional. La persona encuentra cada lectura suya entre lo que se hizo acerca de ella.
checkpoint-entries = Asientos firmados
checkpoint-root = Su raíz
checkpoint-key = Clave con que se verifica
checkpoint-what = Entregue la clave al tribunal aparte del registro: con ambos puede verificarse sin esta unidad. Así los cambios se detectan, no se impiden.
checkpoint-verify = Verificar ahora
checkpoint-verify-what = Cada asiento se recalcula, en la base de datos y en la carpeta que recibiría un tribunal.
verified-whole =
    { $n ->
        [one] Se recalculó { $n } asiento: nada ha cambiado
        [many] Se recalcularon { $n } de asientos: nada ha cambiado
       *[other] Se recalcularon { $n } asientos: nada ha cambiado
    }
verified-broken = Algo no está como se escribió. Copie la carpeta, no cambie nada y llame a quien administra el sistema.
verified-when = Verificado
verified-erased = Asientos cuyas palabras se borraron, como dice un asiento posterior
verified-checkpoints = Puntos de verificación comparados
verified-again = Verificar de nuevo
ledger-found-database = un asiento de la base de datos no concuerda con su huella
ledger-found-key = la clave de verificación de la carpeta es otra
ledger-found-checkpoint = falta un punto de verificación, o no está firmado con la clave
ledger-found-entry = un asiento fue cambiado o falta
ledger-found-body-gone = lo que dice un asiento ha desaparecido y ningún asiento posterior dice que se borró
ledger-found-tile = huellas por encima de los asientos fueron cambiadas o faltan
ledger-found-rewritten = se cambiaron asientos junto con todo lo que da cuenta de ellos
ledger-found-cut-short = el registro fue acortado, o se puso en su lugar una copia anterior
ledger-found-unexpected = en la carpeta hay un archivo que no es del registro
ledger-found-entries = asientos { $from } a { $to }
