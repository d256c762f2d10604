# The pages of the verifiable record: what was done with a record, what I did, the checkpoint, and verifying it now.

room-ledger = Verifiable record
page-ledger-record = What was done with a record
page-ledger-all = Everything that was done, without people and records
page-ledger-person = What one person did
page-ledger-checkpoint = Checkpoint
ledger-own = What I did, and what others did that was about me
ledger-own-what = Nobody else sees this page of yours; an auditor does after break-glass, and you are told.
ledger-column-index = Entry
ledger-column-when = When
ledger-column-what = What
ledger-column-who = By
ledger-column-about = About
ledger-column-rows = Rows
ledger-by-me = me
ledger-erased-entry = erased: that it stood here is kept, what it said is not
ledger-none = Nothing was done yet.
ledger-withheld = You are grading this file blind: what was done with it is not shown until you have finished.
ledger-next-page = Older entries
ledger-ways = More of the record
ledger-record-find = What was done with a record: its id
ledger-person-find = What somebody did, after break-glass: their id
ledger-show = Show
ledger-no-such = That is no id; ids look like { $like }.
ledger-record-what = For whoever may see the record: what was done with it, when, by whom. The words stay in the record.
ledger-person-what = You broke glass for this. The person finds each of your readings among what was done about them.
checkpoint-entries = Entries that are signed for
checkpoint-root = Their root
checkpoint-key = Key by which it is verified
checkpoint-what = Hand the key to a court apart from the record: with both it can be verified without this unit. Changes are found by this, not prevented.
checkpoint-verify = Verify now
checkpoint-verify-what = Every entry is recomputed, in the database and in the folder that a court would be given.
verified-whole =
    { $n ->
        [one] { $n } entry was recomputed: nothing was changed
       *[other] { $n } entries were recomputed: nothing was changed
    }
verified-broken = Something is not as it was written. Copy the folder, change nothing, and call whoever keeps the node.
verified-when = Verified
verified-erased = Entries whose words were erased, as a later entry says
verified-checkpoints = Checkpoints compared
verified-again = Verify again
ledger-found-database = an entry in the database does not agree with its hash
ledger-found-key = the verifying key in the folder is another one
ledger-found-checkpoint = a checkpoint is missing, or not signed by the key
ledger-found-entry = an entry was changed or is missing
ledger-found-body-gone = what an entry says is gone, and no later entry says that it was erased
ledger-found-tile = hashes above the entries were changed or are missing
ledger-found-rewritten = entries were changed together with everything that tells of them
ledger-found-cut-short = the record was cut short, or an older copy put in its place
ledger-found-unexpected = a file lies in the folder that the record does not have
ledger-found-entries = entries { $from } to { $to }
