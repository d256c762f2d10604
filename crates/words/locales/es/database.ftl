# La base de datos de un servidor, y lo que la une a la carpeta de la unidad.
database-password-shown = Una contraseña en { $address } aparecería en la lista de procesos
database-password-elsewhere = Quítela y póngala en el archivo que indica PGPASSFILE, o dé la dirección entera en SANAD_DATABASE o en sanad.toml
database-elsewhere = Los datos de { $path } están en la base { $database }; indíquela con --database
database-in-folder = La carpeta { $path } guarda sus datos en sí misma, y se indicó { $database }; quite --database, o traslade los datos con «sanad backup» y «sanad restore»
database-of-another = La base { $database } pertenece a otra carpeta que { $path }; indique la carpeta y la base que van juntas
database-gone = La carpeta { $path } tenía sus datos en { $database }, y ya no están; vuelva a ponerlos, o restaure una copia de seguridad en una carpeta nueva
database-unfit = La base de datos no se puede usar
database-unreachable = El servidor de base de datos no responde, o no es el que debería ser
database-not-let-in = El servidor de base de datos no admite este programa; compruebe el usuario, la contraseña y el nombre de la base
doctor-database = Base de datos: { $version }, { $at }
doctor-lingers = Lo que se quitó sigue en el registro de la base, porque otro programa la está leyendo; ciérrelo y ejecute «sanad doctor» de nuevo
