# The pages of exhibits: custody, what the files came to, the sentence that filters them, and jobs as they go.

room-exhibits = Exhibits
page-exhibit = Exhibit
page-jobs = Examinations and imports
page-job = One job
exhibits-number = { $n }
file-size-bytes =
    { $n ->
        [one] { $n } byte
       *[other] { $n } bytes
    }
file-size-kilobytes = { $n } kB
file-size-megabytes = { $n } MB
file-size-gigabytes = { $n } GB
exhibits-no-exhibit = No exhibit has been examined here yet, or none that you need to know of.
exhibits-jobs = Examinations and imports, how far they are
exhibit-column-number = Exhibit
exhibit-column-kind = What it is
exhibit-column-place = Where it lies
exhibit-column-custody = For evidence
exhibit-kind-folder = folder
exhibit-kind-file = one file
exhibit-kind-hash-only = listed by a laboratory, not seen here
custody-complete = Custody is complete
custody-title = Chain of custody
custody-manifest = Digest of its listing (SHA-256)
custody-not-given = not recorded
custody-cases = In the cases
custody-ledger = What was done with this exhibit
custody-changed = Its listing after the work was another one than before: something changed while it was examined.
custody-missing =
    { $n ->
        [one] Not for evidence yet: { $n } statement is missing
       *[other] Not for evidence yet: { $n } statements are missing
    }
custody-how = Have it examined again with what is missing: what was found stays, and the statements stand on every output.
exhibit-counts = What its files came to
exhibit-counts-what = Distinct files. Known, near and new are said of the lists that were asked; near and altered wait for a person.
exhibit-count-outcome = Outcome
exhibit-count-media = Pictures and video
exhibit-count-others = Everything else
exhibit-held-uncounted = So many files are new that it is said at each of them, and not counted here, whether a case of this node holds it.
exhibit-files = Files
exhibit-sentence = Show { $kind } that came out as { $outcome }, beneath the folder { $folder }, { $position }
exhibit-sentence-show = Show
exhibit-sentence-kind = Kind of file
exhibit-sentence-outcome = Outcome
exhibit-sentence-folder = Folder
exhibit-sentence-everything = all files
exhibit-sentence-picture = pictures
exhibit-sentence-video = videos
exhibit-sentence-archive = archives
exhibit-sentence-disk-image = disk images
exhibit-sentence-other = other files
exhibit-sentence-anything = anything
exhibit-sentence-position = Position
exhibit-sentence-anywhere = with or without a position
exhibit-sentence-located = whose cameras say where
exhibit-map-what = Where their cameras say that the files on this page were made. That can be wrong, and can be made to lie.
exhibit-files-none = No file is like that.
exhibit-files-none-yet = None so far; the search goes on on the next page.
file-column-place = Place
file-column-size = Size
file-column-kind = Kind
file-column-outcome = Outcome
file-beneath = Only this folder
file-withheld = withheld while you grade it blind
file-why = Why
file-call = Held by { $unit }: call { $contact }
file-call-bare = Held by { $unit }: call them
exhibits-next-page = Next page
examine-title = Have an exhibit examined
examine-what = It must lie beneath a folder that whoever keeps the node named for this. Nothing is written there.
examine-path = Where it lies, beneath the intake folder
examine-search = How far to look for altered copies
examine-search-plain = as they are, or turned
examine-search-altered = altered: cropped, framed, tilted
examine-search-thorough = thorough: slower
examine-search-exhaustive = exhaustive: slowest
examine-reports = Reports to write
examine-report-html = printed report
examine-report-csv = table (CSV)
examine-report-jsonl = for programs (JSON lines)
examine-do = Examine it
done-job-asked = It is done in its turn. This page says how far it is.
done-job-stopped = It stops. What was found is kept.
jobs-none = Nothing was asked for yet.
job-kind-triage = Examination of an exhibit
job-kind-list-import = A list taken in
job-state-done = is done
job-state-failed = could not be done
job-state-stopped = was stopped
job-column-what = What
job-column-state = How far
job-column-asked = Asked for
job-column-where = Where
job-began = Begun
job-ended = Over
job-phase = Now
job-phase-lists = lists are read
job-phase-files = files are examined
job-phase-videos = frames of videos are taken
job-phase-matching = files are matched with the lists
job-files =
    { $all ->
        [one] { $done } of { $all } file examined
       *[other] { $done } of { $all } files examined
    }
job-before =
    { $n ->
        [one] { $n } more was examined by an earlier run
       *[other] { $n } more were examined by an earlier run
    }
job-bytes = { $done } of { $all } read
job-files-label = Files examined
job-outcome = What it came to
job-not-for-evidence = Not for evidence yet: the legal basis is missing.
job-rows =
    { $n ->
        [one] { $n } row is used
       *[other] { $n } rows are used
    }
job-refused =
    { $n ->
        [one] { $n } row was refused
       *[other] { $n } rows were refused
    }
job-problem = What went wrong: { $code }
job-to-exhibit = To the exhibit
job-to-list = To the list
job-reports = Reports
job-stop = Stop it
job-refresh = Show how far it is now
job-live = This is brought up to date as it goes.
