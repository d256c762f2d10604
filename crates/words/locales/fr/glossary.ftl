# What is wrong with a node's own glossary, with what mends it; and how the glossary's page speaks of a word.

glossary-problem = Ligne { $line }, { $place } : { $what }
glossary-fault-not-readable = Ceci ne peut pas être lu ({ $detail }). Comparez avec les exemples de docs/glossary.md
glossary-fault-no-version = La version est un nombre entier à partir de 1. Écrivez version = 1, et augmentez-la à chaque modification
glossary-fault-unknown-term = Aucun terme ne porte ce nom. Prenez une clé sur la page du glossaire ; un système change des mots et n’ajoute pas de termes
glossary-fault-unknown-language = Ce n’est ni ar, ni en, ni es, ni fr
glossary-fault-unknown-country = Un pays s’écrit en deux majuscules de la norme ISO 3166-1, p. ex. MA
glossary-fault-empty = Il n’y a pas de mot ici, ou il est entouré d’espaces. Écrivez le mot seul
glossary-fault-unseen = Un caractère est ici invisible ou change le sens de lecture. Retapez le mot à la main
glossary-fault-forms-without-word = Une forme courte ou un pluriel demande son mot. Écrivez aussi word = "…"
glossary-fault-no-plural = Ce terme est compté sur des pages. Écrivez aussi plural = "…"
glossary-fault-plural-of-uncountable = Ce terme n’est jamais compté. Retirez le pluriel
glossary-fault-shared-word = Un autre terme, { $other }, dit déjà « { $word } ». Deux termes demandent deux mots : choisissez-en un autre pour l’un d’eux

glossary-title = Glossaire
glossary-edition = Édition { $version }
glossary-mark-I = lu sur la page d’INTERPOL dans cette langue
glossary-mark-P = lu dans la traduction de Primero
glossary-mark-N = lu auprès du NIST
glossary-mark-G = issu des connaissances professionnelles générales
glossary-confirmed = confirmé par un spécialiste
glossary-not-confirmed = pas encore confirmé par un spécialiste
