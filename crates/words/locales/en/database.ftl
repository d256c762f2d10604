# The database of a server, and what ties it to the unit’s folder.
database-password-shown = A password in { $address } would stand in the list of processes
database-password-elsewhere = Leave it out, and put it into the file that PGPASSFILE names, or give the whole address in SANAD_DATABASE or in sanad.toml
database-elsewhere = The records of { $path } are in the database { $database }; name it with --database
database-in-folder = The folder { $path } keeps its records in itself, and { $database } was named; leave --database out, or move the records with “sanad backup” and “sanad restore”
database-of-another = The database { $database } belongs to another folder than { $path }; name the folder and the database that belong together
database-gone = The folder { $path } had its records in { $database }, and they are not there; put them back, or restore a backup into a new folder
database-unfit = The database cannot be used
database-unreachable = The database server does not answer, or is not the one that it should be
database-not-let-in = The database server does not let this program in; check user, password and name of the database
doctor-database = Database: { $version }, { $at }
doctor-lingers = What was removed still lies in the database’s log, because another program reads it; end it, and run “sanad doctor” again
