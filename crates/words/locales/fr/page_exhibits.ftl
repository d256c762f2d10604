# The pages of exhibits: custody, what the files came to, the sentence that filters them, and jobs as they go.

room-exhibits = Scellés
page-exhibit = Scellé
page-jobs = Examens et reprises de listes
page-job = Une tâche
exhibits-number = { $n }
file-size-bytes =
    { $n ->
        [one] { $n } octet
        [many] { $n } d’octets
       *[other] { $n } octets
    }
file-size-kilobytes = { $n } ko
file-size-megabytes = { $n } Mo
file-size-gigabytes = { $n } Go
exhibits-no-exhibit = Aucun scellé n’a encore été examiné ici, ou aucun que vous ayez besoin de connaître.
exhibits-jobs = Examens et reprises de listes, et leur avancement
exhibit-column-number = Scellé
exhibit-column-kind = Nature
exhibit-column-place = Emplacement
exhibit-column-custody = Comme preuve
exhibit-kind-folder = dossier
exhibit-kind-file = un fichier
exhibit-kind-hash-only = listé par un laboratoire, non vu ici
custody-complete = La chaîne de conservation est complète
custody-title = Continuité de la preuve (chaîne de conservation)
custody-manifest = Empreinte de son inventaire (SHA-256)
custody-not-given = non renseigné
custody-cases = Dans les affaires
custody-ledger = Ce qui a été fait de ce scellé
custody-changed = Son inventaire après l’examen différait de celui d’avant : quelque chose a changé pendant l’examen.
custody-missing =
    { $n ->
        [one] Pas encore une preuve : il manque { $n } indication
        [many] Pas encore une preuve : il manque { $n } d’indications
       *[other] Pas encore une preuve : il manque { $n } indications
    }
custody-how = Faites-le examiner de nouveau en indiquant ce qui manque : ce qui a été trouvé reste, et ces indications figurent sur chaque document.
exhibit-counts = Ce qu’ont donné ses fichiers
exhibit-counts-what = Fichiers distincts. Connu, approchant et nouveau se disent des listes consultées ; approchant et modifié attendent une personne.
exhibit-count-outcome = Résultat
exhibit-count-media = Images et vidéos
exhibit-count-others = Tout le reste
exhibit-held-uncounted = Tant de fichiers sont nouveaux que leur détention dans une affaire de ce système est dite à chacun d’eux et n’est pas comptée ici.
exhibit-files = Fichiers
exhibit-sentence = Montrer { $kind } dont le résultat est { $outcome }, sous le dossier { $folder }, { $position }
exhibit-sentence-show = Montrer
exhibit-sentence-kind = Type de fichier
exhibit-sentence-outcome = Résultat
exhibit-sentence-folder = Dossier
exhibit-sentence-everything = tous les fichiers
exhibit-sentence-picture = les images
exhibit-sentence-video = les vidéos
exhibit-sentence-archive = les archives
exhibit-sentence-disk-image = les images de disque
exhibit-sentence-other = les autres fichiers
exhibit-sentence-anything = quelconque
exhibit-sentence-position = Position
exhibit-sentence-anywhere = avec ou sans position
exhibit-sentence-located = dont l’appareil indique le lieu
exhibit-map-what = Là où les appareils disent que les fichiers de cette page ont été créés. Cela peut être faux, et peut être falsifié.
exhibit-files-none = Aucun fichier ne répond à cette phrase.
exhibit-files-none-yet = Rien jusqu’ici ; la recherche continue à la page suivante.
file-column-place = Emplacement
file-column-size = Taille
file-column-kind = Type
file-column-outcome = Résultat
file-beneath = Ce dossier seulement
file-withheld = retenu tant que vous le classez à l’aveugle
file-why = Pourquoi
file-call = Détenu par { $unit } : appelez { $contact }
file-call-bare = Détenu par { $unit } : appelez cette unité
exhibits-next-page = Page suivante
examine-title = Faire examiner un scellé
examine-what = Il doit se trouver sous un dossier désigné à cet effet par qui administre le système. Rien n’y est écrit.
examine-path = Emplacement, sous le dossier de réception
examine-search = Étendue de la recherche de copies modifiées
examine-search-plain = telles quelles, ou tournées
examine-search-altered = modifiées : recadrées, encadrées, inclinées
examine-search-thorough = approfondie : plus lente
examine-search-exhaustive = exhaustive : la plus lente
examine-reports = Rapports à écrire
examine-report-html = rapport imprimable
examine-report-csv = tableau (CSV)
examine-report-jsonl = pour les programmes (JSON)
examine-do = L’examiner
done-job-asked = Cela se fera à son tour. Cette page en dit l’avancement.
done-job-stopped = Elle s’arrête. Ce qui a été trouvé est gardé.
jobs-none = Rien n’a encore été demandé.
job-kind-triage = Examen d’un scellé
job-kind-list-import = Reprise d’une liste
job-state-done = est faite
job-state-failed = n’a pas pu être faite
job-state-stopped = a été arrêtée
job-column-what = Quoi
job-column-state = Avancement
job-column-asked = Demandée
job-column-where = Où
job-began = Commencée
job-ended = Terminée
job-phase = En ce moment
job-phase-lists = lecture des listes
job-phase-files = examen des fichiers
job-phase-videos = prise d’images des vidéos
job-phase-matching = comparaison des fichiers aux listes
job-files =
    { $all ->
        [one] { $done } fichier examiné sur { $all }
        [many] { $done } fichiers examinés sur { $all }
       *[other] { $done } fichiers examinés sur { $all }
    }
job-before =
    { $n ->
        [one] { $n } autre avait déjà été examiné
        [many] { $n } d’autres avaient déjà été examinés
       *[other] { $n } autres avaient déjà été examinés
    }
job-bytes = { $done } lus sur { $all }
job-files-label = Fichiers examinés
job-outcome = Ce qu’elle a donné
job-not-for-evidence = Pas encore une preuve : la base légale manque.
job-rows =
    { $n ->
        [one] { $n } ligne utilisée
        [many] { $n } de lignes utilisées
       *[other] { $n } lignes utilisées
    }
job-refused =
    { $n ->
        [one] { $n } ligne refusée
        [many] { $n } de lignes refusées
       *[other] { $n } lignes refusées
    }
job-problem = Ce qui a échoué : { $code }
job-to-exhibit = Vers le scellé
job-to-list = Vers la liste
job-reports = Rapports
job-stop = L’arrêter
job-refresh = Voir où elle en est
job-live = Ceci se met à jour au fil de l’eau.
