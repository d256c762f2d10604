# `sanad serve`: el servidor.

cli-command-serve = Servir la API a programas, hasta que se detenga
cli-option-listen = Dirección y puerto en los que se escucha. HTTP sin cifrar solo en esta máquina; con certificado, en cualquier parte
cli-option-tls-cert = Cadena de certificados, un archivo PEM
cli-option-tls-key = La clave privada del certificado, un archivo PEM
cli-option-only = Servir solo esto: match, si se conocen hashes
cli-option-match-by-get = Permitir que se pregunte por hashes también con GET. Entonces figuran en direcciones, que otros guardan en sus diarios
cli-option-intake = Los elementos incautados y las listas de esta carpeta pueden examinarse e importarse cuando alguien lo pide por la API. Puede indicarse varias veces
cli-option-origin = La dirección en la que los navegadores encuentran este nodo, por ejemplo https://sanad.example: las llaves de acceso quedan ligadas a ella
cli-option-oidc-issuer = La dirección del proveedor de identidad (OpenID Connect), exactamente como él se nombra. El nodo le pregunta a él y a nadie más
cli-option-oidc-client = El nombre que ese proveedor da a este nodo (client_id)
cli-option-oidc-secret-file = Un archivo con el secreto por el que el proveedor reconoce este nodo; sin él, la variable SANAD_OIDC_SECRET
cli-option-oidc-second-factor = Lo que el proveedor dice de un inicio de sesión con segundo factor, por ejemplo amr:mfa o acr:…: entonces no se pide ningún código. Puede indicarse varias veces
cli-option-disputed-borders = Si el mapa traza con línea discontinua las fronteras que alguien discute o las omite. No respalda ninguna frontera
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
serve-oidc-no-issuer = Un proveedor de identidad tiene una dirección: indique también --oidc-issuer
serve-oidc-not-built-in = Este programa se compiló sin el inicio de sesión por un proveedor de identidad.
    Use uno compilado con --features oidc, o no indique --oidc-issuer.
serve-oidc-no-origin = El proveedor debe saber adónde devolver los navegadores: indique con --origin en qué dirección encuentran este nodo
serve-oidc-not-an-issuer = { $text } no es la dirección de un proveedor de identidad: necesita https:// y un servidor, sin consulta ni fragmento; http:// solo en esta máquina
serve-oidc-no-client = El proveedor tiene un nombre para este nodo: indique también --oidc-client
serve-oidc-not-a-factor = Un segundo factor se escribe amr: o acr: y lo que dice el proveedor, por ejemplo amr:mfa
serve-oidc-no-authorities = Este sistema no confía en ninguna autoridad de certificación, de modo que el proveedor no puede distinguirse de otros.
    Instale el paquete ca-certificates, o nombre un archivo de certificados en SSL_CERT_FILE.
serve-oidc-secret-unusable = No se puede leer un secreto de { $path }: debe ser un archivo de texto que contenga solo el secreto

serve-founding = Aquí no trabaja nadie todavía. Abra { $address } en un navegador y escriba el código { $code }

serve-glossary-unusable = El glosario de esta unidad no se puede usar: { $path }. { $what }
