# Why a list, a row of it or what is said of it cannot be used: formats' closed sets RowCode, Unreadable and SpecError.

list-problem-row = No se usó la fila { $row }: { $what }.
list-problem-row-detail = No se usó la fila { $row }: { $what } ({ $detail }).
list-problem-value = La fila { $row } se usa sin uno de sus valores: { $what } ({ $detail }).

list-problem-no-hash = no contiene ninguna huella que se pueda usar
list-problem-wrong-length = una huella no tiene la longitud correcta
list-problem-not-hexadecimal = una huella contiene algo que no es un dígito hexadecimal
list-problem-empty-file = es la huella de un archivo vacío y coincidiría con todos los archivos vacíos
list-problem-blank-hash = una huella está formada solo por ceros o solo por unos
list-problem-ambiguous-64-hex = 64 dígitos hexadecimales pueden ser SHA-256 o PDQ; indíquelo con un encabezado o con kind=
list-problem-could-be-an-image = contiene algo que podría ser una imagen; una lista nunca lleva ninguna
list-problem-too-long = es más larga de lo que puede ser una fila de huellas y palabras
list-problem-too-deep = está anidada a más profundidad de la que pide el formato
list-problem-malformed = no tiene la forma que pide el formato
list-problem-not-text = contiene bytes que no son texto
list-problem-repeated-id = su identificador ya figuraba en la lista; cuenta el primero
list-problem-repeated-value = hay un segundo valor donde corresponde uno solo; cuenta el primero
list-problem-bad-number = un número está fuera de sus límites
list-problem-withdrawn = su propietario la ha retirado

list-unreadable-bytes = No se pudo leer la lista: { $detail }. Cópiela de nuevo o revise el soporte.
list-unreadable-syntax = { $line ->
    [0] La lista no es { $grammar } válido en el byte { $column } ({ $detail }). Puede estar cortada: obténgala de nuevo.
   *[other] La lista no es { $grammar } válido en la línea { $line }, columna { $column } ({ $detail }). Puede estar cortada: obténgala de nuevo.
  }
list-unreadable-row-too-long = La fila que sigue a la fila { $row } supera los { $bytes } bytes. Puede faltar una comilla o un corchete de cierre.
list-unreadable-wrong-shape = Esto no es una lista en su formato: falta { $detail }.
list-unreadable-entities-refused = La lista define entidades propias cerca del byte { $at }: rechazada. Pida a su propietario un archivo sin tipo de documento.
list-unreadable-flavour-missing = La lista no dice a qué escala pertenecen sus categorías. Indíquelo con scheme=.
list-unreadable-kind-missing = { $lines ->
    [one] La única línea es de 64 dígitos hexadecimales, que pueden ser SHA-256 o PDQ. Indíquelo con kind=sha256 o kind=pdq.
    [many] Los { $lines } de líneas son todos de 64 dígitos hexadecimales, que pueden ser SHA-256 o PDQ. Indíquelo con kind=sha256 o kind=pdq.
   *[other] Las { $lines } líneas son todas de 64 dígitos hexadecimales, que pueden ser SHA-256 o PDQ. Indíquelo con kind=sha256 o kind=pdq.
  }
list-unreadable-no-hash-column = La tabla no tiene ninguna columna de huellas ({ $columns }). Nombre las columnas en el archivo TOML que acompaña a la lista.
list-unreadable-column-missing = La tabla no tiene la columna { $column }. Corrija los nombres en el archivo TOML que acompaña a la lista.
list-unreadable-not-recognised = Esto no es una lista en un formato conocido: VICS, XML de NCMEC, ICSE, hashdeep, tabla con encabezado, una huella por línea o NSRL.
list-unreadable-foreign-database = Una base de datos la lee el proceso confinado, no esta parte.

list-spec-unknown-field = No existe el campo { $field }. Existen: { $fields }.
list-spec-bad-value = { $field } no puede ser { $value }. Puede ser: { $wanted }.
list-spec-repeated = { $field } se indica dos veces. Indíquelo una sola vez.
list-spec-contradiction = set-aside y purpose se contradicen. Quite uno de los dos.
list-spec-not-toml = El archivo TOML que acompaña a la lista es incorrecto en la línea { $line }: { $detail }.
list-spec-not-read = No se pudo leer { $path }: { $detail }.
