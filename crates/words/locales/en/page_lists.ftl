# The pages of lists: whose they are, how old, how often they erred, and what they match now.

room-lists = Lists
page-list = List
page-list-claims = What this list matches now
lists-no-list = There is no list yet. Without one every file is new.
list-column-name = List
list-column-owner = Owner
list-column-purpose = Purpose
list-column-rows = Entries
list-column-taken = Taken in
list-column-tlp = Handling
list-stale = not brought up to date for 30 days or more
list-owner-unknown = not said
list-facts = What it is
list-version = Version
list-scheme = Scheme of its categories
list-threshold = Threshold of near matches
list-threshold-bits = { $threshold } of 256
list-altered = Altered copies
list-altered-yes = are looked for
list-altered-no = are not looked for
list-precedence = Precedence when several match
list-format = Format
list-digest = Digest of its file (SHA-256)
list-rematched-yes = Every stored file has met this version.
list-rematched-no = Not every stored file has met this version yet.
list-claims = What it matches now
list-claims-none = It matches no file that you may see.
list-test = Self-test
list-test-what = Hashes that are known to be on the list are asked for; each must be found.
list-test-do = Test it now
done-list-tested = The list answered everything that was planted in it.
done-list-tested-slowly = The list answered everything that was planted in it, entry by entry: its index has to be built anew.
list-measured = How often its near matches were wrong
list-measured-none = Nobody has decided about a near match of this list yet.
list-measured-share = { $share } % were rejected; between { $low } % and { $high } % in 19 of 20 such counts
list-measured-distance = Difference up to
list-measured-confirmed = Confirmed at it
list-measured-rejected = Rejected at it
list-measured-error = Wrong up to it
list-percent = { $share } %
list-handling = How it is handled
list-handling-keeper = Kept by the unit
list-handling-nobody = No unit has said yet how it is handled.
list-handling-told = Words, ids and categories of its entries are shown to you.
list-handling-untold = Words, ids and categories of its entries are not shown to you; that something matches is.
list-refused = Rows that were refused
list-refused-none = No row was refused.
list-refused-count =
    { $n ->
        [one] { $n } row was refused
       *[other] { $n } rows were refused
    }
list-refused-first =
    { $n ->
        [one] The first { $n } is named here
       *[other] The first { $n } are named here
    }
list-refused-row = Row
list-refused-why = Why
list-ledger = Handling of lists and who said so is in the verifiable record.
list-import-title = Take in a list
list-import-what = Send its file, or name where it lies beneath a folder that whoever keeps the node named for this. A list of the same name gets a new version.
list-import-path = Where its file lies, beneath the intake folder
list-import-name = Name
list-import-do = Take it in
list-import-tlp = Colour of TLP
list-import-tlp-unsaid = not said
