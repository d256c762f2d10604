# `sanad serve` : le serveur.

cli-command-serve = Servir l’API aux programmes, jusqu’à l’arrêt
cli-option-listen = Adresse et port d’écoute. HTTP en clair sur cette machine seulement ; avec un certificat, partout
cli-option-tls-cert = Chaîne de certificats, un fichier PEM
cli-option-tls-key = La clé privée du certificat, un fichier PEM
cli-option-only = Ne servir que ceci : match, si des empreintes sont connues
cli-option-match-by-get = Permettre aussi de demander des empreintes par GET. Elles figurent alors dans des adresses, que d’autres gardent dans leurs journaux
cli-option-intake = Les scellés et les listes de ce dossier peuvent être examinés et importés à la demande par l’API. Peut être indiqué plusieurs fois
cli-option-origin = L’adresse à laquelle les navigateurs joignent ce nœud, par exemple https://sanad.example : les clés d’accès y sont liées
cli-option-oidc-issuer = L’adresse du fournisseur d’identité (OpenID Connect), exactement comme il se nomme. Le nœud l’interroge, et personne d’autre
cli-option-oidc-client = Le nom que ce fournisseur donne à ce nœud (client_id)
cli-option-oidc-secret-file = Un fichier avec le secret auquel le fournisseur reconnaît ce nœud ; sans lui, la variable SANAD_OIDC_SECRET
cli-option-oidc-second-factor = Ce que le fournisseur dit d’une connexion à deux facteurs, par exemple amr:mfa ou acr:… : aucun code n’est alors demandé. Peut être indiqué plusieurs fois
cli-option-disputed-borders = Si la carte trace en pointillés les frontières que quelqu’un conteste ou les omet. Elle n’approuve aucune frontière
cli-option-quarantine-things = Faire attendre une personne aux correspondances d’une entrée qui concorde avec plus d’éléments différents que ce nombre ; 0 pour jamais
cli-option-quarantine-minutes = En combien de minutes cela est compté
cli-value-address = ADRESSE
cli-value-part = PARTIE

serve-listening = À l’écoute sur { $address }
serve-stopped = Arrêté.
serve-not-an-address = { $text } n’est pas une adresse avec un port, comme 127.0.0.1:8443
serve-plain-beyond-loopback = { $address } peut être atteinte depuis d’autres machines, et le HTTP en clair se lit en chemin.
    Indiquez un certificat par --tls-cert et --tls-key, ou écoutez sur 127.0.0.1.
serve-tls-half = Un certificat a besoin de sa clé et une clé de son certificat : donnez --tls-cert et --tls-key ensemble
serve-not-listening = Impossible d’écouter sur { $address }
serve-certificate = Impossible d’utiliser { $path } comme certificat ou clé au format PEM
serve-intake-unusable = Rien ne peut être pris dans { $path } : ce doit être un dossier lisible, qui ne soit ni dans le dossier de l’unité ni autour de lui
serve-not-an-origin = { $text } n’est pas une adresse pour des clés d’accès : il faut https:// et un nom d’hôte, sans chemin, ou http://localhost et un port
serve-oidc-no-issuer = Un fournisseur d’identité a une adresse : indiquez aussi --oidc-issuer
serve-oidc-not-built-in = Ce programme a été compilé sans la connexion par un fournisseur d’identité.
    Prenez-en un compilé avec --features oidc, ou n’indiquez pas --oidc-issuer.
serve-oidc-no-origin = Le fournisseur doit savoir où renvoyer les navigateurs : indiquez par --origin à quelle adresse ils joignent ce nœud
serve-oidc-not-an-issuer = { $text } n’est pas l’adresse d’un fournisseur d’identité : il faut https:// et un hôte, sans requête ni fragment ; http:// sur cette machine seulement
serve-oidc-no-client = Le fournisseur a un nom pour ce nœud : indiquez aussi --oidc-client
serve-oidc-not-a-factor = Un second facteur s’écrit amr: ou acr: suivi de ce que dit le fournisseur, par exemple amr:mfa
serve-oidc-no-authorities = Ce système ne fait confiance à aucune autorité de certification, si bien que le fournisseur ne peut être distingué d’un autre.
    Installez le paquet ca-certificates, ou nommez un fichier de certificats dans SSL_CERT_FILE.
serve-oidc-secret-unusable = Impossible de lire un secret dans { $path } : ce doit être un fichier texte qui ne contient que le secret

serve-founding = Personne ne travaille encore ici. Ouvrez { $address } dans un navigateur et saisissez le code { $code }

serve-glossary-unusable = Le glossaire de cette unité ne peut pas être utilisé : { $path }. { $what }
