# Why something could not be examined, read or used: a phrase for each code of casework's ProblemCode.

problem-not-opened = le système a refusé de l’ouvrir
problem-not-read = tous ses octets n’ont pas pu être lus
problem-changed-while-read = modifié pendant la lecture
problem-not-decoded = aucun décodeur n’a pu en tirer une image
problem-truncated = l’image est incomplète ; ce qui s’y trouvait a été utilisé
problem-decoder-crashed = le décodeur s’est arrêté brutalement ; aucun autre fichier n’est touché
problem-decoder-stalled = le décodeur n’a plus progressé dans le délai imparti
problem-over-limit = plus de pixels, d’images ou de mémoire que les limites ne le permettent
problem-helper-missing = un programme auxiliaire n’est pas installé
problem-refused-container = une liste d’autres fichiers présentée comme une vidéo : refusée
problem-archive-damaged = l’archive est endommagée ; les éléments situés avant le défaut sont répertoriés
problem-archive-limit = l’archive dépasserait les limites une fois décompressée ; ce qui tenait dans les limites est répertorié
problem-encrypted = chiffré
problem-disk-image = image disque, non ouverte ; montez-la en lecture seule et examinez le dossier monté
problem-symbolic-link = lien symbolique : répertorié avec sa cible, jamais suivi
problem-special-file = périphérique, tube ou socket : jamais ouvert
problem-folder-not-listed = le contenu du dossier n’a pas pu être répertorié
problem-not-seen-here = seulement nommé dans une liste ; ses octets ne sont pas ici
problem-bad-row = une ligne inutilisable
