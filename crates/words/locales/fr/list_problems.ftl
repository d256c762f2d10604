# Why a list, a row of it or what is said of it cannot be used: formats' closed sets RowCode, Unreadable and SpecError.

list-problem-row = La ligne { $row } n’a pas été utilisée : { $what }.
list-problem-row-detail = La ligne { $row } n’a pas été utilisée : { $what } ({ $detail }).
list-problem-value = La ligne { $row } est utilisée sans l’une de ses valeurs : { $what } ({ $detail }).

list-problem-no-hash = elle ne contient aucune empreinte utilisable
list-problem-wrong-length = une empreinte n’a pas la bonne longueur
list-problem-not-hexadecimal = une empreinte contient un caractère qui n’est pas un chiffre hexadécimal
list-problem-empty-file = c’est l’empreinte d’un fichier vide ; elle correspondrait à tous les fichiers vides
list-problem-blank-hash = une empreinte n’est faite que de zéros ou que de uns
list-problem-ambiguous-64-hex = 64 chiffres hexadécimaux peuvent être SHA-256 ou PDQ ; précisez-le par un en-tête ou par kind=
list-problem-could-be-an-image = elle contient ce qui pourrait être une image ; une liste n’en porte jamais
list-problem-too-long = elle est plus longue que ne peut l’être une ligne d’empreintes et de mots
list-problem-too-deep = elle est imbriquée plus profondément que le format ne le demande
list-problem-malformed = elle n’a pas la forme que le format demande
list-problem-not-text = elle contient des octets qui ne sont pas du texte
list-problem-repeated-id = son identifiant figure plus haut dans la liste ; le premier compte
list-problem-repeated-value = une seconde valeur se trouve là où il n’en faut qu’une ; la première compte
list-problem-bad-number = un nombre est hors de ses limites
list-problem-withdrawn = son propriétaire l’a retirée

list-unreadable-bytes = La liste n’a pas pu être lue : { $detail }. Copiez-la de nouveau ou vérifiez le support.
list-unreadable-syntax = { $line ->
    [0] La liste n’est pas du { $grammar } valide à l’octet { $column } ({ $detail }). Elle est peut-être tronquée : récupérez-la de nouveau.
   *[other] La liste n’est pas du { $grammar } valide à la ligne { $line }, colonne { $column } ({ $detail }). Elle est peut-être tronquée : récupérez-la de nouveau.
  }
list-unreadable-row-too-long = La ligne qui suit la ligne { $row } dépasse { $bytes } octets. Il manque peut-être un guillemet ou un crochet fermant.
list-unreadable-wrong-shape = Ce n’est pas une liste dans son format : { $detail } est absent.
list-unreadable-entities-refused = La liste définit ses propres entités près de l’octet { $at } : refusée. Demandez à son propriétaire un fichier sans type de document.
list-unreadable-flavour-missing = La liste ne dit pas à quel barème appartiennent ses catégories. Précisez-le avec scheme=.
list-unreadable-kind-missing = { $lines ->
    [one] La seule ligne est faite de 64 chiffres hexadécimaux, qui peuvent être SHA-256 ou PDQ. Précisez-le avec kind=sha256 ou kind=pdq.
    [many] Les { $lines } de lignes sont toutes faites de 64 chiffres hexadécimaux, qui peuvent être SHA-256 ou PDQ. Précisez-le avec kind=sha256 ou kind=pdq.
   *[other] Les { $lines } lignes sont toutes faites de 64 chiffres hexadécimaux, qui peuvent être SHA-256 ou PDQ. Précisez-le avec kind=sha256 ou kind=pdq.
  }
list-unreadable-no-hash-column = Le tableau n’a pas de colonne d’empreintes ({ $columns }). Nommez les colonnes dans le fichier TOML à côté de la liste.
list-unreadable-column-missing = Le tableau n’a pas de colonne { $column }. Corrigez les noms dans le fichier TOML à côté de la liste.
list-unreadable-not-recognised = Ce n’est pas une liste dans un format connu : VICS, XML du NCMEC, ICSE, hashdeep, tableau avec en-tête, une empreinte par ligne, ou NSRL.
list-unreadable-foreign-database = Une base de données est lue par le processus confiné, pas ici.

list-spec-unknown-field = Il n’y a pas de champ { $field }. Il y a : { $fields }.
list-spec-bad-value = { $field } ne peut pas être { $value }. Valeurs possibles : { $wanted }.
list-spec-repeated = { $field } est indiqué deux fois. Indiquez-le une seule fois.
list-spec-contradiction = set-aside et purpose se contredisent. Retirez l’un des deux.
list-spec-not-toml = Le fichier TOML à côté de la liste est erroné à la ligne { $line } : { $detail }.
list-spec-not-read = { $path } n’a pas pu être lu : { $detail }.
