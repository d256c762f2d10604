# La base de données d’un serveur, et ce qui la lie au dossier de l’unité.
database-password-shown = Un mot de passe dans { $address } figurerait dans la liste des processus
database-password-elsewhere = Retirez-le et mettez-le dans le fichier que nomme PGPASSFILE, ou donnez l’adresse entière dans SANAD_DATABASE ou dans sanad.toml
database-elsewhere = Les données de { $path } sont dans la base { $database } ; nommez-la avec --database
database-in-folder = Le dossier { $path } garde ses données en lui-même, et { $database } a été nommée ; retirez --database, ou déplacez les données avec « sanad backup » et « sanad restore »
database-of-another = La base { $database } appartient à un autre dossier que { $path } ; nommez le dossier et la base qui vont ensemble
database-gone = Le dossier { $path } avait ses données dans { $database }, et elles n’y sont plus ; remettez-les, ou restaurez une sauvegarde dans un nouveau dossier
database-unfit = La base de données ne peut pas servir
database-unreachable = Le serveur de base de données ne répond pas, ou n’est pas celui qu’il devrait être
database-not-let-in = Le serveur de base de données n’admet pas ce programme ; vérifiez l’utilisateur, le mot de passe et le nom de la base
doctor-database = Base de données : { $version }, { $at }
doctor-lingers = Ce qui a été retiré se trouve encore dans le journal de la base, parce qu’un autre programme la lit ; arrêtez-le et relancez « sanad doctor »
