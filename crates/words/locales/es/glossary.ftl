# What is wrong with a node's own glossary, with what mends it; and how the glossary's page speaks of a word.

glossary-problem = Línea { $line }, { $place }: { $what }
glossary-fault-not-readable = Esto no se puede leer ({ $detail }). Compárelo con los ejemplos de docs/glossary.md
glossary-fault-no-version = La versión es un número entero a partir de 1. Escriba version = 1 y auméntela con cada cambio
glossary-fault-unknown-term = No hay ningún término con este nombre. Tome una clave de la página del glosario; un sistema cambia palabras y no añade términos
glossary-fault-unknown-language = No es ninguno de ar, en, es, fr
glossary-fault-unknown-country = Un país son dos mayúsculas de la norma ISO 3166-1, p. ej. MA
glossary-fault-empty = Aquí no hay ninguna palabra, o tiene espacios alrededor. Escriba solo la palabra
glossary-fault-unseen = Aquí hay un carácter que no se ve o que cambia el sentido de la lectura. Vuelva a escribir la palabra a mano
glossary-fault-forms-without-word = Una forma corta o un plural necesita su palabra. Escriba también word = "…"
glossary-fault-no-plural = Este término se cuenta en las páginas. Escriba también plural = "…"
glossary-fault-plural-of-uncountable = Este término no se cuenta nunca. Quite el plural
glossary-fault-shared-word = Otro término, { $other }, ya dice «{ $word }». Dos términos necesitan dos palabras: elija otra para uno de ellos

glossary-title = Glosario
glossary-edition = Edición { $version }
glossary-mark-I = leído en la página de INTERPOL en este idioma
glossary-mark-P = leído en la traducción de Primero
glossary-mark-N = leído en el NIST
glossary-mark-G = de conocimiento profesional general
glossary-confirmed = confirmado por una persona especialista
glossary-not-confirmed = aún no confirmado por una persona especialista
