# `sanad ledger`: the log of what was done here, its copy and its proof.

cli-command-ledger = The ledger: where it lies, whether a copy of it is whole, proof of one entry
cli-command-ledger-show = Show the folder to copy, and the key to hand over apart from it
cli-command-ledger-verify = Verify a copy of a ledger, or a proof, with nothing else at hand; says which entry was touched
cli-command-ledger-prove = Write the proof that an entry stands in the ledger
cli-argument-ledger-folder = A copied ledger folder, or a proof file
cli-argument-ledger-entry = The entry’s number, from 0
cli-option-key = The key that was handed over apart from the copy
cli-option-checkpoint = A checkpoint file that was carried away earlier; may be given several times

ledger-entries = Entries: { $n }; root { $root }
ledger-folder = Folder to copy: { $path }
ledger-key = Key, to be handed over apart from the copy: { $key }
ledger-proved = The proof of entry { $index } was written to { $path }
ledger-whole =
    { $n ->
        [one] Nothing was touched. It agrees with { $n } signed checkpoint.
       *[other] Nothing was touched. It agrees with { $n } signed checkpoints.
    }
ledger-erased =
    { $n ->
        [one] { $n } entry’s text was erased, and a later entry says so.
       *[other] The texts of { $n } entries were erased, and later entries say so.
    }
ledger-key-of-the-folder = No key was given: the copy’s own was used. Compare it with the one that was handed over: { $key }
ledger-proof-holds = Entry { $index } stands in the ledger { $origin } of { $n } entries:
ledger-proof-broken = { $path } proves nothing
ledger-key-wanted = { $path } is a proof: give the ledger’s key with --key
ledger-not-a-key = { $key } is no key of a ledger: “sanad ledger show” prints it
ledger-entry-unknown = The ledger has no entry { $index }, or its text was erased
ledger-folder-changed = The ledger in { $path } is not what was written; keep a copy of it, then move it aside

ledger-finding-key = The key was changed: { $what }
ledger-finding-checkpoint = The checkpoint { $path } does not hold: { $what }
ledger-finding-body = Entry { $index }: its text was changed
ledger-finding-entry = Entry { $index }: the entry was changed
ledger-finding-hash = Entry { $index }: its hash was changed
ledger-finding-body-gone = Entry { $index }: its text is gone, and no entry says that it was erased
ledger-finding-tile = { $path } was changed; entries { $first } to { $last } lie under it
ledger-finding-rewritten = This is not the ledger that was signed: an entry from { $first } to { $last } was changed
ledger-finding-cut-short = The ledger was cut short: a signed checkpoint has { $n } entries
ledger-finding-unexpected = { $path } does not belong to the ledger
