# `sanad serve`: el servidor.

cli-command-serve = Servir la API a programas, hasta que se detenga
cli-option-listen = Dirección y puerto en los que se escucha. HTTP sin cifrar solo en esta máquina; con certificado, en cualquier parte
cli-option-tls-cert = Cadena de certificados, un archivo PEM
cli-option-tls-key = La clave privada del certificado, un archivo PEM
cli-option-only = Servir solo esto: match, si se conocen hashes
cli-option-match-by-get = Permitir que se pregunte por hashes también con GET. Entonces figuran en direcciones, que otros guardan en sus diarios
cli-option-intake = Los elementos incautados y las listas de esta carpeta pueden examinarse e importarse cuando alguien lo pide por la API. Puede indicarse varias veces
cli-option-origin = La dirección en la que los navegadores encuentran este nodo, por ejemplo https://sanad.example: las llaves de acceso quedan ligadas a ella
cli-option-quarantine-things = Hacer que las coincidencias de una entrada esperen a una persona cuando concuerda con más elementos distintos que este número; 0 para nunca
cli-option-quarantine-minutes = En cuántos minutos se cuenta eso
cli-value-address = DIRECCIÓN
cli-value-part = PARTE

serve-listening = Se escucha en { $address }
serve-stopped = Detenido.
serve-not-an-address = { $text } no es una dirección con puerto, como 127.0.0.1:8443
serve-plain-beyond-loopback = A { $address } se llega desde otras máquinas, y el HTTP sin cifrar se lee en el camino.
    Indique un certificado con --tls-cert y --tls-key, o escuche en 127.0.0.1.
serve-tls-half = Un certificado necesita su clave y una clave su certificado: dé --tls-cert y --tls-key juntos
serve-not-listening = No se puede escuchar en { $address }
serve-certificate = No se puede usar { $path } como certificado o clave en formato PEM
serve-intake-unusable = No se puede tomar nada de { $path }: debe ser una carpeta legible que no esté dentro de la carpeta de la unidad ni la contenga
serve-not-an-origin = { $text } no es una dirección para llaves de acceso: necesitan https:// y un nombre de servidor, sin ruta, o http://localhost y un puerto
