# `sanad ledger`: el registro de lo que se hizo aquí, su copia y su prueba.

cli-command-ledger = El registro: dónde está, si una copia está íntegra, prueba de un asiento
cli-command-ledger-show = Mostrar la carpeta que se copia y la clave que se entrega aparte
cli-command-ledger-verify = Verificar una copia de un registro, o una prueba, sin nada más; dice qué asiento se tocó
cli-command-ledger-prove = Escribir la prueba de que un asiento figura en el registro
cli-argument-ledger-folder = Una copia de la carpeta de un registro, o un archivo de prueba
cli-argument-ledger-entry = El número del asiento, desde 0
cli-option-key = La clave que se entregó aparte de la copia
cli-option-checkpoint = Un punto de verificación que se guardó antes; puede darse varias veces

ledger-entries = Asientos: { $n }; raíz { $root }
ledger-folder = Carpeta que se copia: { $path }
ledger-key = Clave, que se entrega aparte de la copia: { $key }
ledger-proved = La prueba del asiento { $index } se escribió en { $path }
ledger-whole =
    { $n ->
        [one] No se tocó nada. Concuerda con { $n } punto de verificación firmado.
        [many] No se tocó nada. Concuerda con { $n } de puntos de verificación firmados.
       *[other] No se tocó nada. Concuerda con { $n } puntos de verificación firmados.
    }
ledger-erased =
    { $n ->
        [one] Se borró el texto de { $n } asiento, y un asiento posterior lo dice.
        [many] Se borraron los textos de { $n } de asientos, y asientos posteriores lo dicen.
       *[other] Se borraron los textos de { $n } asientos, y asientos posteriores lo dicen.
    }
ledger-key-of-the-folder = No se dio ninguna clave: se usó la de la copia. Compárela con la que se entregó: { $key }
ledger-proof-holds = El asiento { $index } figura en el registro { $origin } de { $n } asientos:
ledger-proof-broken = { $path } no prueba nada
ledger-key-wanted = { $path } es una prueba: indique la clave del registro con --key
ledger-not-a-key = { $key } no es la clave de un registro: «sanad ledger show» la muestra
ledger-entry-unknown = El registro no tiene el asiento { $index }, o su texto se borró
ledger-folder-changed = El registro en { $path } no es lo que se escribió; guarde una copia y después apártelo

ledger-finding-key = La clave fue modificada: { $what }
ledger-finding-checkpoint = El punto de verificación { $path } no es válido: { $what }
ledger-finding-body = Asiento { $index }: su texto fue modificado
ledger-finding-entry = Asiento { $index }: el asiento fue modificado
ledger-finding-hash = Asiento { $index }: su hash fue modificado
ledger-finding-body-gone = Asiento { $index }: su texto desapareció, y ningún asiento dice que se haya borrado
ledger-finding-tile = { $path } fue modificado; de él dependen los asientos { $first } a { $last }
ledger-finding-rewritten = Este no es el registro que se firmó: un asiento entre { $first } y { $last } fue modificado
ledger-finding-cut-short = El registro fue recortado: un punto de verificación firmado tiene { $n } asientos
ledger-finding-unexpected = { $path } no pertenece al registro
