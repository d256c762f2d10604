# `sanad index` : un index de hashs dans un fichier, à part de toute unité.

cli-command-index = Construire, interroger et vérifier un index de hashs PDQ dans un fichier, pour mesurer les recherches
cli-command-index-build = Construire un index des hashs d’un fichier
cli-command-index-query = Chercher des hashs parmi d’autres, et dire combien de temps cela prend et si tous sont trouvés
cli-command-index-check = Vérifier chaque octet d’un index, et dire selon quel plan il répond
cli-option-entries = Les hashs : des enregistrements de 32 octets, ou des lignes de 64 chiffres hexadécimaux ; pour une recherche aussi un index déjà construit
cli-option-queries = Les hashs à chercher, sous la même forme
cli-option-pairs = Où écrire chaque correspondance : question, entrée et écart
cli-option-out = Où écrire l’index
cli-option-jobs-index = Combien de recherches se font en même temps
cli-argument-index-file = L’index

index-unusable = L’index { $path } ne peut pas être utilisé
index-not-hashes = { $path } ne contient pas de hash PDQ à la ligne ou à l’enregistrement { $at } : il faut des enregistrements de 32 octets ou des lignes de 64 chiffres hexadécimaux
index-not-read = { $path } n’a pas pu être lu
index-distance = À un écart de { $asked } bits, des entrées pourraient être manquées ; cet index répond jusqu’à { $most }
index-entries = Entrées : { $n } (dont { $different } différentes)
index-queries = Recherches : { $n }
index-matches = Correspondances à { $distance } bits au plus : { $n }
index-built = Construit en { $seconds } s ({ $cpu } s de temps processeur)
index-opened = Ouvert en { $seconds } s ({ $cpu } s de temps processeur)
index-checked = Chaque octet est tel qu’il a été écrit ; vérifié en { $seconds } s ({ $cpu } s de temps processeur)
index-asked = Recherches faites en { $seconds } s ({ $cpu } s de temps processeur) ; { $each } µs de temps processeur chacune
index-single = Une recherche seule : { $each } µs de temps processeur, médiane
index-size = Taille : { $bytes } octets, { $each } par entrée
index-plan-bands = Plan : { $pairs } paires de bandes. À { $distance } bits au plus, aucune entrée ne peut être manquée ; une recherche prend environ { $each } µs, tout comparer prendrait { $all } µs
index-plan-all = Plan : chaque entrée est comparée, jusqu’à { $distance } bits. Pour ce nombre d’entrées rien n’est plus rapide : environ { $all } µs par recherche
index-recall = Un échantillon comparé à la recherche exhaustive : { $found } % de { $matches } correspondances trouvées
index-recall-none = Un échantillon comparé à la recherche exhaustive : il n’y a là aucune correspondance, et aucune n’a été trouvée
index-written = Écrit dans { $path }
