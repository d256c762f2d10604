# The summary that an officer reads aloud: on the terminal and at the head of the printed report.

not-for-evidence = Aucune autorité enregistrée : ne peut servir de preuve

summary-title = Synthèse
summary-media = Images et vidéos
summary-pictures = Images
summary-videos = Vidéos
summary-others = Tout le reste

# Distinct files, and the places they were found at.
summary-count =
    { $files ->
        [0] aucun
        [one] { $files } fichier
        [many] { $files } de fichiers
       *[other] { $files } fichiers
    }{ $places ->
        [0] { "" }
        [one] , à { $places } emplacement
        [many] , à { $places } d’emplacements
       *[other] , à { $places } emplacements
    }
summary-new = Nouveau, inconnu des listes consultées : { summary-count }
summary-held-in-this-node = Détenu dans ce nœud, dans une affaire d’une unité à appeler : { summary-count }
summary-known = Connu, ses octets figurent sur une liste : { summary-count }
summary-near = Correspondance approchante, à confirmer par une personne : { summary-count }
summary-altered = Copie altérée possible, à confirmer par une personne : { summary-count }
summary-set-aside = Connu, écarté de l’examen : { summary-count }
summary-unreadable = Illisible : { summary-count }

summary-stacks =
    { $stacks ->
        [0] Aucun groupe de quasi-doublons
        [one] { $stacks } groupe de quasi-doublons
        [many] { $stacks } de groupes de quasi-doublons
       *[other] { $stacks } groupes de quasi-doublons
    }{ $files ->
        [0] { "" }
        [one] , { $files } fichier en tout
        [many] , { $files } de fichiers en tout
       *[other] , { $files } fichiers en tout
    }
summary-seen-elsewhere =
    { $files ->
        [0] Aucun fichier ne se trouve aussi dans un autre scellé de cette unité
        [one] { $files } fichier se trouve aussi dans un autre scellé de cette unité ; cela seul n’établit aucun lien
        [many] { $files } de fichiers se trouvent aussi dans un autre scellé de cette unité ; cela seul n’établit aucun lien
       *[other] { $files } fichiers se trouvent aussi dans un autre scellé de cette unité ; cela seul n’établit aucun lien
    }
summary-worth-a-look =
    { $files ->
        [0] Aucun autre fichier ne mérite un regard à côté d’une entrée d’une liste
        [one] { $files } fichier mérite un regard à côté d’une entrée d’une liste ; ce n’est pas une correspondance
        [many] { $files } de fichiers méritent un regard à côté d’une entrée d’une liste ; ce n’est pas une correspondance
       *[other] { $files } fichiers méritent un regard à côté d’une entrée d’une liste ; ce n’est pas une correspondance
    }

summary-screened =
    { $files ->
        [0] Aucune image n’a été seulement criblée
        [one] { $files } image a seulement été criblée : rien sur ces listes ne lui ressemble ; son aspect n’a pas été relevé
        [many] { $files } d’images ont seulement été criblées : rien sur ces listes ne leur ressemble ; leur aspect n’a pas été relevé
       *[other] { $files } images ont seulement été criblées : rien sur ces listes ne leur ressemble ; leur aspect n’a pas été relevé
    }

summary-not-examined = Non examiné, ou pas entièrement, et pourquoi
summary-not-examined-none = Rien n’a été laissé de côté
summary-not-examined-reason =
    { $places ->
        [one] { $places } emplacement : { $reason }
        [many] { $places } d’emplacements : { $reason }
       *[other] { $places } emplacements : { $reason }
    }

summary-bytes = Octets : lus { $read } + laissés de côté { $skipped } + illisibles { $unreadable } = total { $total }
summary-bytes-inside-archives = En plus, octets lus à l’intérieur d’archives : { $bytes }

summary-lists-asked = Listes consultées
summary-lists-none = Aucune liste consultée : tout fichier lisible est nouveau
summary-list =
    { $rows ->
        [one] { $name } ({ $format }) : { $rows } ligne
        [many] { $name } ({ $format }) : { $rows } de lignes
       *[other] { $name } ({ $format }) : { $rows } lignes
    }{ $refused ->
        [0] { "" }
        [one] , { $refused } refusée
        [many] , { $refused } refusées
       *[other] , { $refused } refusées
    }

summary-self-test = Autotest : résultat juste { $right } fois sur { $planted }
summary-self-test-brute-force = L’index a échoué à son autotest ; toutes les comparaisons ont été faites une à une
summary-self-test-worker-wrong = L’image intégrée n’est pas revenue du décodeur avec la bonne empreinte de fichier
summary-uncaged = Les décodeurs ont fonctionné sans confinement (--uncaged)
summary-exhibit-changed = Le scellé a changé pendant l’examen : son inventaire d’après n’est pas celui d’avant
summary-match-is-a-claim = Une correspondance est une indication, non un verdict ; une correspondance approchante attend une personne
