# The command line: commands, arguments, headings and what is said of a wrong use.

cli-about = Relève l’empreinte des fichiers saisis, dit ce qui est connu, ce qui est nouveau et ce qui va ensemble, et en rend compte
cli-heading-usage = Utilisation
cli-heading-commands = Commandes
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-options-everywhere = Options de toutes les commandes
cli-usage-options = OPTIONS
cli-usage-command = COMMANDE
cli-one-of = Au choix : { $values }
cli-may-be-repeated = Peut être répété
cli-or-setting = Réglage { $setting }, environnement { $variable }
cli-see-command-help = « { $command } » en dit plus sur une commande

cli-value-exhibit = SCELLÉ
cli-value-list = LISTE
cli-value-path = CHEMIN
cli-value-database = ADRESSE
cli-value-folder = DOSSIER
cli-value-text = TEXTE
cli-value-number = NOMBRE
cli-value-bits = BITS
cli-value-language = LANGUE
cli-value-field = CHAMP
cli-value-flavour = VARIANTE
cli-value-outcome = RÉSULTAT
cli-value-audience = DESTINATAIRE
cli-value-frames = IMAGES
cli-value-search = RECHERCHE
cli-value-name = NOM
cli-value-exhibit-id = IDENTIFIANT
cli-value-file-or-hash = FICHIER|HASH
cli-value-report = RAPPORT
cli-value-shell = SHELL

cli-command-triage = Examiner des scellés : ce qui est connu, approchant, nouveau, et ce qui va ensemble
cli-command-fingerprint = Afficher les empreintes de fichiers en lignes JSON ; rien n’est mémorisé
cli-command-find = Chercher un fichier ou un hash dans les listes et les scellés de cette unité
cli-command-list = Listes de contenus connus, et de logiciels connus à écarter
cli-command-list-import = Importer une liste, ou une nouvelle version
cli-command-list-show = Afficher toutes les listes, ou une seule avec ses lignes refusées
cli-command-list-export = Écrire les entrées d’une liste dans un fichier
cli-command-list-remove = Oublier une liste
cli-command-exhibit = Scellés examinés par cette unité
cli-command-exhibit-list = Afficher tous les scellés
cli-command-exhibit-show = Afficher un scellé et ce qui y a été trouvé
cli-command-exhibit-remove = Oublier un scellé ; la trace de son examen demeure
cli-command-verify = Vérifier qu’un rapport est encore celui qui a été écrit
cli-command-doctor = Contrôler cette installation : autotest, versions, programmes auxiliaires manquants, chiffrement du disque
cli-command-config = Réglages
cli-command-config-show = Afficher chaque réglage, sa valeur et sa provenance
cli-command-completions = Afficher le script de complétion d’un shell
cli-command-man-pages = Écrire les pages de manuel dans un dossier

cli-argument-exhibit = Ce qui a été saisi : un dossier, un fichier, une archive ou l’export d’un outil de laboratoire
cli-argument-path = Fichiers ou dossiers
cli-argument-file-or-hash = Un fichier, ou un hash MD5, SHA-1, SHA-256 ou PDQ ; 64 chiffres sont cherchés à la fois comme SHA-256 et comme PDQ
cli-argument-list-file = Le fichier de la liste, avec ses conditions comme dans « --list »
cli-argument-list-name = Le nom de la liste
cli-argument-exhibit-id = L’identifiant ou le numéro du scellé
cli-argument-report-file = Un rapport écrit par Sanad
cli-argument-shell = Le shell
cli-argument-man-folder = Le dossier ; il doit exister

cli-option-help = Afficher l’aide
cli-option-version = Afficher la version
cli-option-lang = Langue de ce que lisent les personnes
cli-option-database = Base d’un serveur PostgreSQL où sont les données de cette unité, postgres://user@host/name
cli-option-node = Dossier où sont conservés les scellés et les listes de cette unité
cli-option-config = Fichier de réglages à utiliser à la place de celui de l’utilisateur
cli-option-quiet = Ni progression ni synthèse ; les erreurs restent affichées
cli-option-json = Écrire pour les machines : du JSON au lieu de texte
cli-option-list = Une liste à consulter : son fichier, puis ses conditions, comme « known.csv,name=Known,kind=pdq,threshold=31 »
cli-option-report = Où écrire un rapport ; son extension en donne la sorte : { $extensions }
cli-option-authority = Base légale de l’examen : mandat, réquisition, consentement, numéro de signalement
cli-option-exhibit-number = Le numéro du scellé dans les registres de l’unité ; un par scellé, ou un pour tous
cli-option-seal = Le sceau sous lequel il a été placé
cli-option-examiner = Qui examine
cli-option-jobs = Nombre de fichiers traités en même temps
cli-option-video = Quelles images d’une vidéo sont comparées : les images clés, une par seconde, ou toutes
cli-option-search = Effort pour trouver les copies altérées : plain (aucun), altered (environ 64 vues d’une image), thorough (256), exhaustive (1 024)
cli-option-screen = Cribler d’abord les JPEG et ne relever exactement que ceux auxquels une entrée des listes peut ressembler ; seulement avec --search plain, qu’il sous-entend. Pour le reste, aucun aspect n’est relevé
cli-option-for = À qui s’adressent les rapports ; un partenaire ne reçoit ni noms, ni lieux, ni numéros de série, ni commentaires
cli-option-share = Ce qu’un partenaire reçoit malgré tout
cli-option-flavour = De qui viennent les catégories d’un rapport VICS, par exemple « us » ou « uk »
cli-option-uncaged = Décoder sans confinement là où ce système ne peut en fournir ; chaque rapport le dit
cli-option-show-names = Afficher les noms de fichiers : ils peuvent heurter, et identifier un enfant
cli-option-fail-on = Terminer avec le code 10 si un fichier de cette sorte a été trouvé
cli-option-hash-only = Les scellés sont des exports d’un outil de laboratoire ; leurs fichiers ne sont pas ici
cli-option-threshold = Plus grand écart, sur 256 bits, dans un groupe de quasi-doublons
cli-option-distance = Plus grand écart, sur 256 bits, d’une correspondance approchante
cli-option-to = Où l’écrire

cli-exit-heading = Code de retour
cli-exit-0 = terminé, quoi qu’il ait été trouvé
cli-exit-1 = notre faute
cli-exit-2 = la commande a été mal utilisée
cli-exit-3 = aucun scellé ou aucune liste n’était utilisable
cli-exit-4 = l’autotest a échoué
cli-exit-5 = le dossier de l’unité est occupé, endommagé ou d’une version plus récente
cli-exit-6 = un rapport n’est pas de cette unité ou a été modifié (« sanad verify ») ; un registre ou sa preuve a été touché (« sanad ledger verify »)
cli-exit-10 = il a été trouvé ce que « --fail-on » demandait
cli-exit-130 = arrêté par l’utilisateur

cli-man-name = Nom
cli-man-synopsis = Synopsis
cli-man-description = Description
cli-man-environment = Environnement et réglages
cli-man-see-also = Voir aussi

usage-unknown-argument = L’argument { $argument } n’existe pas
usage-unknown-command = La commande { $command } n’existe pas
usage-suggestion = Vouliez-vous dire { $suggestion } ?
usage-missing-command = { $command } attend le nom d’une commande
usage-missing-arguments =
    { $count ->
        [one] Cet argument manque : { $arguments }
        [many] Ces arguments manquent : { $arguments }
       *[other] Ces arguments manquent : { $arguments }
    }
usage-invalid-value = { $argument } ne peut pas valoir « { $value } »
usage-value-missing = { $argument } attend une valeur
usage-too-many-values = { $argument } n’accepte pas la valeur « { $value } »
usage-conflict = { $argument } ne va pas avec { $other }
usage-given-twice = { $argument } est donné plus d’une fois
usage-not-text = Un argument n’est pas un texte valide (UTF-8)
usage-number-range = { $argument } attend un nombre entier de { $min } à { $max }, et non « { $value } »
usage-exhibit-numbers =
    { $exhibits ->
        [one] Il y a { $exhibits } scellé, mais les numéros donnés sont au nombre de { $numbers } : donnez-en un par scellé, ou un pour tous
        [many] Il y a { $exhibits } de scellés, mais les numéros donnés sont au nombre de { $numbers } : donnez-en un par scellé, ou un pour tous
       *[other] Il y a { $exhibits } scellés, mais les numéros donnés sont au nombre de { $numbers } : donnez-en un par scellé, ou un pour tous
    }
usage-report-extension = Le nom du rapport « { $path } » doit se terminer par l’un de : { $extensions }
usage-same-report = Le rapport « { $path } » est nommé deux fois
usage-share-without-partner = { $argument } n’a de sens qu’avec « --for partner »
usage-screen-with-search = « --screen » ne trouve aucune copie altérée : il ne va qu’avec « --search plain »
usage-other = La commande n’a pas été comprise : { $detail }
usage-see-help = « { $command } » en montre l’utilisation
cli-command-backup = Tout écrire dans un fichier chiffré, pendant que le travail continue
cli-command-backup-list = Les sauvegardes, leur délai, et celles qui sont hors délai
cli-command-backup-destroyed = Dire qu’une sauvegarde a été détruite, avec toute copie
cli-command-backup-keygen = Faire la paire de clés des sauvegardes
cli-command-restore = Remettre une sauvegarde dans un dossier vide
cli-argument-backup-id = L’identifiant de la sauvegarde, bak_…
cli-argument-backup-file = La sauvegarde
cli-option-recipient = Clé publique pour laquelle la sauvegarde est faite, age1… ; peut être donnée plusieurs fois
cli-option-keep-for = Pendant combien de jours la sauvegarde peut être gardée
cli-option-identity = Fichier de la clé secrète qui ouvre la sauvegarde
cli-option-ledger = Dossier du registre du dossier d’unité perdu : ce qui a été effacé depuis est effacé de nouveau
