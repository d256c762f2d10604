# The pages of the casebook: search, reports received, cases, series, victims, persons, things, clues, links and clocks.

room-search = Recherche
room-reports = Signalements reçus
room-cases = Affaires
room-series = Séries d’images
room-victims = Victimes
room-persons = Personnes
room-things = Lieux, comptes, appareils
room-clues = Indices
record-id = Identifiant
record-unit = Unité propriétaire
record-circle = Vu par
record-handling = Règles d’usage
record-cases = Dans vos affaires
record-state = État
record-written-down = Noté par
circle-unit = l’unité et les personnes de ses affaires
circle-cases = les seules personnes de ses affaires
list-filter = Ce qui est montré
list-all = Tous
list-more = Plus anciens
field-reason = Motif, en toutes lettres
field-reason-maybe = Motif, s’il y en a un à noter
into-case = Affaire concernée : numéro ou identifiant (facultatif)
into-closed-circle = Seules les personnes de ses affaires le voient, pas toute l’unité
noun-file = Fichier
noun-exhibit = Scellé
noun-series = Série d’images
noun-victim = Victime
noun-person = Personne
noun-place = Lieu
noun-account = Compte
noun-device = Appareil
noun-address = Adresse internet
noun-clue = Indice
noun-incoming = Signalement reçu
noun-case = Affaire
noun-lead = Piste d’enquête
noun-operation = Opération
noun-outcome = Résultat
noun-link = Lien
noun-grading = Classification
noun-clock = Délai
noun-unit = Unité
noun-user = Collègue
nouns-file = Fichiers
nouns-exhibit = Scellés
nouns-series = Séries d’images
nouns-victim = Victimes
nouns-person = Personnes
nouns-place = Lieux
nouns-account = Comptes
nouns-device = Appareils
nouns-address = Adresses internet
nouns-clue = Indices
nouns-incoming = Signalements reçus
nouns-lead = Pistes d’enquête
nouns-operation = Opérations
nouns-grading = Classifications
nouns-unit = Unités
nouns-user = Collègues
links-title = Liens
links-none = Rien n’est encore relié ici, dans la limite de ce que vous pouvez voir.
links-draw = Voir ce qui l’entoure, en dessin et en tableau
links-says = Ce qu’il dit
links-other = Autre fiche
links-sure = Degré de certitude
links-evidence = Éléments à l’appui
links-evidence-withheld = Il s’appuie sur ce que votre rôle ne vous permet pas de voir.
links-said = Qui le dit
links-from-there = Depuis là-bas :
links-from = De
links-to = Vers
links-take-back = Retirer
links-taken-back = Liens retirés
links-add = Ajouter un lien
links-direction = Sens
links-begins-here = Il part d’ici
links-leads-here = Il mène ici
links-other-id = Autre fiche : code, nom ou identifiant
links-statement = Ce qui a été déclaré, en toutes lettres
links-evidence-ids = Éléments à l’appui, un par ligne : signalements et indices par leurs mots, fichiers et liens par identifiant
links-path = Ce qui relie deux fiches
links-path-to = Ce qui le relie à cette fiche : code, nom ou identifiant
links-path-find = Chercher le plus court chemin
pick-find = Trouver une fiche par code ou par nom
pick-which = De quelle fiche s’agit-il ?
pick-none-of-these = Aucune : ce qui est écrit ci-dessous
pick-none = Rien de ce que vous pouvez voir ne porte ce nom.
pick-more = Il y en a d’autres. Continuez à écrire.
links-around = Ce qui entoure une fiche
links-steps = Jusqu’où
links-steps-n =
    { $n ->
        [one] { $n } pas
        [many] { $n } pas
       *[other] { $n } pas
    }
links-more-than-drawn = Il y a plus que ce qui est montré ici. Partez d’une autre fiche pour voir le reste.
links-drawing = Dessin
links-drawing-keys = Les flèches vont d’une fiche à l’autre, Entrée en ouvre une, Début revient à la première. Tout ce qui est dessiné figure aussi dans le tableau.
links-drawing-none = Rien à dessiner.
links-zoom-in = Agrandir
links-zoom-out = Réduire
links-zoom-fit = Tout montrer
links-table = La même chose en tableau
links-back = Retour
links-map = Carte
links-map-keys = Les flèches déplacent la carte, plus et moins en changent la taille. Tout ce qu’elle montre figure aussi dans le tableau ci-dessous.
links-map-note = Terres et frontières sont tracées d’après Natural Earth, pour se repérer. Aucune frontière n’est approuvée.
links-map-disputed-dashed = Les frontières que quelqu’un conteste sont en pointillés.
links-map-disputed-hidden = Les frontières que quelqu’un conteste ne sont pas tracées.
links-map-what = Lieu ou fichier
links-map-position = Latitude et longitude
links-map-no-position = non connues
links-map-by-record = la personne qui a enregistré le lieu
links-map-by-camera = l’appareil, dans le fichier
links-timeline = Chronologie
links-timeline-hint = Un appareil peut être mal réglé : l’heure d’un fichier est celle que son appareil indique.
links-timeline-zone = fuseau horaire inconnu
links-timeline-earlier =
    { $n ->
        [one] { $n } entrée antérieure n’est pas affichée.
        [many] { $n } entrées antérieures ne sont pas affichées.
       *[other] { $n } entrées antérieures ne sont pas affichées.
    }
happened-made = Enregistrement
happened-state = Nouvel état
happened-linked = Lien
happened-limit-began = Début du délai
happened-limit-met = Fin du délai : fait
happened-limit-stopped = Délai arrêté
happened-reported = Faits, selon le signalement
happened-taken = Prise, selon l’appareil
path-from = De cette fiche : code, nom ou identifiant
path-to = À cette fiche : code, nom ou identifiant
path-found =
    { $n ->
        [one] { $n } pas les sépare
        [many] { $n } pas les séparent
       *[other] { $n } pas les séparent
    }
path-not-linked = Rien de ce que vous pouvez voir ne les relie.
path-stopped =
    { $n ->
        [one] { $n } fiche a été examinée sans lien entre elles ; il en reste, ce n’est donc pas une réponse.
        [many] { $n } fiches ont été examinées sans lien entre elles ; il en reste, ce n’est donc pas une réponse.
       *[other] { $n } fiches ont été examinées sans lien entre elles ; il en reste, ce n’est donc pas une réponse.
    }
confidence-certain = certain
confidence-likely = probable
confidence-guess = supposition
evidence-file = Fichier
evidence-match = Correspondance
evidence-likeness = Ressemble à cet élément
evidence-report = Signalement reçu
evidence-clue = Indice
evidence-statement = Déclaration
evidence-link = Autre lien
evidence-judgment = Décision d’un tribunal ou du parquet
link-kind-depicts = montre
link-kind-belongs-to-series = appartient à la série
link-kind-same-series = est la même série que
link-kind-taken-at = a été fait à
link-kind-taken-with = a été fait avec
link-kind-found-on = a été trouvé sur
link-kind-distributed-by = a été transmis par
link-kind-seized-as = a été saisi comme
link-kind-used-by = est utilisé par
link-kind-owned-by = appartient à
link-kind-lives-at = habite ou a habité à
link-kind-has-access-to = a accès à
link-kind-harmed-by = aurait subi un préjudice de
link-kind-contact-of = connaît ou écrit à
link-kind-same-person = est le même être humain que
link-kind-same-thing = est la même chose que
link-kind-hosted-on = est hébergé par
link-kind-mentioned-in = est mentionné dans
link-kind-seen-in = a été vu ou entendu dans
link-kind-points-to = mène à
link-kind-part-of-case = fait partie de l’affaire
link-kind-related-case = a un point commun avec l’affaire
link-kind-part-of-operation = fait partie de l’opération
link-kind-outcome-of = est un résultat de
done-link-added = Le lien est ajouté.
done-link-taken-back = Le lien est retiré. Il reste lisible.
clocks-title = Délais
clock-paused-since = suspendu depuis { $when }
clock-met-at = fait à temps, { $when }
clock-met-late-at = fait trop tard, { $when }
clock-stopped-at = arrêté { $when }
clock-risk = Risque pour l’enfant :
clock-started = Déclenché par
clock-written-down = Noté par
risk-low = faible
risk-medium = moyen
risk-high = élevé
risk-very-high = très élevé
met-told = Le service de protection a été informé :
met-accepted = Le service a accepté ; sa référence :
met-refused = Le service a refusé ; son motif :
met-record = Attesté par
clock-tell = Le service de protection a été informé
clock-told-whom = Qui : le service, et la personne qui a pris l’appel
clock-told-now = Si ce n’est pas à l’instant, dites depuis combien de temps.
clock-told-minutes = Il y a combien de minutes
clock-told-do = Noter que le service a été informé
clock-answer = Le service a répondu
clock-accepted-reference = Sa référence
clock-accepted-do = Il a accepté
clock-refused-reason = Pourquoi il a refusé, selon ses mots
clock-refused-do = Il a refusé
clock-meet = Ce qu’il attend est fait
clock-shown-record = La fiche qui l’atteste : code, nom ou identifiant
clock-meet-do = Noter que c’est fait
clock-pause = Suspendre
clock-resume = Laisser repartir
clock-stop = Arrêter définitivement
clock-because = Pour quel motif prévu
pause-reason-court-order = un tribunal ou le parquet a ordonné d’attendre
pause-reason-other-country = la réponse d’un autre pays a été demandée
pause-reason-child-cannot-be-reached = l’enfant ne peut être joint actuellement
pause-reason-other-service = la réponse d’un autre service a été demandée
stop-reason-service-already-holds = le service s’occupait déjà de cet enfant
stop-reason-other-country-holds = l’enfant est dans un autre pays, dont l’unité a répondu
stop-reason-not-a-child = la personne n’est pas un enfant
stop-reason-same-child-elsewhere = une autre fiche du même enfant porte le même délai
stop-reason-recorded-in-error = la fiche a été créée par erreur
stop-reason-record-erased = ce dont il s’agissait a été effacé
stop-reason-nothing-left-to-preserve = le contenu a été récupéré ou n’est plus conservé
stop-reason-plan-ended = le service a mis fin à l’accompagnement
done-clock-told = Il est noté que le service a été informé.
done-clock-answered = La réponse du service est notée.
done-clock-met = Il est noté que c’est fait.
done-clock-paused = Le délai est suspendu.
done-clock-resumed = Le délai court à nouveau.
done-clock-stopped = Le délai est arrêté.
cases-none = Aucune affaire que vous puissiez voir.
case-number = Numéro de l’affaire
case-legal-basis = Base légale
case-titled = Affaire { $number }
case-what = L’affaire
case-state-open = ouverte
case-state-closed = close
case-open = Ouvrir une affaire
case-disclosure = Dossier de communication, à imprimer
case-holds = Ce qu’elle contient
case-holds-nothing = Rien encore, dans la limite de ce que vous pouvez voir.
case-holds-more =
    { $n ->
        [one] et { $n } de plus
        [many] et { $n } de plus
       *[other] et { $n } de plus
    }
case-add = Y ajouter des fiches
case-add-ids = Fiches, une par ligne : code, nom ou identifiant
case-people = Qui y travaille
case-until = jusqu’à { $when }
case-leave = Retirer de l’affaire
case-join-who = Qui rejoint
case-join = Faire entrer
case-outcomes = Ce qui en est résulté
case-outcomes-none = Rien n’est encore enregistré.
case-close = Clore l’affaire
case-close-outcome = Ce qui en est résulté
case-close-words = En toutes lettres, si nécessaire
case-reopen = Rouvrir l’affaire
case-hand-over = Transférer l’affaire
case-hand-over-to = À quelle unité
case-history = Son déroulement
outcome-kind-child-identified = enfant identifié
outcome-kind-child-protected = enfant mis à l’abri
outcome-kind-arrest = arrestation
outcome-kind-charge = mise en accusation
outcome-kind-conviction = condamnation
outcome-kind-cleared = acquittement ou mise hors de cause
outcome-kind-removed = contenu retiré
outcome-kind-transferred = transmise à une autre unité ou un autre pays
outcome-kind-no-crime = pas d’infraction
outcome-kind-unresolved = tout a été fait et l’enfant reste inconnu
figure-provisional = provisoire
figure-confirmed = confirmé
figure-withdrawn = retiré
outcome-checked = Vérifié par
outcome-confirm = Confirmer
outcome-withdraw = Retirer
done-case-opened = L’affaire est ouverte.
done-case-filled = Les fiches sont dans l’affaire.
done-case-staffed = L’équipe de l’affaire est modifiée.
done-case-closed = L’affaire est close. Son résultat est provisoire jusqu’à ce qu’une autre personne le confirme.
done-case-reopened = L’affaire est rouverte.
done-case-handed-over = L’affaire est transférée à l’autre unité.
done-outcome-confirmed = Le résultat est confirmé.
done-outcome-withdrawn = Le résultat est retiré. Il reste lisible.
series-none = Aucune série d’images que vous puissiez voir.
series-name = Nom
series-titled = Série d’images : { $name }
series-what = La série
series-open = Ouvrir une série
series-opened = Ouverte par
series-also = Ne fait qu’une avec
series-status-identified = Identifiée : on sait qui est l’enfant, ou l’un des enfants.
series-status-worked-on = En cours de traitement par { $units }
series-status-not-known = Inconnu : rien ici ne dit que quelqu’un y travaille.
series-status-hint = Dans la limite de ce que vous pouvez voir ici.
series-members = Éléments
series-members-count =
    { $n ->
        [one] { $n } fichier
        [many] { $n } de fichiers
       *[other] { $n } fichiers
    }
series-members-more =
    { $n ->
        [one] et { $n } de plus
        [many] et { $n } de plus
       *[other] et { $n } de plus
    }
series-member = Fichier, par son empreinte
series-files = Fichiers par leur empreinte, un par ligne
series-add = Ajouter des fichiers
series-merge = Fusionner avec une autre série
series-merge-what = Les deux séries demeurent ; celle-ci donne le nom. La fusion peut être annulée.
series-merge-other = L’autre série : nom ou identifiant
series-split = Déplacer des fichiers vers une autre série
series-split-into = Vers quelle série : nom ou identifiant
series-clues = Indices
series-clues-none = Aucun indice n’est encore noté.
series-history = Ce qui lui est arrivé
series-undo = Annuler
series-undone = annulé
series-change-filled =
    { $n ->
        [one] { $n } fichier ajouté
        [many] { $n } de fichiers ajoutés
       *[other] { $n } fichiers ajoutés
    }
series-change-emptied =
    { $n ->
        [one] { $n } fichier retiré
        [many] { $n } de fichiers retirés
       *[other] { $n } fichiers retirés
    }
series-change-moved =
    { $n ->
        [one] { $n } fichier déplacé
        [many] { $n } de fichiers déplacés
       *[other] { $n } fichiers déplacés
    }
series-change-merged = Fusionnée avec une autre série
series-change-unmerged = Une fusion a été annulée
series-proposals = Fichiers qui pourraient en faire partie
series-back = Revenir à la série
proposals-what = Ces fichiers ressemblent à un élément. Rien n’en découle de soi-même : une personne en prend un, ou l’écarte pour de bon.
proposals-none = Aucun.
proposals-call = Unités à appeler : elles détiennent quelque chose de cela dans des affaires que vous ne pouvez voir
proposal-file = Fichier
proposal-like = Ressemble à
proposal-like-unseen = un élément que vous ne pouvez voir
proposal-difference = Écart
proposal-bits =
    { $n ->
        [one] { $n } sur 256
        [many] { $n } sur 256
       *[other] { $n } sur 256
    }
proposal-decide = Décider
proposal-reason = Motif ; nécessaire pour écarter
proposal-take = Prendre dans la série
proposal-decline = Écarter
proposal-state-waiting = en attente
proposal-state-declined = écarté
proposal-state-taken = pris
done-series-opened = La série est ouverte.
done-series-filled = Les fichiers sont dans la série.
done-series-merged = Les séries ne font plus qu’une. Cela peut être annulé plus bas.
done-series-split = Les fichiers sont déplacés.
done-series-undone = C’est annulé.
done-proposal-taken = Le fichier est dans la série.
done-proposal-declined = Le fichier est écarté.
victims-none = Aucune fiche de victime que vous puissiez voir.
victim-code = Code
victim-titled = Victime { $code }
victim-what = L’enfant
victim-identification = Sait-on de qui il s’agit
victim-safety = Comment va l’enfant
victim-wish = Si l’enfant veut être informé de nouvelles découvertes
victim-consents = Consentements en vigueur
victim-open = Ouvrir une fiche de victime
victim-open-what = Elle reçoit le prochain code de l’unité. Un nom est noté à part, sous sa propre clé.
victim-set-safety = Dire comment va l’enfant
victim-risk = Risque, pour un enfant en danger
victim-risk-hint = Si personne ne sait, choisissez le plus élevé. Le délai pour informer le service de protection part aussitôt.
victim-identify = Dire si l’on sait de qui il s’agit
victim-partner = Quel partenaire le sait, si c’en est un autre
victim-read = Lire noms et contacts
victim-read-recorded = La lecture est enregistrée avec sa finalité, à votre nom, avant que rien ne soit montré.
victim-read-purpose = Finalité
victim-read-why = Pour quoi, en toutes lettres
victim-write = Noter des noms et un contact
victim-write-what = Cela remplace ce qui était noté. C’est scellé sous une clé propre et ne figure dans aucune liste, recherche ou exportation.
victim-contact = Contact : un numéro ou une adresse
victim-contact-of = De qui est ce contact
names-lines = Noms tels que donnés, un par ligne
names-page = Noms
names-title = Noms tels que donnés
names-recorded = Votre lecture est enregistrée avec sa finalité. La page n’est pas conservée.
names-none = Aucun nom n’a été noté.
names-contacts = Contacts
identification-unidentified = non identifié
identification-identified = identifié par cette unité
identification-identified-elsewhere = identifié ailleurs
safety-not-known = inconnu
safety-at-risk = en danger
safety-in-care = pris en charge par le service de protection
safety-safe = en sécurité, autant que le service le sache
wish-not-asked = Personne n’a encore demandé
wish-wants = Veut être informé, par : { $through }
wish-does-not-want = Ne veut pas être informé
through-victim = l’enfant
through-guardian = un parent ou tuteur
through-social-worker = un travailleur social
through-counsel = un avocat
through-advocate = un représentant de la victime
consent-notification = être informé de découvertes
consent-contact = être contacté
consent-sharing = partage de la fiche
consent-support = orientation vers un soutien
consent-impact-statement = déclaration pour un tribunal
consent-restitution = demandes de réparation
consent-public-appeal = appels au public
consent-research = recherche
consent-training = formation des agents
reading-purpose-identification = savoir ou confirmer qui est l’enfant
reading-purpose-protection = protéger l’enfant
reading-purpose-notification = informer la victime d’une découverte
reading-purpose-support = orienter la victime vers un soutien
reading-purpose-court = pour un tribunal ou le parquet
reading-purpose-restitution = pour une demande de la victime
reading-purpose-own-request = répondre à la demande de la victime
reading-purpose-correction = corriger la fiche
done-victim-opened = La fiche est ouverte.
done-safety-set = L’état de l’enfant est noté.
done-victim-identified = Il est noté si l’on sait qui est l’enfant.
done-identity-written = Les noms sont notés et scellés.
persons-none = Aucune fiche de personne que vous puissiez voir.
person-titled = Personne { $id }
person-what = La personne
person-state = Qualité
person-state-uncategorised = qualité à déterminer
person-state-suspect = suspect
person-state-accused = accusé
person-state-convicted = condamné
person-state-victim = victime
person-state-witness = témoin
person-state-contact = contact
person-state-child-with-harmful-behaviour = enfant au comportement dommageable
person-age = Âge
person-age-unknown = non précisé
person-age-under-18 = moins de 18 ans
person-age-adult = 18 ans ou plus
person-contested = contesté
person-contested-what = Ce qui est enregistré de cette personne est contesté : rien n’en est partagé ni utilisé automatiquement avant règlement.
person-open = Ouvrir une fiche de personne
person-set-state = Fixer la qualité
person-under-18-offered = Cette personne a moins de 18 ans. Une qualité qui accuse exige le motif d’un superviseur.
person-basis-what = Ce sur quoi elle repose : un élément au moins. Une correspondance que personne n’a confirmée ne suffit pas, et une condamnation exige la décision d’un tribunal.
person-basis-judgment = Référence de la décision d’un tribunal ou du parquet
person-basis-ids = Un par ligne : signalements par leurs mots, fichiers et liens par identifiant
person-although-under-18 = Je le maintiens bien que la personne ait moins de 18 ans ; le motif est le mien
person-contest = Noter une contestation
person-contest-by = Qui conteste
contested-by-person = la personne
contested-by-representative = la personne qui la représente
contested-by-partner = une autre unité ou un partenaire
contested-by-unit = cette unité
person-settle = Régler les contestations
person-read = Lire les noms
person-history = Qualités successives
person-upheld = Maintenu par un superviseur :
done-person-opened = La fiche est ouverte. La qualité de la personne est à dire à temps.
done-person-state-set = La qualité est fixée.
done-person-contested = La contestation est notée.
done-person-settled = Les contestations sont réglées.
things-none = Aucun que vous puissiez voir.
thing-what = Ce que c’est
thing-kind = Genre
thing-open = En noter un autre
thing-written = Tel qu’écrit
thing-service = Service, pour un compte
thing-country = Pays, en deux lettres
thing-place-kind = Genre de lieu, pour un lieu
thing-device-kind = Genre d’appareil, pour un appareil
thing-place = Lieu
thing-handle = Compte, par le nom choisi
thing-service-number = Compte, par le numéro du service
thing-mail = Adresse électronique
thing-phone = Numéro de téléphone
thing-device = Appareil
thing-address = Adresse internet
place-words = Nom ou rue
place-kind-home = domicile
place-kind-school = école
place-kind-work = lieu de travail
place-kind-lodging = hébergement
place-kind-vehicle = véhicule
place-kind-outdoors = en plein air
place-kind-area = zone
place-kind-unknown = inconnu
account-kind-handle = nom sur un service
account-kind-service-number = numéro d’un service
account-kind-mail = adresse électronique
account-kind-phone = numéro de téléphone
account-kind-local-phone = numéro de téléphone sans pays
device-model = Marque et modèle
device-kind-phone = téléphone
device-kind-camera = appareil photo
device-kind-computer = ordinateur
device-kind-storage = support de stockage
device-kind-network = équipement réseau
device-kind-other = autre appareil
device-key-imei = IMEI
device-key-serial = Numéro de série
device-key-mac = Adresse MAC
address-kind-url = page web
address-kind-domain = domaine
address-kind-host = hôte
address-state-known = toujours en ligne
address-state-pending = retrait demandé
address-state-removed = retiré
address-set-state = Dire ce qu’il est devenu
done-thing-opened = C’est noté.
done-address-state-set = Ce qu’elle est devenue est noté.
clues-none = Aucun indice que vous puissiez voir.
clue-titled = Indice { $id }
clue-add = Noter un indice
clue-kind = Genre
clue-words = Ce qui a été vu ou entendu, en toutes lettres
clue-language = Langue des mots, par exemple ar ou en
clue-kind-object = objet
clue-kind-text = mots écrits
clue-kind-sound = son
clue-kind-speech = parole
clue-kind-place = bâtiment, pièce ou vue
clue-kind-plant = plante
clue-kind-plug = prise électrique
clue-kind-packaging = emballage
clue-kind-uniform = uniforme
clue-kind-clothing = vêtements
clue-kind-toy = jouet
clue-kind-licence-plate = plaque d’immatriculation
clue-kind-vehicle = véhicule
clue-kind-dated = ce qui indique la date
clue-kind-weather = météo, lumière, saison
clue-kind-document = argent, billet ou document
clue-kind-art = image au mur
clue-kind-body-mark = marque sur le corps
clue-kind-other = autre chose
done-clue-added = L’indice est noté.
reports-none = Aucun signalement que vous puissiez voir.
reports-scores = Les deux notes se lisent côte à côte et ne sont jamais réunies. Un signalement avec peu de points attend comme les autres.
report-titled = Signalement reçu { $id }
report-what = Le signalement
report-received = Arrivé
report-from = De
report-queue = Attend dans
report-priority = Priorité de protection de l’enfant
report-completeness = Complétude
report-points-n =
    { $n ->
        [one] { $n } point
        [many] { $n } de points
       *[other] { $n } points
    }
report-points-of-100 =
    { $n ->
        [one] { $n } sur 100
        [many] { $n } sur 100
       *[other] { $n } sur 100
    }
report-reason = Raison
report-points = Points
report-no-reasons = Aucune raison trouvée.
report-given = Ce qu’un signalement peut donner
report-is-given = Donné
report-given-yes = oui
report-given-no = non : à demander à l’expéditeur
report-reference = Référence de l’expéditeur
report-weight = S’il suffit pour agir
report-words = Son texte
report-words-none = Il n’a pas de texte.
report-words-unread = Personne ici n’a encore lu son texte.
report-words-read = Son texte a été lu.
report-read-text = Lire le texte
report-text-will-be-recorded = La lecture est enregistrée.
report-text-recorded = Votre lecture est enregistrée. La page n’est pas conservée.
report-files = Ses fichiers par leur empreinte, un par ligne
report-viewed = Vu par l’expéditeur
report-reported = Personnes et comptes signalés, par identifiant
report-harmed = Qui a subi un préjudice, un par ligne : code ou identifiant
report-whereabouts = Lieux par leurs mots, adresses par identifiant, un par ligne
report-signs = Signes
report-youngest = Âge apparent du plus jeune enfant
report-preserved-now = L’expéditeur conserve le contenu dès maintenant
report-preserved-since = Contenu conservé depuis
report-versions = Versions
report-holds = Ce qu’il contient
report-holds-nothing = Ni fichier ni fiche, dans la limite de ce que vous pouvez voir.
report-knownness = Connu
report-take = Enregistrer un signalement
done-report-taken = Le signalement est enregistré.
report-source-provider = un fournisseur
report-source-hotline = une ligne de signalement
report-source-patrol = une patrouille en ligne
report-source-other-country = un autre pays
report-source-public = une personne du public
report-source-survivors-advocate = une personne survivante ou son représentant
weight-referral = exploitable
weight-informational = pour information
viewed-yes = oui
viewed-no = non
viewed-not-said = non précisé
knownness-new = sur aucune liste interrogée
knownness-known = sur une liste
knownness-known-viral = sur une liste, et largement diffusé
mentioned-as-reported = signalé
mentioned-as-harmed = victime du préjudice
mentioned-as-whereabouts = où
mentioned-as-otherwise = mentionné
queue-child-in-danger = un enfant en danger
queue-new-material = contenus nouveaux
queue-words = textes à lire
queue-referrals = exploitables
queue-informational = pour information
queued-because-signs-of-danger = signes de danger
queued-because-new-file = un fichier sur aucune liste
queued-because-words-unread = un texte que personne n’a lu
queued-because-from-survivor = il vient d’une personne survivante
queued-because-said-to-be-referral = l’expéditeur le dit exploitable
queued-because-only-informs = il informe seulement
sign-live-abuse = abus en cours ou diffusé en direct
sign-self-harm = un enfant pourrait se faire du mal
sign-meeting-planned = une rencontre avec un enfant est prévue
sign-access-to-child = accès à des enfants
sign-claims-of-abuse = dit avoir abusé, ou propose un enfant
sign-extortion = un enfant est menacé ou fait chanter
sign-grooming = cherche la confiance d’un enfant pour en abuser
sign-violence = violence au-delà de l’abus
sign-seems-first-hand = semble fait à domicile ou par l’enfant
youngest-0-2 = 0 à 2 ans
youngest-3-6 = 3 à 6 ans
youngest-7-10 = 7 à 10 ans
youngest-11-13 = 11 à 13 ans
youngest-14-17 = 14 à 17 ans
youngest-not-known = inconnu
priority-new-file = un fichier n’est sur aucune liste
priority-known-file = un fichier est sur une liste
priority-words-unread = un texte que personne n’a lu
priority-under-three = plus jeune enfant de moins de trois ans
priority-under-seven = plus jeune enfant de trois à six ans
priority-under-eleven = plus jeune enfant de sept à dix ans
priority-under-fourteen = plus jeune enfant de onze à treize ans
priority-under-eighteen = plus jeune enfant de quatorze à dix-sept ans
priority-reported-before = signalé une ou deux fois auparavant
priority-reported-often = signalé trois fois ou plus auparavant
priority-only-viral = seulement un fichier largement diffusé, rien d’autre n’évoque un enfant à portée
given-who-is-reported = qui est signalé
given-connection = la connexion : adresse, port et heure
given-when-it-happened = quand c’est arrivé
given-where = où
given-what-it-is-about = de quoi il s’agit
given-who-viewed = si l’expéditeur a vu chaque fichier
given-preservation = depuis quand le contenu est conservé
given-sender-reachable = l’expéditeur peut être recontacté
search-words = Chercher des mots
search-words-what = Dans les indices, signalements, lieux, pistes et séries, d’une langue à l’autre et malgré les fautes.
search-for-words = Mots
search-exact = Trouver exactement
search-exact-what = Un compte, un numéro ou une adresse se cherche pour une affaire ouverte à vous, ou pour une finalité. Ce qui a été cherché n’est noté nulle part ; que vous avez cherché, si.
search-by = Par quoi
search-written = Tel qu’écrit
search-case = Pour cette affaire ouverte : numéro ou identifiant
search-purpose = Ou pour cette finalité
search-purpose-none = aucune, il y a une affaire
search-purpose-identify-victims = identifier des victimes
search-purpose-investigate = enquêter
search-purpose-protect-a-child = protéger un enfant
search-purpose-remove-material = faire retirer du contenu
search-purpose-assess-an-incoming-report = évaluer un signalement reçu
search-do = Chercher
search-found =
    { $n ->
        [one] { $n } fiche trouvée
        [many] { $n } de fiches trouvées
       *[other] { $n } fiches trouvées
    }
search-has-more = Il y en a davantage. Cherchez plus de mots.
search-record = Fiche
search-agrees = Concordance
agrees-same = identique
agrees-same-stem = identique aux terminaisons près
agrees-alike = presque
find-by-handle = nom sur un service
find-by-service-number = numéro d’un service
find-by-mail = adresse électronique
find-by-phone = numéro de téléphone, avec l’indicatif du pays
find-by-imei = numéro de l’appareil (IMEI)
find-by-serial = numéro de série
find-by-mac = numéro de carte réseau (MAC)
find-by-address = adresse internet
find-by-case-number = numéro d’une affaire
find-by-victim-code = code d’une victime
find-by-file = empreinte du fichier (hash)
disclosure-titled = Dossier de communication de l’affaire { $number }
disclosure-print = Imprimer
disclosure-statement = Déclaration
disclosure-said = Établi par { $who }, { $unit }, d’après ce que ce système contient et qu’il lui est permis de voir.
disclosure-claims-are = Une correspondance dit qu’un fichier concorde avec une entrée d’une liste. Une correspondance approchante ou une copie peut-être modifiée est une indication et non un verdict : une personne doit comparer et confirmer. Ce que dit le propriétaire d’une liste est cité.
disclosure-new-means = Qu’un fichier ne corresponde à rien signifie : à aucune entrée des listes interrogées. Cela ne dit rien de ce qu’il montre.
disclosure-ledger = Chaque examen, correspondance et décision figure au registre vérifiable de ce système.
disclosure-incomplete = Ce dossier n’est pas complet : la personne qui l’a établi ne peut voir toutes les correspondances, classe certains fichiers à l’aveugle, ou il y en a plus qu’un dossier n’en nomme.
disclosure-dated = Daté du
disclosure-program = Programme
disclosure-matched = Ce qui a été rapproché, et comment
disclosure-files =
    { $n ->
        [one] { $n } fichier figure dans l’affaire.
        [many] { $n } de fichiers figurent dans l’affaire.
       *[other] { $n } fichiers figurent dans l’affaire.
    }
disclosure-unmatched =
    { $n ->
        [one] { $n } ne correspond à aucune entrée.
        [many] { $n } ne correspondent à aucune entrée.
       *[other] { $n } ne correspondent à aucune entrée.
    }
disclosure-no-match = Aucune correspondance n’est montrée.
disclosure-list = Liste et entrée
disclosure-how = Comment
disclosure-owners-words = Mots du propriétaire
disclosure-decided = Ce qu’une personne a décidé
disclosure-exhibits = Scellés, et comment ils ont été examinés
disclosure-no-exhibit = Aucun scellé dans l’affaire, dans la limite de ce que vous pouvez voir.
disclosure-changed = Le scellé a changé pendant l’examen.
disclosure-no-authority = Aucune autorité n’est notée pour ce scellé : ne vaut pas preuve.
disclosure-run = Examen
disclosure-begun = Début
disclosure-ended = Fin
disclosure-by-lists = Versions de listes interrogées
disclosure-all-examined = Rien n’est noté comme non examiné.
disclosure-lists = Versions des listes
disclosure-version = Version
run-state-open = en cours, ou interrompu
run-state-finished = terminé
run-state-stopped = arrêté par une personne
run-state-failed = abandonné
priority-live-abuse = abus en cours ou diffusé en direct
priority-self-harm = un enfant pourrait se faire du mal
priority-meeting-planned = une rencontre avec un enfant est prévue
priority-access-to-child = accès à des enfants
priority-claims-of-abuse = dit avoir abusé, ou propose un enfant
priority-extortion = un enfant est menacé ou fait chanter
priority-grooming = cherche la confiance d’un enfant pour en abuser
priority-violence = violence au-delà de l’abus
priority-seems-first-hand = semble fait à domicile ou par l’enfant
