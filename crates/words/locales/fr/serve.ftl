# `sanad serve` : le serveur.

cli-command-serve = Servir l’API aux programmes, jusqu’à l’arrêt
cli-option-listen = Adresse et port d’écoute. HTTP en clair sur cette machine seulement ; avec un certificat, partout
cli-option-tls-cert = Chaîne de certificats, un fichier PEM
cli-option-tls-key = La clé privée du certificat, un fichier PEM
cli-option-only = Ne servir que ceci : match, si des empreintes sont connues
cli-option-match-by-get = Permettre aussi de demander des empreintes par GET. Elles figurent alors dans des adresses, que d’autres gardent dans leurs journaux
cli-option-intake = Les scellés et les listes de ce dossier peuvent être examinés et importés à la demande par l’API. Peut être indiqué plusieurs fois
cli-option-origin = L’adresse à laquelle les navigateurs joignent ce nœud, par exemple https://sanad.example : les clés d’accès y sont liées
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
