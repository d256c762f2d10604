# The first page of a node, who works here, second persons, and what somebody had to look at.

page-start = Un nouveau système
start-what = Personne ne travaille encore ici. Vous ouvrez votre unité et en devenez la première personne chargée de l’administration ; cela prend quelques minutes. Tout peut être changé plus tard.
start-code = Le code affiché au terminal
start-code-field = Code que le programme a affiché à son démarrage
start-code-wrong = Ce n’est pas le dernier code affiché par le programme. Regardez le terminal ; après dix codes erronés, redémarrez le programme.
start-not-a-country = Un pays s’écrit en deux lettres, par exemple JO
start-unit = Votre unité
start-you = Vous
start-you-what = La personne qui administre s’occupe des personnes et du système et ne voit rien des affaires.
start-do = Ouvrir l’unité
field-unit-name = Nom de l’unité
field-country = Pays, deux lettres
field-victim-prefix = Début des codes des victimes, par exemple JO-CP
field-contact = Comment les autres unités la joignent
field-name = Nom, tel que les collègues le disent
field-login-new = Identifiant : lettres latines minuscules, chiffres, points
secrets-hand-over = Ceci appartient à { $name }. Remettez-le en main propre ; à la première connexion, { $name } choisit un mot de passe que personne d’autre ne connaît.
secrets-done-of = J’ai tout noté : revenir aux personnes
page-secrets-of = Ce qui sert à votre collègue à se connecter
room-administration = Personnes et unités
room-second-persons = Seconde personne
room-wellbeing = Mon bien-être
room-welfare = Personnes dont je prends soin
page-wellbeing-of = Bien-être d’un·e collègue
list-separator = {", "}
administration-second-wanted = Moins de deux personnes administrent ce système. Donnez ce rôle à quelqu’un d’autre, car l’une peut être absente.
administration-people = Personnes
administration-units = Unités
administration-add = Ajouter quelqu’un
administration-add-what = Ce qui leur sert à se connecter est montré une fois, pour que vous le remettiez.
administration-add-do = Ajouter
administration-unit-add = Ouvrir une autre unité
administration-roles-what = Toutes les sessions de cette personne prennent fin quand les rôles changent.
administration-roles-do = Fixer ces rôles
administration-access = Accès
administration-reset-what = Qui a tout perdu reçoit de nouvelles données de connexion. Les sessions et les jetons d’accès prennent fin.
administration-reset-do = Donner de nouvelles données
administration-disable-what = Qui ne travaille plus ici n’entre plus ; ce qui a été fait demeure.
administration-disable-do = Fermer l’accès
administration-back = Revenir aux personnes et unités
done-unit-opened = L’unité est ouverte.
done-user-added = La personne a été ajoutée.
done-roles-set = Les rôles sont fixés ; toutes les sessions de cette personne ont pris fin.
done-user-disabled = L’accès de cette personne est fermé.
done-user-reset = Cette personne a de nouvelles données de connexion.
done-second-person-asked = Votre demande attend une réponse. Une fois l’accord donné, refaites la même chose.
done-second-person-answered = Votre réponse est enregistrée.
second-person-ask = Demander une seconde personne
second-person-why = Pourquoi il faut le faire
second-person-ask-do = Demander
second-persons-what = Ce qu’une personne seule ne doit pas faire attend quelqu’un d’autre. N’acceptez que ce que vous feriez vous-même.
second-persons-to-answer = Ce à quoi je peux répondre
second-persons-others = Ce que j’ai demandé, et ce qui est terminé
second-persons-none = Rien
second-person-subject = Au sujet de
second-person-by = Demandé par
second-person-reason = Pourquoi
second-person-until = Réponse possible jusqu’au
second-person-answer-why = Pourquoi ; nécessaire en cas de refus
second-person-agree = Je suis d’accord
second-person-decline = Je ne suis pas d’accord
ask-state-waiting = en attente
ask-state-agreed = accordé
ask-state-declined = refusé
ask-state-used = fait
wellbeing-notice = Ceci est pour vous et pour la personne chargée du bien-être. Personne d’autre ne le voit ; il ne peut servir à juger votre travail, et il expire après 90 jours.
wellbeing-notice-of = Ceci est pour votre collègue, et pour vous qui êtes chargé·e du bien-être. Personne d’autre ne le voit ; il ne peut servir à juger le travail de quiconque, et il expire après 90 jours.
welfare-notice = Ouvrez une personne à la fois, pour en prendre soin. C’est enregistré, et la personne peut en être informée. Aucun chiffre à côté des noms, personne n’est comparé.
wellbeing-week = Les sept derniers jours
wellbeing-minutes =
    { $n ->
        [one] { $n } minute
        [many] { $n } de minutes
       *[other] { $n } minutes
    }
wellbeing-previews = Aperçus affichés
wellbeing-previews-n =
    { $n ->
        [one] { $n } aperçu
        [many] { $n } d’aperçus
       *[other] { $n } aperçus
    }
wellbeing-previews-what = Les aperçus affichés à la table de tri se comptent ici d’eux-mêmes. La durée et la dureté, c’est la personne qui a regardé qui les note.
wellbeing-add = Noter ce que j’ai regardé ou entendu
wellbeing-add-what = Images, sons et textes comptent tous. Vous n’avez de compte à rendre à personne.
wellbeing-severity = À quel point c’était éprouvant
wellbeing-minutes-field = Minutes
wellbeing-sound = Avec le son
wellbeing-add-do = Noter
wellbeing-entries = Les 90 derniers jours
wellbeing-none = Rien n’est noté.
wellbeing-when = Quand
wellbeing-long = Durée
answer-yes = oui
answer-no = non
severity-mild = Descriptions, aperçus petits ou gris
severity-moderate = Contenus sans acte
severity-severe = Contenus montrant un acte
severity-extreme = Au-delà : violence, ou très jeune enfant
break-due-hard-material = Assez de contenus éprouvants pour une seule fois.
break-due-long-at-it = Assez longtemps sans repos.
done-exposure-added = C’est noté, pour vous seul·e.
