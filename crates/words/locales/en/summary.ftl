# The summary that an officer reads aloud: on the terminal and at the head of the printed report.

not-for-evidence = No authority recorded: not for evidence

summary-title = Summary
summary-media = Pictures and video
summary-pictures = Pictures
summary-videos = Video
summary-others = Everything else

# Distinct files, and the places they were found at.
summary-count =
    { $files ->
        [0] none
        [one] { $files } file
       *[other] { $files } files
    }{ $places ->
        [0] { "" }
        [one] , in { $places } place
       *[other] , in { $places } places
    }
summary-new = New, on none of the lists asked: { summary-count }
summary-held-in-this-node = Held in this node, in a case of a unit to call: { summary-count }
summary-known = Known, its bytes are on a list: { summary-count }
summary-near = Near match, to be confirmed by a person: { summary-count }
summary-altered = Possible altered copy, to be confirmed by a person: { summary-count }
summary-set-aside = Known, set aside from examination: { summary-count }
summary-unreadable = Unreadable: { summary-count }

summary-stacks =
    { $stacks ->
        [0] No group of near-duplicates
        [one] { $stacks } group of near-duplicates
       *[other] { $stacks } groups of near-duplicates
    }{ $files ->
        [0] { "" }
        [one] , { $files } file in all
       *[other] , { $files } files in all
    }
summary-seen-elsewhere =
    { $files ->
        [0] No file is also in another exhibit of this unit
        [one] { $files } file is also in another exhibit of this unit; this alone makes no link
       *[other] { $files } files are also in another exhibit of this unit; this alone makes no link
    }
summary-worth-a-look =
    { $files ->
        [0] No other file is worth a look beside an entry of a list
        [one] { $files } file is worth a look beside an entry of a list; that is no match
       *[other] { $files } files are worth a look beside an entry of a list; that is no match
    }

summary-screened =
    { $files ->
        [0] No picture was only screened
        [one] { $files } picture was only screened: nothing on these lists looks like it; its look was not taken
       *[other] { $files } pictures were only screened: nothing on these lists looks like them; their look was not taken
    }

summary-not-examined = Not examined, or not wholly, and why
summary-not-examined-none = Nothing was left out
summary-not-examined-reason =
    { $places ->
        [one] { $places } place: { $reason }
       *[other] { $places } places: { $reason }
    }

summary-bytes = Bytes: { $read } read + { $skipped } skipped + { $unreadable } unreadable = { $total } in all
summary-bytes-inside-archives = Apart from these, bytes read inside archives: { $bytes }

summary-lists-asked = Lists asked
summary-lists-none = No list was asked: every file that could be read is new
summary-list =
    { $rows ->
        [one] { $name } ({ $format }): { $rows } row
       *[other] { $name } ({ $format }): { $rows } rows
    }{ $refused ->
        [0] { "" }
        [one] , { $refused } refused
       *[other] , { $refused } refused
    }

summary-self-test = Self-test: { $right } of { $planted } right
summary-self-test-brute-force = The index failed its self-test; every comparison was made one by one instead
summary-self-test-worker-wrong = The built-in picture did not come through the decoder with the right fingerprint
summary-uncaged = Decoders ran without a cage (--uncaged)
summary-exhibit-changed = The exhibit changed while it was examined: its listing afterwards is not the one before
summary-match-is-a-claim = A match is an indication, not a verdict; a near match waits for a person
