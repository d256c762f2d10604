# What was asked: without it nobody can read what was not found.

covered-altered = Copies altérées : { $how }
covered-radius = Les aspects ont été comparés jusqu’à un écart de { $bits } sur 256, et rien en deçà n’a échappé
covered-no-looks = Aucun aspect n’a été comparé
covered-list = { $name } ({ $version }) : MD5 { $md5 }, SHA-1 { $sha1 }, SHA-256 { $sha256 }, PDQ { $looks } ; vidéos { $videos }, leurs images { $frames } ; approchant jusqu’à { $threshold } sur 256
covered-list-nothing = Rien sur cette liste ne peut lui être comparé : qu’il n’y figure pas ne dit rien
covered-own = Fichiers de cette unité : PDQ { $looks }, approchant jusqu’à { $bits } sur 256

not-asked-digests-none-listed = Elle ne contient ni MD5, ni SHA-1, ni SHA-256 : rien n’y est trouvé par ses octets
not-asked-looks-none-listed = Elle ne contient aucun aspect : ni correspondance approchante ni copie altérée ne peut y être trouvée
not-asked-looks-set-aside = Elle sert à écarter les logiciels connus et n’est comparée que par SHA-1 et SHA-256
not-asked-videos-none-listed = Elle ne contient aucune vidéo
not-asked-altered-switched-off = Les copies altérées n’ont pas été recherchées : son propriétaire l’a désactivé
not-asked-altered-known-already = Les copies altérées n’ont pas été recherchées : elle connaît déjà le fichier

not-brought-looks-none-brought = Comparé par empreintes exactes seulement : il n’a pas d’aspect
not-brought-looks-low-quality = Comparé par empreintes exactes seulement : son aptitude à la comparaison est trop faible
not-brought-altered-none-brought = Il n’a pas été recherché comme copie altérée : on n’en a pas de vues

find-nothing-comparable = Sur aucune des listes consultées, rien ne peut lui être comparé
find-held-altered =
    { $exhibits ->
        [one] Dans { $exhibits } scellé de cette unité : copie altérée possible, à confirmer : { $file }, écart { $distance } sur 256 ({ $view })
        [many] Dans { $exhibits } de scellés de cette unité : copie altérée possible, à confirmer : { $file }, écart { $distance } sur 256 ({ $view })
       *[other] Dans { $exhibits } scellés de cette unité : copie altérée possible, à confirmer : { $file }, écart { $distance } sur 256 ({ $view })
    }
find-held-more =
    { $files ->
        [one] { $files } autre copie altérée possible dans des scellés de cette unité, nommée avec --json
        [many] { $files } d’autres copies altérées possibles dans des scellés de cette unité, nommées avec --json
       *[other] { $files } autres copies altérées possibles dans des scellés de cette unité, nommées avec --json
    }
