# The printed report. Its headline is in summary.ftl; outcomes, marks, turns and kinds are in outcome.ftl.

report-title = Triage report
report-exhibit = { term-exhibit.title }
report-exhibit-number = Exhibit number
report-exhibit-id = Identifier in this system
report-authority = Authority
report-seal = Seal
report-examiner = Examiner
report-kind = Form
report-kind-folder = a folder
report-kind-file = one file
report-kind-hash-only = a list of file fingerprints; the files themselves were not seen here
report-root = Where it stood
report-manifest = Listing before and after (SHA-256)
report-not-recorded = not recorded
report-recorded = recorded, not communicated
report-withheld = withheld
report-name-withheld = name withheld
report-names-masked = File names and paths are withheld on this page: they can hurt, and can identify a child. The row number finds the same file in the JSON lines report of this triage.
report-how-made = How this report was made
report-program = Program
report-version = { $program }, commit { $commit }
report-audience = Written for
report-dated = Dated
report-settings = Settings
report-decoders = Decoders
report-self-test = Self-test
report-cage = Cage
report-caged = Decoders ran without network and without access to other files
report-list-name = List
report-list-purpose = { term-purpose.title }
report-list-rows = Rows used
report-list-refused = Rows refused
report-list-threshold = Threshold (of 256)
report-list-sha256 = Format and SHA-256 of the list’s file
report-covered = What was asked
report-counts = Counts: distinct files, and the places they were found at
report-column-outcome = Outcome
report-column-files = Files
report-column-places = Places
report-column-row = Row
report-column-file = File
report-column-why = Why
report-column-reason = Reason
report-known-title = Known: on a list
report-known-about = The bytes of these files are those of a list’s entry. What the owner says of the entry is quoted.
report-near-title = Near matches, to be confirmed
report-near-about = These files look like an entry of a list. That is an indication and no verdict: a person must compare and confirm.
report-altered-title = Possible altered copies, to be confirmed
report-altered-about = These files look like an entry of a list after cropping, mirroring, framing or the like was undone. That is an indication and no verdict: a person must compare and confirm.
report-worth-title = Worth a look
report-worth-about = No matches: these files are farther from an entry than a match may be, and near enough to be compared by a person. They are counted under their outcomes.
report-worth = No match: difference { $distance } of 256; { $view }
report-held-title = Held in this node: call the unit
report-held-about = These files are on none of the lists asked and are held in a case of this node that you may not see. Call the unit before you treat them as new.
report-new-title = New pictures and video
report-new-about = New means: on none of the lists asked. Nobody has looked at these files yet. Files that look alike stand together.
report-set-aside-title = Set aside from examination
report-set-aside-about = Known software and the like. They are counted here and named in the JSON lines report.
report-unreadable-title = Unreadable
report-unreadable-about = Not all of their bytes could be read, so nothing can be said of what they hold.
report-not-examined-title = Not examined, or not wholly
report-not-examined-about = What a person must open by other means before saying that nothing is there.
report-none = None.
report-no-group = In no group
report-claim-exact = Exact match: { $hash } is the same
report-claim-near = Near match, to be confirmed: difference { $distance } of 256, threshold { $threshold }
report-claim-altered = Possible altered copy, to be confirmed: difference { $distance } of 256, threshold { $threshold }
report-claim-view = What seems to have been done: { $view }
report-claim-quality = Fitness for comparison: { $quality } of 100
report-claim-thumbnail = The embedded thumbnail matches, not the whole picture
report-claim-frame = The frame shown at { $at } matches
report-claim-contradicted = A stronger digest of this entry contradicts it, so it does not count
report-claim-set-aside = This list sets known software aside
report-label-call = Held in this node; call
report-label-list = List
report-label-version = version
report-label-entry = Entry
report-label-row = row
report-label-category = Category
report-label-words = The owner’s words
report-label-target = Points to
report-label-detail = Said by the system
report-end = End of the report
report-bytes =
    { $bytes ->
        [one] { $bytes } byte
       *[other] { $bytes } bytes
    }
report-stack =
    { $files ->
        [one] Group of near-duplicates: { $files } file
       *[other] Group of near-duplicates: { $files } files
    }
report-more-files =
    { $files ->
        [one] And { $files } more file, named in the JSON lines report
       *[other] And { $files } more files, named in the JSON lines report
    }
report-seen-in =
    { $exhibits ->
        [one] Seen in { $exhibits } exhibit
       *[other] Seen in { $exhibits } exhibits; this alone makes no link
    }

# Stands between a label and what is said of it.
report-colon = :
# Stands between two things that are said of one.
report-comma = ,

# Settings that change an answer: what each is called, and what its values mean.
setting-stack-threshold-bits = Largest difference within a group of near-duplicates, of 256
setting-video-frames = Frames of a video that are compared
setting-video-frames-key-frames = key frames
setting-video-frames-every-second = one every second
setting-video-frames-all = all
setting-quality-min = Least fitness for comparison, of 100
setting-turned-and-mirrored = Turned and mirrored copies
setting-turned-and-mirrored-searched = looked for
setting-search = Altered copies
setting-search-plain = not looked for
setting-search-altered = looked for, about 64 views of a picture
setting-search-thorough = looked for thoroughly, about 256 views of a picture
setting-search-exhaustive = looked for exhaustively, about 1,024 views of a picture
setting-screen = Screening of JPEG pictures
setting-screen-on = first screened; looked at exactly where something on the lists may look like it
setting-flavour = Whose categories a VICS report uses
setting-shared-with-partner = Told to the partner nevertheless
setting-words-withheld-of-lists = Owners’ words withheld, by the lists’ handling
