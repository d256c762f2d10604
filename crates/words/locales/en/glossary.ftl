# What is wrong with a node's own glossary, with what mends it; and how the glossary's page speaks of a word.

glossary-problem = Line { $line }, { $place }: { $what }
glossary-fault-not-readable = This cannot be read ({ $detail }). Compare it with the examples in docs/glossary.md
glossary-fault-no-version = The version is a whole number from 1 on. Write version = 1, and raise it with every change
glossary-fault-unknown-term = There is no term of this name. Take a key from the glossary’s page; a node changes words and adds no terms
glossary-fault-unknown-language = This is none of ar, en, es, fr
glossary-fault-unknown-country = A country is two capital letters of ISO 3166-1, e.g. MA
glossary-fault-empty = There is no word here, or blanks stand around it. Write the word alone
glossary-fault-unseen = A character here cannot be seen or turns the direction of reading. Type the word again by hand
glossary-fault-forms-without-word = A short form or a plural needs its word. Write word = "…" as well
glossary-fault-no-plural = This term is counted on pages. Write plural = "…" as well
glossary-fault-plural-of-uncountable = This term is never counted. Leave out the plural
glossary-fault-shared-word = Another term, { $other }, already says “{ $word }”. Two terms need two words: choose another for one of them

glossary-title = Glossary
glossary-edition = Edition { $version }
glossary-mark-I = read on INTERPOL’s page in this language
glossary-mark-P = read in Primero’s translation
glossary-mark-N = read at NIST
glossary-mark-G = from general professional knowledge
glossary-confirmed = confirmed by a specialist
glossary-not-confirmed = not yet confirmed by a specialist
