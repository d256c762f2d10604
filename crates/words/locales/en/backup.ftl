# Backups: making, keeping and restoring them.
backup-made =
    { $rows ->
        [one] { $path } holds one row and { $entries } ledger entries; it is the backup { $id }
       *[other] { $path } holds { $rows } rows and { $entries } ledger entries; it is the backup { $id }
    }
backup-until = Destroy it by { $day } and say so with “sanad backup destroyed”; until then, what is erased lives on in it
backup-key-made = The secret key is in { $path }: keep it apart from this machine, and twice. Backups are made for { $key }
backup-said-destroyed = The backup { $id } is said to be destroyed
backup-begun = begun, may be there
backup-there = there
backup-failed = never made
backup-gone = destroyed
backup-past-term = past its term
backups-none = No backup is known
backups-past-term =
    { $n ->
        [one] One backup is past its term: destroy it with every copy, and say so with “sanad backup destroyed”
       *[other] { $n } backups are past their term: destroy them with every copy, and say so with “sanad backup destroyed”
    }
backup-unknown = There is no backup { $id }
backup-disturbed = Lists were changed while the backup was made; make it again
backup-is-none = { $path } is no backup of this program
backup-wrong-key = None of the keys opens { $path }; give the one whose public key it was made for
backup-no-identity = No secret key can be read from { $path }; with --identity, name the file that “sanad backup keygen” wrote
backup-cut-short = The backup { $path } is cut short; take another copy
backup-changed = The backup { $path } was changed, or the disk misread it; take another copy
backup-newer = The backup { $path } was made by a newer version; restore it with that version
restore-not-empty = { $path }, or the database that was named, is not empty; nothing is restored over anything
restore-unfinished = A restore into { $path } was begun and has not ended; run that restore again
restore-other-ledger = The ledger that was given is not that of the backup’s unit, or was touched; “sanad ledger verify” says more
restored = { $path } holds the backup of { $day }: { $records } records, { $entries } ledger entries, { $files } files, all checked
restored-erased-again = What was erased since is erased again: { $n } in all. The lost ledger had { $entries } entries more; what they tell of is lost
restored-not-known = What was erased since the backup cannot be known without the lost ledger (--ledger): look through what is kept
restored-ledger-key = The ledger goes on under another key; hand it out in the place of the one before: { $key }
column-made = Made
column-until = Until
column-backup-state = State
