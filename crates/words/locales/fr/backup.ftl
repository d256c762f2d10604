# Les sauvegardes, de leur création à leur destruction.
backup-made =
    { $rows ->
        [one] { $path } contient une ligne et { $entries } entrées du registre ; c’est la sauvegarde { $id }
        [many] { $path } contient { $rows } de lignes et { $entries } entrées du registre ; c’est la sauvegarde { $id }
       *[other] { $path } contient { $rows } lignes et { $entries } entrées du registre ; c’est la sauvegarde { $id }
    }
backup-until = Détruisez-la avant le { $day } et dites-le avec « sanad backup destroyed » ; jusque-là, ce qui est effacé y reste
backup-key-made = La clé secrète est dans { $path } : gardez-la loin de cette machine, et en double. Les sauvegardes se font pour { $key }
backup-said-destroyed = La sauvegarde { $id } est dite détruite
backup-begun = commencée, peut exister
backup-there = existe
backup-failed = jamais faite
backup-gone = détruite
backup-past-term = hors délai
backups-none = Aucune sauvegarde n’est connue
backups-past-term =
    { $n ->
        [one] Une sauvegarde est hors délai : détruisez-la avec toute copie, et dites-le avec « sanad backup destroyed »
        [many] { $n } de sauvegardes sont hors délai : détruisez-les avec toute copie, et dites-le avec « sanad backup destroyed »
       *[other] { $n } sauvegardes sont hors délai : détruisez-les avec toute copie, et dites-le avec « sanad backup destroyed »
    }
backup-unknown = Il n’y a pas de sauvegarde { $id }
backup-disturbed = Des listes ont changé pendant la sauvegarde ; refaites-la
backup-is-none = { $path } n’est pas une sauvegarde de ce programme
backup-wrong-key = Aucune des clés n’ouvre { $path } ; donnez celle dont la clé publique a servi à la faire
backup-no-identity = Aucune clé secrète ne peut être lue dans { $path } ; indiquez avec --identity le fichier que « sanad backup keygen » a écrit
backup-cut-short = La sauvegarde { $path } est tronquée ; prenez une autre copie
backup-changed = La sauvegarde { $path } a été modifiée, ou le disque l’a mal lue ; prenez une autre copie
backup-newer = La sauvegarde { $path } a été faite par une version plus récente ; restaurez-la avec cette version
restore-not-empty = { $path }, ou la base nommée, n’est pas vide ; rien n’est restauré par-dessus quoi que ce soit
restore-unfinished = Une restauration dans { $path } a été commencée et n’est pas finie ; relancez-la
restore-other-ledger = Le registre donné n’est pas celui de l’unité de la sauvegarde, ou on y a touché ; « sanad ledger verify » en dit plus
restored = { $path } contient la sauvegarde du { $day } : { $records } fiches, { $entries } entrées du registre, { $files } fichiers, tous vérifiés
restored-erased-again = Ce qui a été effacé depuis est effacé de nouveau : { $n } en tout. Le registre perdu avait { $entries } entrées de plus ; ce dont elles parlent est perdu
restored-not-known = Ce qui a été effacé depuis la sauvegarde ne peut être su sans le registre perdu (--ledger) : passez en revue ce qui est gardé
restored-ledger-key = Le registre continue sous une autre clé ; remettez-la à la place de la précédente : { $key }
column-made = Faite
column-until = Jusqu’au
column-backup-state = État
