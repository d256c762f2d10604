# What the terminal shows beside the summary: names, units, progress, tables, answers, written reports.

name-masked = ‹nom masqué›
name-masked-but-extension = ‹nom masqué›.{ $extension }
number = { $n }

unit-bytes = { $n } o
unit-kilobytes = { $n } ko
unit-megabytes = { $n } Mo
unit-gigabytes = { $n } Go
unit-terabytes = { $n } To
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min

progress-listing = Inventaire du scellé
progress-files = Lecture des fichiers
progress-videos = Lecture des vidéos
progress-lists = Importation des listes
progress-matching = Comparaison avec les listes
progress-reports = Écriture des rapports
progress-line = { $title } : { $parts }
progress-separator = ,
progress-count =
    { $done ->
        [one] { $done } fichier
        [many] { $done } de fichiers
       *[other] { $done } fichiers
    }
progress-count-of =
    { $total ->
        [one] { $done } fichier sur { $total }
        [many] { $done } fichiers sur { $total }
       *[other] { $done } fichiers sur { $total }
    }
progress-rate = { $rate }/s
progress-left = encore { $duration }

record-line = { $name } : { $value }
column-id = Identifiant
column-name = Nom
column-owner = Propriétaire
column-purpose = { term-purpose.title }
column-format = Format
column-rows = Lignes
column-refused = Refusées
column-threshold = { term-threshold.title }
column-tlp = TLP
column-version = Version
column-exhibit-number = Numéro
column-authority = { term-legal-basis.title }
column-examiner = Analyste
column-files = Fichiers
column-places = Emplacements
column-root = Où il se trouvait
lists-none = Aucune liste n’a été importée
exhibits-none = Aucun scellé n’a été examiné

find-asked = { $asked }, cherché comme { $kinds }
find-nothing =
    { $lists ->
        [0] Aucune liste n’a été consultée
        [one] Absent de la seule liste consultée ({ $lists })
        [many] Absent des { $lists } de listes consultées
       *[other] Absent des { $lists } listes consultées
    }
find-exact = Correspondance exacte : liste { $list } ({ $version }), ligne { $row }, par { $kind }
find-near = Correspondance approchante, à confirmer : liste { $list } ({ $version }), ligne { $row }, écart { $distance } sur 256 ({ $kind })
find-altered = Copie altérée possible, à confirmer : liste { $list } ({ $version }), ligne { $row }, écart { $distance } sur 256 ({ $kind })
find-worth-a-look = À regarder, pas une correspondance : liste { $list } ({ $version }), ligne { $row }, écart { $distance } sur 256 ({ $view })
find-view = Aptitude à la comparaison : { $quality } sur 100 ; ce qui semble avoir été fait : { $view }
find-set-aside = Connu, écarté de l’examen : liste { $list } ({ $version }), ligne { $row }, par { $kind }
find-quality = Aptitude à la comparaison : { $quality } sur 100 ; image { $turn }
find-thumbnail = La vignette incorporée correspond, non l’image entière
find-frame = L’image affichée à { $at }
find-entry = Entrée { $entry }
find-category = Catégorie { $code } de { $scheme }
find-words = Le propriétaire écrit, { $name } : { $said }
find-held-call = Détenu dans ce nœud ; appelez { $unit }
find-seen =
    { $exhibits ->
        [one] Dans { $exhibits } scellé de cette unité
        [many] Dans { $exhibits } de scellés de cette unité ; cela seul n’établit aucun lien
       *[other] Dans { $exhibits } scellés de cette unité ; cela seul n’établit aucun lien
    }

report-written = Rapport écrit : { $path }
report-sha256 = SHA-256 { $sha256 }
