# What stands around pages, and the pages on which people sign in, choose how they read, and begin their day.

product-name = Sanad
frame-skip = Aller au contenu
frame-menu = Menu
frame-language = Langue
frame-choose = Choisir
frame-sign-out = Se déconnecter
frame-close = Fermer
room-today = Aujourd’hui
room-settings = Mes réglages
shortcuts-title = Touches
shortcut-help = Afficher ces touches
shortcut-menu = Aller au menu
trouble-home = Revenir à la première page
page-sign-in = Connexion
page-recover = Mot de passe ou codes perdus
page-renew = Choisir un nouveau mot de passe
page-secrets = Ce qui vous sert désormais à vous connecter
field-login = Identifiant
field-password = Mot de passe
field-password-until-now = Mot de passe actuel
field-new-password = Nouveau mot de passe, 12 caractères au moins
field-again = Le même encore une fois
field-code = Code de l’application d’authentification, 6 chiffres
field-recovery-key = Clé de secours, sur la feuille imprimée
sign-in-do = Se connecter
sign-in-lost = J’ai perdu mon mot de passe ou mes codes
sign-in-back = Revenir à la connexion
sign-in-refused = Ces données ne concordent pas. Vérifiez l’identifiant, le mot de passe et le code du moment ; chaque code ne sert qu’une fois.
recover-what = La clé de secours vous laisse entrer une fois pour choisir un mot de passe et prendre de nouveaux codes. Elle ne sert plus ensuite ; une nouvelle vous est montrée.
recover-do = Choisir ce mot de passe
recover-refused = Ces données ne concordent pas. Vérifiez l’identifiant et chaque lettre de la clé de secours.
renew-first = Quelqu’un d’autre a vu le mot de passe avec lequel vous êtes entré·e. Choisissez-en un que vous seul·e connaissez ; de nouveaux codes vous sont ensuite montrés, une seule fois.
renew-again = Vous choisissez un nouveau mot de passe et prenez de nouveaux codes. Toutes vos sessions prennent fin, celle-ci aussi.
renew-do = Choisir ce mot de passe
renew-refused = Le mot de passe actuel est un autre.
secrets-once = Cette page n’est montrée qu’une fois. Ne la quittez pas avant d’avoir tout noté.
secrets-code = Codes
secrets-code-what = Présentez cette image à votre application d’authentification.
secrets-code-picture = Code QR pour l’application d’authentification
secrets-code-typed = Ou saisissez-y cette clé :
secrets-password = Mot de passe
secrets-recovery = Clé de secours
secrets-recovery-what = Imprimez-la ou notez-la, et mettez-la sous clé. Elle vous laisse entrer une fois si le mot de passe ou les codes sont perdus.
secrets-done = J’ai tout noté : me connecter
done-signed-out = Vous êtes déconnecté·e.
done-settings-kept = Vos réglages sont enregistrés.
done-session-ended = La session est terminée.
done-news-read = Les nouvelles sont marquées comme lues.
done-break-noted = Votre pause est notée. Revenez quand vous serez prêt·e.
settings-reading = Comment je lis
settings-own = Personne d’autre ne voit ce que vous choisissez ici.
setting-language = Langue
setting-language-browser = Celle de mon navigateur
setting-time-zone = Fuseau horaire, par exemple Asia/Amman
setting-appearance = Clair ou sombre
setting-appearance-system = Comme mon système
setting-appearance-light = Clair
setting-appearance-dark = Sombre
setting-digits = Chiffres des nombres et des dates
setting-digits-western = 0 1 2 3
setting-digits-arabic-indic = ٠ ١ ٢ ٣, en arabe
setting-months = Noms des mois en arabe
setting-months-gregorian = يناير
setting-months-levant = كانون الثاني
setting-months-maghreb = جانفي
setting-months-both = كانون الثاني/يناير
setting-pictures = Images
setting-pictures-grey = Petites et grises, jusqu’à ce que j’en demande plus
setting-pictures-never = Aucun pixel : des étiquettes et des mots seulement
setting-reveal = Afficher un aperçu
setting-reveal-hold = Tant que je tiens une touche
setting-reveal-press = Une pression affiche, la suivante masque
settings-keep = Enregistrer ces réglages
settings-sign-in = Connexion
settings-renew = Choisir un nouveau mot de passe et prendre de nouveaux codes
settings-sessions = Mes sessions ouvertes
session-began = Début
session-seen = Dernière utilisation
session-ends = Fin
session-end = Terminer cette session
today-nothing = Rien ne vous attend en ce moment.
today-break = Il est temps de faire une pause
today-break-why = Vous êtes depuis un moment face à des contenus éprouvants. Une pause aide, et personne n’en est informé.
today-break-take = Je fais une pause
today-clocks = Délais
today-clocks-count =
    { $n ->
        [one] { $n } délai est dépassé ou prend fin dans les trois jours
        [many] { $n } de délais sont dépassés ou prennent fin dans les trois jours
       *[other] { $n } délais sont dépassés ou prennent fin dans les trois jours
    }
clock-late-since = dépassé depuis le { $when }
clock-due = jusqu’au { $when }
clock-still = suspendu
clock-kind-protection-told = Informer les services de protection
clock-kind-referral-answer = Réponse des services de protection
clock-kind-child-newly-identified = Enfant nouvellement identifié : les suites
clock-kind-person-status = Décider du statut d’une personne
clock-kind-preservation = Fin de la préservation des contenus
clock-kind-retention-review = Vérifier si un dossier est encore nécessaire
clock-kind-plan-review = Revue du plan d’accompagnement
today-answers = Des collègues ont besoin d’une seconde personne
today-answer-of = Demandé : { $verb }
today-claims = Correspondances à trancher
today-settle = Classifications divergentes
today-settle-blind = Ce qui a été dit n’est pas montré ici, pour que vous puissiez encore classer de votre côté.
today-jobs = En cours
today-news = Nouvelles
today-news-more = Il y en a d’autres ; elles viennent une fois celles-ci lues.
today-news-read = J’ai lu cela
closeness-exact = correspondance exacte
closeness-near = correspondance approchante, à confirmer
closeness-altered = copie peut-être modifiée, à confirmer
closeness-contradicted = contredite
job-state-waiting = en attente
job-state-running = en cours
news-match-claimed = Une liste arrivée plus tard connaît un fichier du scellé { $exhibit } : { $list }
news-match-gone = Une liste ne connaît plus un fichier du scellé { $exhibit } : { $list }
news-series-agrees = Un fichier détenu ici ressemble à celui d’une série, ou en fait partie
news-proposals-wait = Une série a trouvé des fichiers semblables aux siens ; ils attendent une décision
news-recheck = Ce sur quoi ceci s’appuyait ne tient plus : { $record }. À revoir
news-entries-opened = Un auditeur a ouvert par accès d’urgence le relevé de vos actes
news-passkey-copied = Deux appareils détiennent une de vos clés d’accès : elle ne connecte plus personne et toutes vos sessions ont été terminées
news-provider-account-bound = Désormais le fournisseur de connexion peut vous connecter
news-consent-withdrawn = Un consentement a été retiré : ce qui s’appuyait dessus doit cesser
news-call = Appeler { $unit } : { $contact }
news-entry-quarantined = Une entrée de la liste { $list } a concordé avec plus de { $n } objets en peu de temps ; ses correspondances attendent une personne
news-lead-moved =
    { $state ->
        [sent] Une piste vous a été envoyée
        [accepted] Une piste que vous avez envoyée a été acceptée
        [given-back] Une piste que vous avez envoyée a été rendue
       *[other] Une piste a été reprise par son expéditeur
    }

setting-months-morocco = يناير، غشت
