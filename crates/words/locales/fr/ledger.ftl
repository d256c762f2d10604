# `sanad ledger` : le registre de ce qui a été fait ici, sa copie et sa preuve.

cli-command-ledger = Le registre : où il se trouve, si une copie en est intacte, preuve d’une inscription
cli-command-ledger-show = Afficher le dossier à copier et la clé à remettre séparément
cli-command-ledger-verify = Vérifier une copie d’un registre, ou une preuve, sans rien d’autre ; dit quelle inscription a été touchée
cli-command-ledger-prove = Écrire la preuve qu’une inscription figure dans le registre
cli-argument-ledger-folder = Une copie du dossier d’un registre, ou un fichier de preuve
cli-argument-ledger-entry = Le numéro de l’inscription, à partir de 0
cli-option-key = La clé remise séparément de la copie
cli-option-checkpoint = Un point de contrôle emporté auparavant ; peut être donné plusieurs fois

ledger-entries = Inscriptions : { $n } ; racine { $root }
ledger-folder = Dossier à copier : { $path }
ledger-key = Clé, à remettre séparément de la copie : { $key }
ledger-proved = La preuve de l’inscription { $index } a été écrite dans { $path }
ledger-whole =
    { $n ->
        [one] Rien n’a été touché. Accord avec { $n } point de contrôle signé.
        [many] Rien n’a été touché. Accord avec { $n } de points de contrôle signés.
       *[other] Rien n’a été touché. Accord avec { $n } points de contrôle signés.
    }
ledger-erased =
    { $n ->
        [one] Le texte de { $n } inscription a été effacé, et une inscription ultérieure le dit.
        [many] Les textes de { $n } d’inscriptions ont été effacés, et des inscriptions ultérieures le disent.
       *[other] Les textes de { $n } inscriptions ont été effacés, et des inscriptions ultérieures le disent.
    }
ledger-key-of-the-folder = Aucune clé n’a été donnée : celle de la copie a servi. Comparez-la à celle qui a été remise : { $key }
ledger-proof-holds = L’inscription { $index } figure dans le registre { $origin } de { $n } inscriptions :
ledger-proof-broken = { $path } ne prouve rien
ledger-key-wanted = { $path } est une preuve : donnez la clé du registre avec --key
ledger-not-a-key = { $key } n’est pas la clé d’un registre : « sanad ledger show » l’affiche
ledger-entry-unknown = Le registre n’a pas d’inscription { $index }, ou son texte a été effacé
ledger-folder-changed = Le registre dans { $path } n’est pas ce qui a été écrit ; gardez-en une copie, puis mettez-le de côté

ledger-finding-key = La clé a été modifiée : { $what }
ledger-finding-checkpoint = Le point de contrôle { $path } ne tient pas : { $what }
ledger-finding-body = Inscription { $index } : son texte a été modifié
ledger-finding-entry = Inscription { $index } : l’inscription a été modifiée
ledger-finding-hash = Inscription { $index } : son empreinte a été modifiée
ledger-finding-body-gone = Inscription { $index } : son texte a disparu, et aucune inscription ne dit qu’il a été effacé
ledger-finding-tile = { $path } a été modifié ; les inscriptions { $first } à { $last } en dépendent
ledger-finding-rewritten = Ce n’est pas le registre qui a été signé : une inscription de { $first } à { $last } a été modifiée
ledger-finding-cut-short = Le registre a été tronqué : un point de contrôle signé compte { $n } inscriptions
ledger-finding-unexpected = { $path } n’appartient pas au registre
