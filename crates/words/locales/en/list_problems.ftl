# Why a list, a row of it or what is said of it cannot be used: formats' closed sets RowCode, Unreadable and SpecError.

list-problem-row = Row { $row } was not used: { $what }.
list-problem-row-detail = Row { $row } was not used: { $what } ({ $detail }).
list-problem-value = Row { $row } is used without one of its values: { $what } ({ $detail }).

list-problem-no-hash = it holds no hash that could be used
list-problem-wrong-length = a hash has the wrong length
list-problem-not-hexadecimal = a hash holds something that is no hexadecimal digit
list-problem-empty-file = it is the digest of an empty file and would match every empty file
list-problem-blank-hash = a hash is all zeros or all ones: a placeholder
list-problem-ambiguous-64-hex = 64 hexadecimal digits may be SHA-256 or PDQ; say which, with a header or with kind=
list-problem-could-be-an-image = it holds something that could be an image; lists never carry any
list-problem-too-long = it is longer than a row of hashes and words can be
list-problem-too-deep = it is nested deeper than the format asks for
list-problem-malformed = it does not have the shape that the format asks for
list-problem-not-text = it holds bytes that are no text
list-problem-repeated-id = its id stood in the list before; the first one counts
list-problem-repeated-value = a second value stands where one belongs; the first one counts
list-problem-bad-number = a number is outside its range
list-problem-withdrawn = its owner has withdrawn it

list-unreadable-bytes = The list could not be read: { $detail }. Copy it again, or check the medium.
list-unreadable-syntax = { $line ->
    [0] The list is not valid { $grammar } at byte { $column } ({ $detail }). It may be cut short: fetch it again.
   *[other] The list is not valid { $grammar } at line { $line }, column { $column } ({ $detail }). It may be cut short: fetch it again.
  }
list-unreadable-row-too-long = The row after row { $row } is longer than { $bytes } bytes. A closing quotation mark or bracket may be missing.
list-unreadable-wrong-shape = This is not a list in its format: { $detail } is missing.
list-unreadable-entities-refused = The list defines entities of its own near byte { $at }: refused. Ask its owner for a file without a document type.
list-unreadable-flavour-missing = The list does not say which scheme its categories belong to. Say it with scheme=.
list-unreadable-kind-missing = { $lines ->
    [one] The only line is 64 hexadecimal digits, which may be SHA-256 or PDQ. Say which with kind=sha256 or kind=pdq.
   *[other] All { $lines } lines are 64 hexadecimal digits, which may be SHA-256 or PDQ. Say which with kind=sha256 or kind=pdq.
  }
list-unreadable-no-hash-column = The table has no column of hashes ({ $columns }). Name the columns in the TOML file beside the list.
list-unreadable-column-missing = The table has no column { $column }. Mend the names in the TOML file beside the list.
list-unreadable-not-recognised = This is not a list in a known format: VICS, NCMEC XML, ICSE, hashdeep, a table with a header, one hash per line, or NSRL.
list-unreadable-foreign-database = A database is read by the caged worker, not here.

list-spec-unknown-field = There is no field { $field }. There are: { $fields }.
list-spec-bad-value = { $field } cannot be { $value }. It may be: { $wanted }.
list-spec-repeated = { $field } is said twice. Say it once.
list-spec-contradiction = set-aside and purpose contradict each other. Leave one of them out.
list-spec-not-toml = The TOML file beside the list is wrong at line { $line }: { $detail }.
list-spec-not-read = { $path } could not be read: { $detail }.
