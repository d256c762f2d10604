# L’administration : comment entrent les personnes et les programmes, la santé du système, qui répond à la place de qui ; ce que
# quelqu’un ne veut pas qu’on lui propose ; et ce qui manque encore à un système nouveau.

sessions-of = Sessions ouvertes de cette personne
sessions-of-none = Aucune.
page-access-token = Le nouveau jeton d’accès
access-tokens = Jetons d’accès
access-tokens-what = Un programme s’en sert pour entrer : au nom de cette personne, et pour ce qui est coché seulement.
access-tokens-none = Il n’y en a aucun.
access-token-name = À quoi il sert
access-token-may = Ce qu’il peut demander
access-token-verbs =
    { $n ->
        [one] { $n } action
        [many] { $n } d’actions
       *[other] { $n } actions
    }
access-token-least = Cochez ce dont le programme a besoin, et rien de plus. Ce que cette personne ne peut pas faire n’est pas ici.
access-token-group-examining = Scellés et tâches
access-token-group-matching = Listes et correspondances
access-token-group-grading = Fichiers et classifications
access-token-group-casework = Signalements, séries d’images, victimes, personnes et indices
access-token-group-cases = Affaires, pistes, opérations et délais
access-token-group-keeping = Règles d’usage et durées de garde
access-token-group-ledger = Registre vérifiable
access-token-group-people = Personnes et unités
access-token-group-oneself = Ce qui concerne la personne elle-même
access-token-group-system = Le système et ses sauvegardes
access-token-made = Créé
access-token-ends = Valable jusqu’au
access-token-revoke = Révoquer
access-token-is-revoked = révoqué
access-token-add = Créer un jeton d’accès
access-token-days = Pour combien de jours, de 1 à 366
access-token-given = À donner au programme seul. Personne ne pourra le relire.
access-token-noted = Je l’ai noté, revenir à cette personne
done-access-token-revoked = Le jeton d’accès est révoqué.

deputies = Qui répond à la place de qui
deputies-what = Pendant l’absence d’une personne chargée de la supervision, sa suppléance répond à sa place. Elle prend fin d’elle-même.
deputies-none = Personne ne répond à la place d’une autre en ce moment.
deputy = Suppléance
deputy-of = À la place de
deputy-until = Jusqu’au
deputy-end = Mettre fin
deputy-name = Désigner qui répond à votre place
deputy-name-do = Désigner
deputy-days = Pour combien de jours, de 1 à 90
deputy-nobody = Personne d’autre ne pourrait répondre à votre place : il faut quelqu’un d’actif ici qui travaille sur des affaires.
done-deputy-named = La suppléance est désignée.
done-deputy-ended = La suppléance a pris fin.

page-health = Santé du système
health-what = Le système s’examine : son index, ses décodeurs, le disque et chaque inscription de son registre. S’il est grand, cela prend un moment.
health-examine = L’examiner maintenant
health-amiss-n =
    { $n ->
        [0] Rien à signaler.
        [one] { $n } point demande quelqu’un.
        [many] { $n } de points demandent quelqu’un.
       *[other] { $n } points demandent quelqu’un.
    }
health-versions = Décodeurs et versions
health-good = En ordre
health-amiss = À faire
health-unknown = Impossible à dire
health-do-index = Rien n’échappe, mais chaque recherche est plus longue. Faites reprendre les listes.
health-do-self-test = Ne vous fiez à aucun résultat avant que ce soit réparé. Prévenez qui s’occupe de la machine ; il faut peut-être réinstaller le programme.
health-do-cage = Aucune pièce n’est ouverte ainsi. Il faut à la machine Linux 5.13 ou plus récent, avec Landlock.
health-do-package = À faire installer sur la machine : { $package }
health-do-disk = Qui prend le disque peut le lire. Faites déplacer le dossier sur un disque chiffré.
health-do-disk-unknown = Demandez à qui s’occupe de la machine.
health-do-lists = Sans liste, rien n’est reconnu. Faites reprendre la première.

opt-outs = Ce que je ne veux pas qu’on me propose
opt-outs-what = Personne ne demande de raison. C’est proposé à d’autres, et vous changez d’avis quand vous voulez.
opt-outs-who-sees = Personne d’autre ne le voit : aucune page, liste ou impression, aucune inscription du registre ne le dit à qui que ce soit. Cela se fonde sur ce qu’on sait avant tout regard ; un fichier nouveau peut donc contenir ce que vous préféreriez ne pas voir.
opt-outs-kinds = Ne me proposez pas
opt-outs-keep = Garder ce choix
content-kind-videos = Les vidéos
content-kind-listed = Les fichiers qu’une liste de contenus connus nomme, ou qui ressemblent à l’un d’eux
content-kind-gravest-category = Les fichiers qu’une telle liste met dans la catégorie la plus grave de CAID, d’INTERPOL Baseline ou des classes de l’industrie
content-kind-youngest-children = Les fichiers qu’une telle liste met parmi ceux des plus jeunes enfants, selon INTERPOL Baseline ou les classes de l’industrie
done-opt-outs-kept = C’est noté. Désormais cela est proposé à d’autres.

set-up = Ce qui manque encore à ce système
set-up-second-administrator = Une seconde personne à l’administration, car l’une peut être absente
set-up-somebody-for-lists = Quelqu’un qui reprend les listes, en criminalistique numérique ou à la supervision
set-up-first-list = La première liste, car sans liste rien n’est reconnu ; la criminalistique numérique ou la supervision la reprend
set-up-recovery-key = Votre clé de secours sur papier ; si vous ne l’avez pas notée, prenez de nouveaux codes

list-import-file = Son fichier
list-import-sending = Le fichier est en cours d’envoi.
list-import-failed = Le fichier n’est pas arrivé. Essayez à nouveau.
list-import-more = Plus de précisions sur le fichier
list-import-scheme = Système de ses catégories, par exemple caid
list-import-kind = Nature de ses empreintes, si le fichier ne la dit pas
