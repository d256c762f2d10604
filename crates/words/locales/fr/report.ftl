# Le rapport imprimé.

report-title = Rapport de tri
report-exhibit = { term-exhibit.title }
report-exhibit-number = Numéro du scellé
report-exhibit-id = Identifiant dans ce système
report-authority = Base légale
report-seal = Cachet
report-examiner = Analyste en criminalistique numérique
report-kind = Forme
report-kind-folder = un dossier
report-kind-file = un fichier
report-kind-hash-only = une liste d’empreintes de fichiers ; les fichiers eux-mêmes n’ont pas été vus ici
report-root = Emplacement
report-manifest = Inventaire avant et après (SHA-256)
report-not-recorded = non consigné
report-recorded = consignée, non communiquée
report-withheld = non communiqué
report-name-withheld = nom masqué
report-names-masked = Les noms et chemins de fichiers sont masqués sur cette page : ils peuvent blesser et permettre d’identifier un enfant. Le numéro de ligne désigne le même fichier dans le rapport JSON lines de ce tri.
report-how-made = Comment ce rapport a été établi
report-program = Programme
report-version = { $program }, commit { $commit }
report-audience = Établi pour
report-dated = Daté du
report-settings = Réglages
report-decoders = Décodeurs
report-self-test = Autotest
report-cage = Confinement
report-caged = Les décodeurs ont fonctionné sans réseau et sans accès à d’autres fichiers
report-list-name = Liste
report-list-purpose = { term-purpose.title }
report-list-rows = Lignes utilisées
report-list-refused = Lignes refusées
report-list-threshold = Seuil (sur 256)
report-list-sha256 = Format et SHA-256 du fichier de la liste
report-covered = Ce qui a été recherché
report-counts = Nombres : fichiers distincts et emplacements où ils se trouvent
report-column-outcome = Résultat
report-column-files = Fichiers
report-column-places = Emplacements
report-column-row = Ligne
report-column-file = Fichier
report-column-why = Pourquoi
report-column-reason = Raison
report-known-title = Connus : figurent sur une liste
report-known-about = Les octets de ces fichiers sont ceux d’une entrée d’une liste. Ce que le propriétaire dit de l’entrée est cité tel quel.
report-near-title = Correspondances approchantes, à confirmer
report-near-about = Ces fichiers ressemblent à une entrée d’une liste. C’est une indication non confirmée, pas un verdict : une personne doit comparer et confirmer.
report-altered-title = Copies altérées possibles, à confirmer
report-altered-about = Ces fichiers ressemblent à une entrée d’une liste une fois défait un rognage, une inversion, un encadrement ou semblable. C’est une indication non confirmée, pas un verdict : une personne doit comparer et confirmer.
report-worth-title = À regarder
report-worth-about = Aucune correspondance : ces fichiers sont plus loin d’une entrée qu’une correspondance ne le permet, et assez près pour qu’une personne les compare. Ils sont comptés sous leur résultat.
report-worth = Pas de correspondance : écart { $distance } sur 256 ; { $view }
report-held-title = Détenu dans ce nœud : appelez l’unité
report-held-about = Ces fichiers sont inconnus des listes consultées et sont détenus dans une affaire de ce nœud que vous ne pouvez pas voir. Appelez l’unité avant de les traiter comme nouveaux.
report-new-title = Images et vidéos nouvelles
report-new-about = Nouveau veut dire : absent des listes consultées. Personne n’a encore regardé ces fichiers. Les fichiers qui se ressemblent sont regroupés.
report-set-aside-title = Écartés de l’examen
report-set-aside-about = Logiciels connus et semblables. Ils sont comptés ici et nommés dans le rapport JSON lines.
report-unreadable-title = Illisibles
report-unreadable-about = Leurs octets n’ont pas tous pu être lus : rien ne peut être dit de leur contenu.
report-not-examined-title = Non examinés, ou pas entièrement
report-not-examined-about = Ce qu’une personne doit ouvrir par d’autres moyens avant de dire qu’il ne s’y trouve rien.
report-none = Aucun.
report-no-group = Hors groupe
report-claim-exact = Correspondance exacte : { $hash } identique
report-claim-near = Correspondance approchante, à confirmer : écart { $distance } sur 256, seuil { $threshold }
report-claim-altered = Copie altérée possible, à confirmer : écart { $distance } sur 256, seuil { $threshold }
report-claim-view = Ce qui semble avoir été fait : { $view }
report-claim-quality = Aptitude à la comparaison : { $quality } sur 100
report-claim-thumbnail = C’est la vignette incorporée qui correspond, pas l’image entière
report-claim-frame = C’est l’image affichée à { $at } qui correspond
report-claim-contradicted = Une empreinte plus forte de cette entrée la contredit : elle ne compte pas
report-claim-set-aside = Cette liste sert à écarter les logiciels connus
report-label-call = Détenu dans ce nœud ; appelez
report-label-list = Liste
report-label-version = version
report-label-entry = Entrée
report-label-row = ligne
report-label-category = Catégorie
report-label-words = Mots du propriétaire
report-label-target = Pointe vers
report-label-detail = Message du système
report-end = Fin du rapport
report-bytes =
    { $bytes ->
        [one] { $bytes } octet
        [many] { $bytes } d’octets
       *[other] { $bytes } octets
    }
report-stack =
    { $files ->
        [one] Groupe de quasi-doublons : { $files } fichier
        [many] Groupe de quasi-doublons : { $files } de fichiers
       *[other] Groupe de quasi-doublons : { $files } fichiers
    }
report-more-files =
    { $files ->
        [one] Et encore { $files } fichier, nommé dans le rapport JSON lines
        [many] Et encore { $files } de fichiers, nommés dans le rapport JSON lines
       *[other] Et encore { $files } fichiers, nommés dans le rapport JSON lines
    }
report-seen-in =
    { $exhibits ->
        [one] Vu dans { $exhibits } scellé
        [many] Vu dans { $exhibits } de scellés ; cela seul n’établit aucun lien
       *[other] Vu dans { $exhibits } scellés ; cela seul n’établit aucun lien
    }

# Stands between a label and what is said of it.
report-colon = { " " }:
# Stands between two things that are said of one.
report-comma = ,

# Settings that change an answer: what each is called, and what its values mean.
setting-stack-threshold-bits = Plus grand écart dans un groupe de quasi-doublons, sur 256
setting-video-frames = Images d’une vidéo qui sont comparées
setting-video-frames-key-frames = images clés
setting-video-frames-every-second = une par seconde
setting-video-frames-all = toutes
setting-quality-min = Aptitude minimale à la comparaison, sur 100
setting-turned-and-mirrored = Copies tournées et en miroir
setting-turned-and-mirrored-searched = recherchées
setting-search = Copies altérées
setting-search-plain = non recherchées
setting-search-altered = recherchées, environ 64 vues d’une image
setting-search-thorough = recherchées à fond, environ 256 vues d’une image
setting-search-exhaustive = recherchées de façon exhaustive, environ 1 024 vues d’une image
setting-screen = Criblage des images JPEG
setting-screen-on = criblées d’abord ; relevées exactement là où une entrée des listes peut leur ressembler
setting-flavour = De qui viennent les catégories d’un rapport VICS
setting-shared-with-partner = Communiqué malgré tout au partenaire
setting-words-withheld-of-lists = Mots des propriétaires non communiqués, selon les règles de diffusion des listes
