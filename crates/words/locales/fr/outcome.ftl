# What a file is to the lists asked (codes of casework's Outcome), marks and turns.

outcome-known = connu
outcome-known-long = Connu : ses octets figurent sur une liste
outcome-near = correspondance approchante, à confirmer
outcome-near-long = Correspondance approchante : il ressemble à une entrée de liste ; une personne doit le confirmer
outcome-altered = copie altérée possible, à confirmer
outcome-altered-long = Copie altérée possible : il ressemble à une entrée d’une liste qui aurait été rognée, tournée, encadrée ou semblable ; une personne doit confirmer
outcome-set-aside = connu, écarté de l’examen
outcome-set-aside-long = Connu, écarté de l’examen : logiciels connus et assimilés
outcome-held-in-this-node = détenu dans ce nœud
outcome-held-in-this-node-long = Détenu dans ce nœud : inconnu des listes consultées, et dans une affaire d’une unité à appeler
outcome-new = { term-new.short }
outcome-new-long = Nouveau : inconnu des listes consultées
outcome-unreadable = { term-unreadable }
outcome-unreadable-long = Illisible : tous ses octets n’ont pas pu être lus

mark-extension-lies = l’extension du nom annonce un autre type que le contenu
mark-thumbnail-differs = la vignette incorporée montre une autre image
mark-digest-conflict = une liste confirme une empreinte et en contredit une plus forte
mark-encrypted = chiffré
mark-gps-present = indique le lieu de prise de vue
mark-not-comparable = non comparable par l’aspect
mark-not-decoded = non décodé
mark-truncated = l’image est incomplète
mark-lists-conflict = des listes se contredisent
mark-changed-while-read = modifié pendant la lecture
mark-archive-disagrees = le répertoire de l’archive et ses en-têtes locaux se contredisent
mark-name-escapes = son nom tente de sortir de l’archive
mark-hard-link = autre nom du même fichier sur le disque
mark-deleted = supprimé, selon l’outil qui l’a répertorié
mark-unallocated = dans l’espace non alloué, selon l’outil qui l’a répertorié
mark-not-seen-here = non vu ici : seulement répertorié
mark-frames-sampled = comporte plus d’images que l’échantillon
mark-screened = criblé : rien sur ces listes ne lui ressemble ; son aspect n’a pas été relevé

turn-original = telle quelle
turn-rotate90 = tournée de 90°
turn-rotate180 = tournée de 180°
turn-rotate270 = tournée de 270°
turn-flip-x = en miroir, tête en bas
turn-flip-y = en miroir
turn-flip-plus1 = en miroir selon une diagonale
turn-flip-minus1 = en miroir selon l’autre diagonale

purpose-victim-identification = identification des victimes
purpose-investigation = enquête
purpose-removal = retrait des contenus
purpose-set-aside = mise à l’écart de logiciels connus

audience-own = notre unité
audience-partner = un partenaire
audience-court = un tribunal

kind-picture = image
kind-video = vidéo
kind-archive = archive
kind-disk-image = image disque
kind-other = autre fichier

shared-names = noms et chemins des fichiers, cibles des liens
shared-times = dates et heures
shared-gps = positions géographiques
shared-camera = appareils, numéros de série, logiciels
shared-comments = mots des propriétaires et identifiants des entrées de listes
shared-details = messages des décodeurs et du système
shared-custody = base légale, sceau et analyste
