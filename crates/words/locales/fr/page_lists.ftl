# The pages of lists: whose they are, how old, how often they erred, and what they match now.

room-lists = Listes
page-list = Liste
page-list-claims = Ce que cette liste fait correspondre à présent
lists-no-list = Il n’y a pas encore de liste. Sans liste, tout fichier est nouveau.
list-column-name = Liste
list-column-owner = Propriétaire
list-column-purpose = Finalité
list-column-rows = Entrées
list-column-taken = Reprise le
list-column-tlp = Règles d’usage
list-stale = périmée : pas mise à jour depuis 30 jours ou plus
list-owner-unknown = non indiqué
list-facts = Ce qu’elle est
list-version = Version
list-scheme = Système de ses catégories
list-threshold = Seuil des correspondances approchantes
list-threshold-bits = { $threshold } sur 256
list-altered = Copies modifiées
list-altered-yes = sont recherchées
list-altered-no = ne sont pas recherchées
list-precedence = Priorité quand plusieurs correspondent
list-format = Format
list-digest = Empreinte de son fichier (SHA-256)
list-rematched-yes = Tous les fichiers gardés ont été comparés à cette version.
list-rematched-no = Tous les fichiers gardés n’ont pas encore été comparés à cette version.
list-claims = Ce qu’elle fait correspondre à présent
list-claims-none = Elle ne correspond à aucun fichier que vous puissiez voir.
list-test = Autotest
list-test-what = Des empreintes que l’on sait sur la liste sont demandées ; chacune doit être trouvée.
list-test-do = La tester maintenant
done-list-tested = La liste a répondu à tout ce qui y avait été placé.
done-list-tested-slowly = La liste a répondu à tout ce qui y avait été placé, entrée par entrée : son index est à reconstruire.
list-measured = Combien de fois ses correspondances approchantes étaient fausses
list-measured-none = Personne n’a encore décidé d’une correspondance approchante de cette liste.
list-measured-share = { $share } % ont été écartées ; entre { $low } % et { $high } % dans 19 comptages sur 20
list-measured-distance = Écart jusqu’à
list-measured-confirmed = Confirmées à cet écart
list-measured-rejected = Écartées à cet écart
list-measured-error = Fausses jusque-là
list-percent = { $share } %
list-handling = Ses règles d’usage
list-handling-keeper = Tenue par l’unité
list-handling-nobody = Aucune unité n’a encore dit ses règles d’usage.
list-handling-told = Les mots, identifiants et catégories de ses entrées vous sont montrés.
list-handling-untold = Les mots, identifiants et catégories de ses entrées ne vous sont pas montrés ; qu’il y a correspondance, si.
list-refused = Lignes refusées
list-refused-none = Aucune ligne n’a été refusée.
list-refused-count =
    { $n ->
        [one] { $n } ligne a été refusée
        [many] { $n } de lignes ont été refusées
       *[other] { $n } lignes ont été refusées
    }
list-refused-first =
    { $n ->
        [one] La première est nommée ici ({ $n })
        [many] Les { $n } premières sont nommées ici
       *[other] Les { $n } premières sont nommées ici
    }
list-refused-row = Ligne
list-refused-why = Pourquoi
list-ledger = Les règles d’usage et qui les a dites figurent au registre vérifiable.
list-import-title = Reprendre une liste
list-import-what = Envoyez son fichier, ou indiquez où il se trouve sous un dossier désigné à cet effet par qui administre le système. Une liste du même nom reçoit une nouvelle version.
list-import-path = Emplacement de son fichier, sous le dossier de réception
list-import-name = Nom
list-import-do = La reprendre
list-import-tlp = Couleur TLP
list-import-tlp-unsaid = non indiquée
