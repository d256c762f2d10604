# `sanad serve`: the server.

cli-command-serve = Serve the API to programs, until it is stopped
cli-option-listen = Address and port to listen on. Plain HTTP on this machine alone; with a certificate, anywhere
cli-option-tls-cert = Certificate chain, a PEM file
cli-option-tls-key = The certificate’s private key, a PEM file
cli-option-only = Serve nothing but this: match, whether hashes are known
cli-option-match-by-get = Let hashes be asked for by GET too. They then stand in addresses, which others keep in logs
cli-option-intake = Exhibits and lists below this folder may be examined and taken in when somebody asks by the API. May be said several times
cli-option-origin = The address under which browsers reach this node, such as https://sanad.example: passkeys are bound to it
cli-option-oidc-issuer = The address of the provider that says who people are (OpenID Connect), exactly as it calls itself. The node asks it, and nobody else
cli-option-oidc-client = What that provider calls this node (client_id)
cli-option-oidc-secret-file = A file with the secret by which the provider knows this node; without it, the variable SANAD_OIDC_SECRET
cli-option-oidc-second-factor = What the provider says of a sign-in with a second factor, such as amr:mfa or acr:…: then no code is asked for. May be said several times
cli-option-disputed-borders = Whether the map draws borders that somebody disputes dashed or leaves them out. It endorses no boundary
cli-option-quarantine-things = Let matches of an entry wait for a person once it agrees with more different things than this; 0 for never
cli-option-quarantine-minutes = Within how many minutes that is counted
cli-value-address = ADDRESS
cli-value-part = PART

serve-listening = Listening on { $address }
serve-stopped = Stopped.
serve-not-an-address = { $text } is no address with a port, such as 127.0.0.1:8443
serve-plain-beyond-loopback = { $address } can be reached from other machines, and plain HTTP can be read on the way.
    Name a certificate with --tls-cert and --tls-key, or listen on 127.0.0.1.
serve-tls-half = A certificate needs its key and a key its certificate: give --tls-cert and --tls-key together
serve-not-listening = Cannot listen on { $address }
serve-certificate = Cannot use { $path } as a certificate or key in PEM form
serve-intake-unusable = Nothing can be taken from { $path }: it must be a folder that can be read, and neither in the unit’s own folder nor around it
serve-not-an-origin = { $text } is no address for passkeys: they need https:// and a host’s name, without a path, or http://localhost and a port
serve-oidc-no-issuer = A provider of sign-ins has an address: give --oidc-issuer too
serve-oidc-not-built-in = This program was built without sign-in by a provider.
    Take one that was built with --features oidc, or leave --oidc-issuer out.
serve-oidc-no-origin = The provider must know where to send browsers back: say with --origin under which address they reach this node
serve-oidc-not-an-issuer = { $text } is no address of a provider: it needs https:// and a host, without ? and #; plain http:// on this machine alone
serve-oidc-no-client = The provider has a name for this node: give --oidc-client too
serve-oidc-not-a-factor = A second factor is written as amr: or acr: and what the provider says, such as amr:mfa
serve-oidc-no-authorities = This system trusts no certificate authority, so that the provider cannot be told from others.
    Install the package ca-certificates, or name a file of certificates in SSL_CERT_FILE.
serve-oidc-secret-unusable = Cannot read a secret from { $path }: it must be a text file with the secret and nothing else

serve-founding = Nobody works here yet. Open { $address } in a browser and type the code { $code }

serve-glossary-unusable = The glossary of this unit cannot be used: { $path }. { $what }
