# Mapping tables: by which categories are computed, what is wrong with one, and who approved it.
mapping-problem-line = { $file }, ligne { $line } : { $what }
mapping-problem-not-read = ce n’est pas une table de correspondance ({ $detail }) ; écrivez-la comme celles du programme, voir « sanad mapping show »
mapping-problem-blank = une indication obligatoire est vide ; écrivez scheme, version et source, puis category et reason dans chaque règle
mapping-problem-approval = approved-by et approved-on ne vont pas ensemble ; retirez les deux, car une table est approuvée par deux personnes dans le système de l’unité
mapping-problem-no-last-rule = la dernière règle a une condition ; ajoutez une dernière règle sans condition, pour ce qu’aucune autre ne prend
mapping-problem-dead-rules = cette règle prend tout et les suivantes ne servent jamais ; placez-la à la fin ou donnez-lui une condition
mapping-problem-reason-twice = une règle précédente a la même raison ; donnez à chaque règle une raison qui lui est propre
mapping-problem-unknown-age = cette règle demande l’âge « unknown », qu’aucune règle ne peut demander ; retirez-le
mapping-checked = { $file } est une table de correspondance : { $scheme }, version { $version }, SHA-256 { $sha256 }
mapping-wrong = Une table est erronée aux lignes citées ci-dessus ; corrigez-les et vérifiez de nouveau
mapping-unknown = Il n’y a pas de table de correspondance { $name } ; « sanad mapping list » les énumère
mapping-approved = approuvée par { $by } le { $day }
mapping-not-for-court = non approuvée : ne pas produire en justice
mapping-withdrawn = retirée
mapping-in-force = en vigueur
mapping-proposed = proposée
mapping-replaced = remplacée
column-scheme = Barème
column-approval = Approbation
column-mapping-state = État

cli-command-mapping = Tables qui donnent les catégories à partir de ce que les évaluateurs ont vu
cli-command-mapping-list = Afficher toutes les tables, celles en vigueur et qui les a approuvées
cli-command-mapping-show = Afficher le texte d’une table, pour la lire ou en écrire une autre
cli-command-mapping-check = Dire, ligne par ligne, ce qui ne va pas dans une table en cours d’écriture ; ne retient rien
cli-argument-mapping-name = Un barème, pour sa table en vigueur, ou le SHA-256 d’une table
cli-argument-mapping-file = Le fichier de la table
