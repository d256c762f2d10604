# The rules of the house and its words, as everybody may read them.

room-rules = Règles et mots
page-rules-words = Les mots que nous employons
rules-what = Qui peut faire quoi, selon les politiques de ce programme. Le rôle est la première question ; le besoin d’en connaître, les règles d’usage et la finalité viennent ensuite.
rules-marks = ✔ peut ; ◐ peut, pour certains types de dossiers seulement ; · ne peut pas ; p demande une finalité.
rules-table = Chaque rôle et chaque action
rules-verb = Action
rules-may-yes = peut
rules-may-some = peut, pour certains types de dossiers
rules-may-no = ne peut pas
rules-purpose = demande une finalité
rules-policies = Les politiques elles-mêmes
rules-policies-what = Elles font partie du programme et changent avec lui. Au-dessus de chacune se trouve une phrase en anglais qu’un juriste peut lire.
role-terminal = terminal du système
rules-words-version = Glossaire, version { $version }
rules-words-unconfirmed = Un mot est tenu pour confirmé lorsqu’un spécialiste travaillant dans cette langue l’a dit ; c’est alors indiqué à côté.
rules-words-marks = I : lu sur les pages d’INTERPOL. P : lu dans Primero. N : lu au NIST. G : connaissance professionnelle générale.
rules-words-key = Terme
rules-words-confirmed = confirmé
rules-back = Revenir aux règles
