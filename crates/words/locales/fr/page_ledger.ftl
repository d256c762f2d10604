# The pages of the verifiable record: what was done with a record, what I did, the checkpoint, and verifying it now.

room-ledger = Registre vérifiable
page-ledger-record = Ce qui a été fait d’une fiche
page-ledger-all = Tout ce qui a été fait, sans personnes ni fiches
page-ledger-person = Ce qu’une personne a fait
page-ledger-checkpoint = Point de contrôle signé
ledger-own = Ce que j’ai fait, et ce que d’autres ont fait à mon sujet
ledger-own-what = Personne d’autre ne voit cette page ; un auditeur la voit après un accès d’urgence motivé, et vous en êtes informé·e.
ledger-column-index = Inscription
ledger-column-when = Quand
ledger-column-what = Quoi
ledger-column-who = Par
ledger-column-about = Au sujet de
ledger-column-rows = Lignes
ledger-by-me = moi
ledger-erased-entry = effacée : qu’elle a été là est gardé, ce qu’elle disait ne l’est pas
ledger-none = Rien n’a encore été fait.
ledger-withheld = Vous classez ce fichier à l’aveugle : ce qui en a été fait n’est pas montré avant la fin.
ledger-next-page = Inscriptions plus anciennes
ledger-ways = Autres vues du registre
ledger-record-find = Ce qui a été fait d’une fiche : son identifiant
ledger-person-find = Ce qu’une personne a fait, après un accès d’urgence : son identifiant
ledger-show = Afficher
ledger-no-such = Ce n’est pas un identifiant ; ils ressemblent à { $like }.
ledger-record-what = Pour qui peut voir la fiche : ce qui en a été fait, quand, par qui. Les mots restent dans la fiche.
ledger-person-what = Vous avez pour cela un accès d’urgence. La personne trouve chacune de vos lectures parmi ce qui a été fait à son sujet.
checkpoint-entries = Inscriptions signées
checkpoint-root = Leur racine
checkpoint-key = Clé de vérification
checkpoint-what = Remettez la clé au tribunal à part du registre : avec les deux, il se vérifie sans cette unité. Les changements sont ainsi décelés, non empêchés.
checkpoint-verify = Vérifier maintenant
checkpoint-verify-what = Chaque inscription est recalculée, dans la base et dans le dossier qu’un tribunal recevrait.
verified-whole =
    { $n ->
        [one] { $n } inscription a été recalculée : rien n’a été changé
        [many] { $n } d’inscriptions ont été recalculées : rien n’a été changé
       *[other] { $n } inscriptions ont été recalculées : rien n’a été changé
    }
verified-broken = Quelque chose n’est pas tel qu’il a été écrit. Copiez le dossier, ne changez rien et appelez qui administre le système.
verified-when = Vérifié
verified-erased = Inscriptions dont les mots ont été effacés, comme le dit une inscription ultérieure
verified-checkpoints = Points de contrôle comparés
verified-again = Vérifier de nouveau
ledger-found-database = une inscription de la base ne concorde pas avec son empreinte
ledger-found-key = la clé de vérification du dossier est une autre
ledger-found-checkpoint = un point de contrôle manque, ou n’est pas signé par la clé
ledger-found-entry = une inscription a été changée ou manque
ledger-found-body-gone = ce que dit une inscription a disparu, sans qu’une inscription ultérieure le dise effacé
ledger-found-tile = des empreintes au-dessus des inscriptions ont été changées ou manquent
ledger-found-rewritten = des inscriptions ont été changées avec tout ce qui en témoigne
ledger-found-cut-short = le registre a été raccourci, ou une copie plus ancienne mise à sa place
ledger-found-unexpected = un fichier étranger au registre se trouve dans le dossier
ledger-found-entries = inscriptions { $from } à { $to }
