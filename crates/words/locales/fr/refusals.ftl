# What the rules refuse: a sentence for each code, saying what was refused and what to do. Ids stand beside it, not in it.

# Files, gradings, matches
refusal-file-origin-unknown = Personne n’a indiqué que ce fichier est dessiné ou généré, et une origine inconnue ne permet pas de clore ; faites-le examiner, et enregistrez sa nature
refusal-file-real-child = Il est enregistré qu’un enfant réel figure dans ce fichier : il n’est pas clos comme dessiné ou généré ; traitez-le comme tout autre fichier
refusal-grading-has-seen-others = Un autre avis sur ce fichier a déjà été affiché ici : une classification ne serait plus indépendante ; enregistrez-la comme informée, ou confiez-la à une personne qui n’en a vu aucun
refusal-dispute-no-reason = Une contestation doit être motivée ; écrivez ce qui ne convient pas dans la classification
refusal-dispute-ungraded = Personne n’a classé ce fichier : il n’y a rien à contester ; classez-le
refusal-settling-no-reason = On ne tranche entre des avis qu’en le motivant ; écrivez pourquoi
refusal-settling-nothing-open = Il n’y a ici ni divergence d’avis ni contestation : rien n’est à trancher
refusal-settling-not-held = Plus personne ne soutient cette classification ; choisissez-en une qui est soutenue, ou classez d’abord le fichier
refusal-match-look-or-reason = Une correspondance approchante ou une copie altérée possible se confirme en voyant les deux côte à côte, ou en le motivant ; comparez-les, ou écrivez pourquoi
refusal-match-no-reason = Une correspondance n’est rejetée, et un rejet n’est annulé, qu’en le motivant ; écrivez pourquoi
refusal-match-other-bytes = Un hash plus fort de l’entrée de la liste montre que ce sont d’autres octets : il n’y a rien à confirmer ; signalez-le au propriétaire de la liste
refusal-match-unconfirmed = Personne n’a encore confirmé cette correspondance : rien ne peut s’y appuyer ; faites d’abord comparer les deux
refusal-match-rejected = Cette correspondance a été rejetée : rien ne peut s’y appuyer ; indiquez autre chose, ou faites-la réexaminer
refusal-stop-no-reason = Des correspondances ne sont retenues, puis rendues, qu’avec un motif ; écrivez pourquoi
refusal-stop-days-out-of-range = Des correspondances sont retenues de 1 à 366 jours ; choisissez un nombre de jours dans cet intervalle, et réexaminez-les ensuite
refusal-stop-distance-out-of-range = Une empreinte qui n’est pas une correspondance s’étend à 31 bits au plus, et seulement en PDQ ; donnez un nombre plus petit, ou aucun
refusal-stop-not-held = Ceci n’est pas retenu : il n’y a rien à rendre ; voyez ce qui est retenu maintenant
refusal-stack-nothing-viewed = Aucun fichier de ce groupe de quasi-doublons n’a été vu ; regardez-en d’abord un
refusal-stack-not-in-stack = Ce fichier ne fait pas partie du groupe de quasi-doublons ; classez-le séparément
refusal-stack-nothing-to-undo = Aucune classification de cette décision n’est en vigueur : il n’y a plus rien à annuler

# Links and series
refusal-link-wrong-nouns = Un lien de ce type ne mène pas de l’une de ces fiches à l’autre ; choisissez un autre type, ou d’autres fiches
refusal-link-to-itself = Une fiche n’est pas liée à elle-même ; choisissez deux fiches
refusal-link-no-evidence = Un lien doit reposer sur quelque chose ; indiquez un fichier, une correspondance confirmée, un signalement, un indice, une déclaration ou un autre lien
refusal-link-empty-statement = Une déclaration vide n’appuie rien ; écrivez ce qui a été dit, et par qui
refusal-link-leans-on-itself = Un lien ne peut pas reposer sur lui-même ; indiquez autre chose sur quoi il repose
refusal-link-already-taken-back = Ce lien a déjà été retiré ; il n’y a plus rien à faire
refusal-link-no-reason = Un lien n’est retiré qu’en le motivant ; écrivez pourquoi
refusal-series-with-itself = Une série d’images ne peut pas être fusionnée avec elle-même ; choisissez-en une autre
refusal-series-absorbed-already = Cette série d’images a déjà été fusionnée dans une autre ; fusionnez celle-ci, ou retirez d’abord la fusion
refusal-series-would-cycle = Ces deux séries d’images n’en font déjà qu’une ; pour garder l’autre nom, retirez d’abord la fusion
refusal-series-nothing-to-split = Pour scinder une série d’images, il faut au moins un fichier ; indiquez les fichiers
refusal-series-not-in-series = Un de ces fichiers ne fait pas partie de la série d’images ; ôtez-le de la liste
refusal-series-into-itself = Des fichiers ne peuvent pas être détachés vers une partie de la même série d’images ; indiquez une série extérieure à celle-ci
refusal-series-changed-since = Un lien de cette fusion ou division a été retiré entre-temps : elle ne peut pas être annulée telle quelle ; annulez d’abord la modification plus récente
refusal-proposal-no-reason = Un fichier proposé n’est rejeté, et un fichier rejeté n’est ajouté, qu’en le motivant ; écrivez pourquoi
refusal-proposal-already-declined = Ce fichier a déjà été rejeté pour cette série d’images ; il n’y a plus rien à faire
refusal-proposal-in-series-already = Ce fichier fait déjà partie de la série d’images ; si c’est une erreur, retirez son lien

# Who holds it, who may see it, how long it is kept
refusal-silence-not-the-owner = Seule l’unité chargée de l’affaire peut demander à ne pas être nommée ; adressez-vous à elle
refusal-silence-no-reason = Une unité ne reste innommée qu’en le motivant ; écrivez pourquoi
refusal-silence-no-second-person = Une seconde personne doit accepter que l’unité reste innommée ; adressez-vous à un ou une collègue
refusal-handling-not-named = Sous TLP:RED, seules les personnes nommées peuvent voir ceci ; demandez au propriétaire d’ajouter un nom
refusal-handling-red-stays = Ce qui porte TLP:RED n’est pas transmis ; demandez au propriétaire de l’envoyer
refusal-handling-too-far = La couleur des règles d’usage ne s’étend pas à ce destinataire ; demandez au propriétaire une autre couleur
refusal-handling-no-need-to-know = Ceci est réservé à qui a besoin d’en connaître ; indiquez l’affaire ou la finalité qui l’exige
refusal-handling-not-to-country = Le propriétaire n’autorise pas l’envoi à ce pays ; adressez-vous à lui
refusal-handling-not-to-unit = Le propriétaire n’autorise pas l’envoi à cette unité ; adressez-vous à lui
refusal-handling-use-not-allowed = Le propriétaire n’autorise pas cet usage, ou pas la transmission ; adressez-vous à lui
refusal-handling-country-not-said = Le propriétaire exclut certains pays ; indiquez le pays destinataire
refusal-handling-not-the-owner = Seule l’unité propriétaire fixe les règles d’usage ; adressez-vous à elle
refusal-handling-no-reason = Davantage de personnes y auraient accès ; indiquez pourquoi par écrit
refusal-handling-no-names = TLP:RED est réservé à des personnes nommées ; nommez qui peut voir ceci
refusal-handling-names-without-red = Seul TLP:RED nomme des personnes ; choisissez-le ou ne nommez personne
refusal-handling-named-elsewhere = TLP:RED nomme des personnes de l’unité propriétaire ; c’est elle qui l’envoie aux autres
refusal-handling-excludes-the-owner = L’unité propriétaire et son pays ne peuvent pas être exclus ; retirez-les
refusal-keeping-no-legal-basis = Une fiche est conservée sur une base légale ; indiquez la loi applicable
refusal-keeping-too-long = Cette durée dépasse celle que la règle permet pour cette finalité ; choisissez une date plus proche
refusal-keeping-days-out-of-order = Les dates ne sont pas dans l’ordre ; le premier jour précède le réexamen, et le réexamen précède le dernier jour
refusal-keeping-other-purpose = Cette règle concerne une autre finalité ; choisissez la règle de la finalité de cette fiche
refusal-keeping-no-reason = La durée de conservation d’une fiche ne se modifie qu’en le motivant ; écrivez pourquoi
refusal-keeping-no-more-extensions = La conservation de cette fiche a été prolongée autant que la règle le permet ; effacez-la, ou suspendez l’effacement si une loi l’exige
refusal-keeping-no-hold = Aucune suspension de l’effacement ne porte sur cette fiche : il n’y a rien à lever
refusal-keeping-on-hold = Une suspension interdit d’effacer cette fiche ; levez-la d’abord, en le motivant
refusal-keeping-not-expired = Cette fiche est conservée jusqu’à une date ultérieure ; effacez-la après cette date, ou choisissez un autre motif
refusal-keeping-not-by-itself = Cela n’est ni conservé ni effacé séparément ; effacez la fiche dont cela dépend
refusal-keeping-others-stand-in-it = Des fiches à cercle fermé ne figurent que dans ce dossier ; effacez-les d’abord, ou placez-les dans un autre dossier
refusal-exposure-not-yours = L’exposition à des contenus éprouvants n’est visible que de la personne concernée et de la personne chargée du bien-être ; la personne concernée peut la montrer
refusal-exposure-several-persons = L’exposition à des contenus éprouvants s’affiche pour une personne à la fois ; choisissez une personne

# Clocks
refusal-clock-risk-needed = Ce délai dépend de l’urgence du risque pour l’enfant ; indiquez-la, et tant que personne ne la connaît, indiquez la plus haute
refusal-clock-ended = Ce délai est terminé ; ouvrez-en un autre s’il reste quelque chose à faire
refusal-clock-late = Ce délai est dépassé, et une suspension n’y change rien ; faites ce qu’il demande, ou arrêtez-le pour un de ses motifs prévus
refusal-clock-no-pause-for = Ce délai n’est pas suspendu pour ce motif ; laissez-le courir, ou choisissez un motif que sa règle permet
refusal-clock-no-reason = Un délai n’est suspendu ou arrêté qu’avec un motif rédigé ; écrivez pourquoi
refusal-clock-paused-already = Ce délai est déjà suspendu ; faites-le d’abord reprendre
refusal-clock-not-paused = Ce délai court : il n’y a rien à reprendre
refusal-clock-out-of-order = Ce moment précède le dernier enregistrement de ce délai ; indiquez un moment plus tardif
refusal-clock-no-stop-for = Ce motif n’arrête pas ce délai ; choisissez un de ses motifs prévus
refusal-clock-not-met-by-this = Ce n’est pas ce qu’attend ce délai ; une information transmise exige à qui et quand, et un refus exige son motif
refusal-clock-lower-risk = Un risque moindre n’allonge pas un délai en cours ; laissez le risque tel quel, ou élevez-le

# Accounts, devices, addresses, places, clues
refusal-account-no-handle = Il ne reste rien de ce nom de compte sans ses signes et espaces ; écrivez le nom
refusal-account-no-mail = Ceci n’est pas une adresse électronique ; écrivez-la sous la forme nom@domaine
refusal-account-no-phone = Ceci n’est pas un numéro de téléphone ; écrivez des chiffres, avec le signe plus et l’indicatif du pays s’il est connu
refusal-device-imei-length = Cet IMEI a trop ou trop peu de chiffres ; il en compte 15, ou 14 sans la clé de contrôle, ou 16 avec la version du logiciel
refusal-device-imei-check = Le dernier chiffre de cet IMEI ne s’accorde pas avec les autres ; relisez-le, car un numéro faux désigne un autre téléphone
refusal-device-no-serial = Il ne reste rien de ce numéro de série sans ses signes et espaces ; écrivez le numéro
refusal-device-not-a-mac = Ceci n’est pas l’adresse d’une carte réseau ; elle compte 12 chiffres hexadécimaux : relisez-la
refusal-address-not-an-address = Ceci n’est pas une adresse sur Internet ; écrivez une URL, un domaine ou une adresse IP
refusal-address-does-not-follow = Cette adresse ne peut pas passer de son état actuel à celui-là ; choisissez un état qui peut suivre
refusal-place-nowhere-on-earth = Cette position n’est nulle part sur Terre ; la latitude va jusqu’à 90 degrés nord ou sud, et la longitude jusqu’à 180 degrés est ou ouest
refusal-clue-no-words = Un indice doit être décrit, car les autres n’en reçoivent rien d’autre ; écrivez ce qui se voit ou s’entend

# Persons and victims
refusal-person-does-not-follow = La qualité de cette personne ne peut pas passer de l’actuelle à celle-là ; choisissez-en une qui peut suivre
refusal-person-no-reason = Toute modification de la fiche d’une personne doit être motivée ; écrivez pourquoi
refusal-person-no-basis = La qualité d’une personne doit reposer sur quelque chose ; indiquez un fichier, une correspondance confirmée, un signalement, un lien, une déclaration ou un jugement
refusal-person-no-judgment = Personne n’est enregistré comme condamné sans décision d’un tribunal ; indiquez la décision
refusal-person-under-18 = Une personne de moins de 18 ans n’est enregistrée comme suspecte, accusée ou condamnée qu’avec le motif écrit de la supervision ; choisissez une des qualités proposées, ou adressez-vous à la supervision
refusal-person-adult = Une personne adulte n’est pas enregistrée comme enfant au comportement préjudiciable ; choisissez une autre qualité, ou corrigez l’âge
refusal-person-before-the-last = La qualité actuelle de cette personne a été enregistrée après ce moment ; indiquez un moment plus tardif
refusal-person-contested = Ce qui est enregistré sur cette personne est contesté : rien n’en est partagé ni utilisé ; tranchez d’abord la contestation
refusal-person-uncategorised = La qualité de cette personne reste à déterminer : la fiche n’est ni partagée ni utilisée ; enregistrez d’abord la qualité
refusal-person-not-contested = Rien de ce qui est enregistré sur cette personne n’est contesté : il n’y a rien à trancher
refusal-victim-code-malformed = Ceci n’est pas le code d’une victime ; il se compose d’un préfixe en majuscules, chiffres et traits d’union, d’un trait d’union et d’un nombre d’au moins six chiffres

# Reports received, cases, leads, operations, outcomes
refusal-incoming-out-of-order = Une version plus récente de ce signalement est déjà enregistrée, et ce qu’on savait un jour donné ne change plus ensuite ; enregistrez cette version au moment présent
refusal-case-no-number = Une affaire porte un numéro ; donnez-lui en un
refusal-case-no-legal-basis = Une affaire a une base légale ; indiquez la loi, le mandat, l’ordre ou le signalement sur lequel elle repose
refusal-case-no-outcome-of-its = Une affaire est close avec une issue qui lui est propre ; enregistrez d’abord une issue de cette affaire
refusal-case-closed = Cette affaire est close ; rouvrez-la d’abord
refusal-case-open = Cette affaire est déjà ouverte ; il n’y a plus rien à faire
refusal-case-same-owner = Cette unité est déjà chargée de l’affaire ; choisissez une autre unité
refusal-case-no-reason = Une affaire n’est rouverte ou remise à une autre unité qu’en le motivant ; écrivez pourquoi
refusal-lead-no-words = Une piste d’enquête dit en mots ce qu’il faut suivre ; écrivez-le
refusal-lead-spent = Cette piste d’enquête est épuisée ; ouvrez-en une autre
refusal-lead-sent = Cette piste d’enquête a été envoyée à une autre unité ; attendez la réponse, ou reprenez-la d’abord
refusal-lead-same-holder = Cette unité détient déjà la piste d’enquête ; choisissez une autre unité
refusal-lead-not-sent-here = Cette piste d’enquête n’a pas été envoyée, ou pas à cette unité : il n’y a rien à répondre ni à reprendre
refusal-lead-nothing-said = Une piste d’enquête est épuisée quand on dit ce qu’elle a donné ; écrivez-le, même si elle n’a rien donné
refusal-lead-closed-circle = Cette piste d’enquête est réservée aux personnes de son affaire et reste donc dans son unité ; suivez-la ici
refusal-operation-ended = Cette opération est terminée ; planifiez-en une autre
refusal-operation-running = Cette opération est déjà en cours ; il n’y a plus rien à faire
refusal-operation-ends-before-it-begins = Une opération se termine après avoir commencé ; indiquez un moment plus tardif
refusal-operation-no-name = Une opération porte un nom ; écrivez comment elle s’appelle
refusal-outcome-nothing = Une issue dit ce que l’affaire a donné ; choisissez au moins une catégorie
refusal-outcome-contradiction = Une même affaire ne peut pas aboutir à la fois à une absence d’infraction et à des poursuites ou une condamnation ; choisissez l’un ou l’autre
refusal-outcome-same-person = Une issue est confirmée par une autre personne que celle qui l’a enregistrée ; adressez-vous à quelqu’un d’autre
refusal-outcome-withdrawn = Cette issue a été retirée ; enregistrez-en une autre
refusal-outcome-no-reason = Une issue n’est retirée qu’en le motivant ; écrivez pourquoi
refusal-mapping-no-office = Une approbation nomme la fonction au titre de laquelle elle est donnée ; écrivez-la en 1 à 200 lettres
refusal-mapping-approved = Cette table a déjà été approuvée ; il n’y a plus rien à faire
refusal-mapping-not-by-two = Une table est approuvée par deux personnes ; demandez l’accord d’une seconde personne, puis approuvez-la
refusal-mapping-version-taken = Ce barème a déjà une table de cette version avec un autre contenu ; donnez une autre version à la table
refusal-mapping-approves-itself = Une table ne s’approuve pas elle-même ; retirez approved-by et approved-on, puis faites-la approuver ici par deux personnes
refusal-mapping-too-long = Une table de correspondance a au plus 200 000 octets ; raccourcissez-la
refusal-mapping-withdrawn = Cette table a été retirée ; proposez-la sous une autre version
refusal-mapping-no-reason = Une table se retire en indiquant le motif ; écrivez-le

# What was typed
refusal-id-malformed = Ceci n’est pas un identifiant du type attendu ici ; copiez-le de nouveau depuis la fiche
refusal-country-malformed = Ceci n’est pas un code de pays ; écrivez les deux lettres de la norme ISO 3166-1

# Units, users, passwords, access tokens
refusal-unit-no-name = Une unité porte un nom de 1 à 200 caractères ; écrivez-en un
refusal-unit-name-taken = Une autre unité porte déjà ce nom ; choisissez-en un autre
refusal-unit-not-a-prefix = Ceci ne peut pas être le préfixe des codes de victimes ; écrivez de 1 à 12 majuscules, chiffres et traits d’union
refusal-unit-prefix-taken = Les codes de victimes d’une autre unité commencent ainsi ; choisissez un autre préfixe
refusal-unit-contact-too-long = Le moyen de joindre une unité tient en 200 caractères au plus ; abrégez-le
refusal-user-no-name = Chaque personne enregistrée porte un nom de 1 à 200 caractères ; écrivez-en un
refusal-user-login-malformed = Ceci n’est pas un identifiant de connexion ; écrivez de 2 à 32 lettres de a à z, chiffres, points, traits d’union et traits bas, en commençant par une lettre
refusal-user-login-taken = Cet identifiant de connexion est déjà pris ; choisissez-en un autre
refusal-user-no-role = Il faut au moins un rôle ; choisissez-en un, ou désactivez l’accès de cette personne pour le lui retirer
refusal-user-machine-alone = Une machine qui demande des correspondances n’a pas d’autre rôle, et une personne n’en devient pas une ; enregistrez la machine à part
refusal-user-last-administrator = C’est la dernière personne active à administrer le système ; donnez d’abord ce rôle à quelqu’un d’autre
refusal-user-last-supervisor = C’est la dernière personne chargée de la supervision dans le système, et il en faut une ; donnez d’abord ce rôle à quelqu’un d’autre
refusal-user-disabled = L’accès de cette personne est désactivé ; réinitialisez d’abord sa connexion pour le rétablir
refusal-user-machine-without-password = Une machine n’a pas de mot de passe ; elle se connecte avec un jeton d’accès
refusal-password-too-short = Un mot de passe compte au moins 12 caractères ; prenez plusieurs mots
refusal-password-too-long = Un mot de passe compte au plus 256 caractères ; prenez-en un plus court
refusal-password-too-few-letters = Un mot de passe compte au moins 5 caractères différents ; prenez-en un plus varié
refusal-password-holds-login = Un mot de passe ne contient pas l’identifiant de connexion ; ôtez-le
refusal-password-same-as-before = Le nouveau mot de passe est l’ancien ; prenez-en un autre
refusal-token-no-name = Un jeton d’accès porte un nom de 1 à 100 caractères ; dites à quoi il sert
refusal-token-no-scope = Un jeton d’accès dit ce qu’il permet de demander ; choisissez au moins une action
refusal-token-unknown-verb = Une de ces actions n’existe pas ; choisissez parmi celles qui existent
refusal-token-beyond-roles = Un jeton d’accès ne permet pas plus que les rôles de la personne à qui il appartient ; ôtez ce qu’ils ne permettent pas
refusal-token-no-end = Un jeton d’accès vaut de 1 à 366 jours ; choisissez combien
refusal-token-user-disabled = Il n’y a pas de jeton d’accès pour un accès désactivé ; rétablissez d’abord l’accès
refusal-token-revoked = Ce jeton d’accès a déjà été révoqué ; il n’y a plus rien à faire
refusal-backup-term = Une sauvegarde est gardée un jour au moins et dix ans au plus
refusal-backup-no-recipient = Une sauvegarde est chiffrée pour une clé publique : donnez --recipient ; « sanad backup keygen » fait une paire
refusal-backup-not-a-recipient = Ce n’est pas une clé publique age : elle commence par age1
refusal-backup-not-there = La sauvegarde est détruite, ou n’a jamais été faite
refusal-job-over = Cette tâche est déjà terminée
refusal-job-too-many = Trop de tâches attendent ; réessayez quand certaines seront terminées
refusal-job-no-intake = Aucun dossier d’entrée n’est défini pour les scellés et les listes ; la personne qui gère le nœud en désigne un avec « sanad serve --intake »
refusal-job-path-unfit = Un chemin désigne ce qui se trouve sous les dossiers d’entrée, avec « / » entre les noms ; il ne peut être absolu ni remonter
refusal-job-not-in-intake = Rien de ce nom ne peut être pris dans les dossiers d’entrée ; vérifiez le nom, et qu’aucune partie n’est un lien
refusal-job-report-unfit = Indiquez des extensions de rapport connues, chacune une seule fois
refusal-job-list-unfit = Ce qui est dit de la liste est incohérent ; nommez-la, choisissez un seuil de 0 à 64 bits, et soit écartez-la, soit dites à quoi elle sert
refusal-victim-no-consent = Aucun consentement n’est en vigueur pour cela ; demandez à la victime ou à qui parle pour elle
refusal-victim-no-scope = Indiquez à quoi il est consenti
refusal-exposure-minutes-out-of-range = Une entrée compte de 1 à 1440 minutes ; corrigez le nombre
