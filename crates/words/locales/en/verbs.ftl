# What the verbs say beside tables and summaries: lists, exhibits, verification, the node's health.

verb-list-spec = The list “{ $list }” cannot be used as it is named: { $what }
verb-list-unusable = The list { $list } cannot be used: { $what }
verb-not-a-hash = { $text } is neither a file nor a file fingerprint (32, 40 or 64 hexadecimal digits)
verb-list-refused =
    { $rows ->
        [one] { $rows } row of the list { $list } was refused; “sanad list show” names it
       *[other] { $rows } rows of the list { $list } were refused; “sanad list show” names them
    }
verb-list-refused-more =
    { $rows ->
        [one] and { $rows } more row
       *[other] and { $rows } more rows
    }
verb-list-exported = The list { $list } was written to { $path }
verb-list-removed =
    { $versions ->
        [one] The list { $list } was removed, { $versions } version of it
       *[other] The list { $list } was removed, { $versions } versions of it
    }
verb-exhibit-removed = The exhibit { $id } was removed from this unit’s folder; the exhibit itself was not touched
verb-verified =
    { $entries ->
        [one] { $path } is unchanged: SHA-256 { $sha256 }, written by { $run }; the ledger of { $entries } entry is whole
       *[other] { $path } is unchanged: SHA-256 { $sha256 }, written by { $run }; the ledger of { $entries } entries is whole
    }

doctor-version = Sanad { $version } (commit { $commit })
doctor-self-test = Self-test: { $right } of { $planted } answers right
doctor-self-test-failed = Self-test failed: { $what }
doctor-brute-force = The index failed its self-test; every entry is compared one by one until it is rebuilt
doctor-caged = Decoders run in a cage (Landlock { $landlock }, seccomp)
doctor-uncaged = Decoders cannot be caged on this system
doctor-decoder = Decoder: { $name } { $version }
doctor-missing = The helper program { $tool } is not installed (package { $package })
doctor-without-ffmpeg = Without it no video is compared by look
doctor-without-heif = Without it no HEIC or AVIF picture is compared by look
doctor-without-bsdtar = Without it no 7z, RAR or compressed tar archive is opened
doctor-without-sqlite3 = Without it no NSRL list is taken in
doctor-disk-encrypted = The disk under the unit’s folder is encrypted
doctor-disk-plain = The disk under the unit’s folder is not encrypted
doctor-disk-unknown = Whether the disk under the unit’s folder is encrypted cannot be told
doctor-lists =
    { $lists ->
        [one] { $lists } list
       *[other] { $lists } lists
    }
doctor-exhibits =
    { $exhibits ->
        [one] { $exhibits } exhibit
       *[other] { $exhibits } exhibits
    }
doctor-ledger =
    { $entries ->
        [one] The ledger of { $entries } entry is whole; root { $root }
       *[other] The ledger of { $entries } entries is whole; root { $root }
    }

verb-list-nsrl-set-aside = The list { $list } holds known software; add “set-aside=yes” to it, or its files would be reported as known material
custody-ask = What is asked now stands on every output; an empty answer records nothing
custody-ask-authority = { term-legal-basis.title }
custody-ask-exhibit-number = Exhibit number
custody-ask-seal = Seal
custody-ask-examiner = Examiner
verb-list-no-rows = No row of the list { $list } could be used; “sanad list import” names what is wrong with each
verb-list-too-wide-to-screen = The list { $list } has a threshold of { $threshold } bits, with which screening cannot be sure of missing nothing; without --screen it can be asked
verb-triage-held =
    { $files ->
        [one] { $files } file that is new to the lists is held in a case of this node; call { $unit }
       *[other] { $files } files that are new to the lists are held in cases of this node; call { $unit }
    }
