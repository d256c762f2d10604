# Ce que disent les commandes à côté des tableaux et des résumés.

verb-list-spec = La liste « { $list } » ne peut pas être utilisée telle qu’elle est nommée : { $what }
verb-list-unusable = La liste { $list } ne peut pas être utilisée : { $what }
verb-not-a-hash = { $text } n’est ni un fichier ni une empreinte de fichier (32, 40 ou 64 chiffres hexadécimaux)
verb-list-refused =
    { $rows ->
        [one] { $rows } ligne de la liste { $list } a été refusée ; « sanad list show » la nomme
        [many] { $rows } de lignes de la liste { $list } ont été refusées ; « sanad list show » les nomme
       *[other] { $rows } lignes de la liste { $list } ont été refusées ; « sanad list show » les nomme
    }
verb-list-refused-more =
    { $rows ->
        [one] et { $rows } ligne de plus
        [many] et { $rows } de lignes de plus
       *[other] et { $rows } lignes de plus
    }
verb-list-exported = La liste { $list } a été écrite dans { $path }
verb-list-removed =
    { $versions ->
        [one] La liste { $list } a été retirée, soit { $versions } version
        [many] La liste { $list } a été retirée, soit { $versions } de versions
       *[other] La liste { $list } a été retirée, soit { $versions } versions
    }
verb-exhibit-removed = Le scellé { $id } a été retiré du dossier de l’unité ; le scellé lui-même n’a pas été touché
verb-verified =
    { $entries ->
        [one] { $path } est inchangé : SHA-256 { $sha256 }, écrit par { $run } ; le registre de { $entries } entrée est intact
        [many] { $path } est inchangé : SHA-256 { $sha256 }, écrit par { $run } ; le registre de { $entries } d’entrées est intact
       *[other] { $path } est inchangé : SHA-256 { $sha256 }, écrit par { $run } ; le registre de { $entries } entrées est intact
    }

doctor-version = Sanad { $version } (commit { $commit })
doctor-self-test = Autotest : { $right } réponses justes sur { $planted }
doctor-self-test-failed = Échec de l’autotest : { $what }
doctor-brute-force = L’index a échoué à son autotest ; chaque entrée est comparée une à une jusqu’à sa reconstruction
doctor-caged = Les décodeurs sont confinés (Landlock { $landlock }, seccomp)
doctor-uncaged = Les décodeurs ne peuvent pas être confinés sur ce système
doctor-decoder = Décodeur : { $name } { $version }
doctor-missing = Le programme auxiliaire { $tool } n’est pas installé (paquet { $package })
doctor-without-ffmpeg = Sans lui, aucune vidéo n’est comparée par l’aspect
doctor-without-heif = Sans lui, aucune image HEIC ou AVIF n’est comparée par l’aspect
doctor-without-bsdtar = Sans lui, aucune archive 7z, RAR ou tar compressée n’est ouverte
doctor-without-sqlite3 = Sans lui, aucune liste NSRL n’est reprise
doctor-disk-encrypted = Le disque qui porte le dossier de l’unité est chiffré
doctor-disk-plain = Le disque qui porte le dossier de l’unité n’est pas chiffré
doctor-disk-unknown = On ne peut pas dire si le disque qui porte le dossier de l’unité est chiffré
doctor-lists =
    { $lists ->
        [one] { $lists } liste
        [many] { $lists } de listes
       *[other] { $lists } listes
    }
doctor-exhibits =
    { $exhibits ->
        [one] { $exhibits } scellé
        [many] { $exhibits } de scellés
       *[other] { $exhibits } scellés
    }
doctor-ledger =
    { $entries ->
        [one] Le registre de { $entries } entrée est intact ; racine { $root }
        [many] Le registre de { $entries } d’entrées est intact ; racine { $root }
       *[other] Le registre de { $entries } entrées est intact ; racine { $root }
    }

verb-list-nsrl-set-aside = La liste { $list } contient des logiciels connus ; ajoutez-y « set-aside=yes », sinon ses fichiers seraient signalés comme contenus connus
custody-ask = Ce qui est demandé maintenant figure sur chaque document produit ; une réponse vide n’enregistre rien
custody-ask-authority = { term-legal-basis.title }
custody-ask-exhibit-number = Numéro de scellé
custody-ask-seal = Sceau
custody-ask-examiner = Analyste en criminalistique numérique
verb-list-no-rows = Aucune ligne de la liste { $list } n’a pu être utilisée ; « sanad list import » dit ce qui ne va pas pour chacune
verb-list-too-wide-to-screen = La liste { $list } a un seuil de { $threshold } bits, avec lequel le criblage ne peut garantir de ne rien manquer ; elle peut être consultée sans --screen
verb-triage-held =
    { $files ->
        [one] { $files } fichier inconnu des listes est détenu dans une affaire de ce nœud ; appelez { $unit }
        [many] { $files } de fichiers inconnus des listes sont détenus dans des affaires de ce nœud ; appelez { $unit }
       *[other] { $files } fichiers inconnus des listes sont détenus dans des affaires de ce nœud ; appelez { $unit }
    }
