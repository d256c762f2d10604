# What the terminal shows beside the summary: names, units, progress, tables, answers, written reports.

name-masked = ‹name hidden›
name-masked-but-extension = ‹name hidden›.{ $extension }
number = { $n }

unit-bytes = { $n } B
unit-kilobytes = { $n } kB
unit-megabytes = { $n } MB
unit-gigabytes = { $n } GB
unit-terabytes = { $n } TB
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min { $seconds } s
duration-hours = { $hours } h { $minutes } min

progress-listing = Listing the exhibit
progress-files = Reading files
progress-videos = Reading video
progress-lists = Taking in lists
progress-matching = Comparing with the lists
progress-reports = Writing reports
progress-line = { $title }: { $parts }
progress-separator = ,
progress-count =
    { $done ->
        [one] { $done } file
       *[other] { $done } files
    }
progress-count-of =
    { $total ->
        [one] { $done } of { $total } file
       *[other] { $done } of { $total } files
    }
progress-rate = { $rate }/s
progress-left = { $duration } left

record-line = { $name }: { $value }
column-id = Id
column-name = Name
column-owner = Owner
column-purpose = { term-purpose.title }
column-format = Format
column-rows = Rows
column-refused = Refused
column-threshold = { term-threshold.title }
column-tlp = TLP
column-version = Version
column-exhibit-number = Number
column-authority = { term-legal-basis.title }
column-examiner = Examiner
column-files = Files
column-places = Places
column-root = Where it stood
lists-none = No list has been taken in
exhibits-none = No exhibit has been examined

find-asked = { $asked }, searched as { $kinds }
find-nothing =
    { $lists ->
        [0] No list has been asked
        [one] Not in the { $lists } list asked
       *[other] Not in any of the { $lists } lists asked
    }
find-exact = Exact match: list { $list } ({ $version }), row { $row }, by { $kind }
find-near = Near match, to be confirmed: list { $list } ({ $version }), row { $row }, difference { $distance } of 256 ({ $kind })
find-altered = Possible altered copy, to be confirmed: list { $list } ({ $version }), row { $row }, difference { $distance } of 256 ({ $kind })
find-worth-a-look = Worth a look, no match: list { $list } ({ $version }), row { $row }, difference { $distance } of 256 ({ $view })
find-view = Fitness for comparison: { $quality } of 100; what seems to have been done: { $view }
find-set-aside = Known, set aside from examination: list { $list } ({ $version }), row { $row }, by { $kind }
find-quality = Fitness for comparison: { $quality } of 100; the picture is { $turn }
find-thumbnail = The embedded thumbnail matches, not the whole picture
find-frame = The frame shown at { $at }
find-entry = Entry { $entry }
find-category = Category { $code } of { $scheme }
find-words = The owner’s words, { $name }: { $said }
find-held-call = Held in this node; call { $unit }
find-seen =
    { $exhibits ->
        [one] In { $exhibits } exhibit of this unit
       *[other] In { $exhibits } exhibits of this unit; this alone makes no link
    }

report-written = Report written: { $path }
report-sha256 = SHA-256 { $sha256 }
