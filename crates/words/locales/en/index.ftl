# `sanad index`: an index of hashes in a file, apart from any unit.

cli-command-index = Build, ask and check an index of PDQ hashes in a file, to measure look-ups
cli-command-index-build = Build an index of the hashes in a file
cli-command-index-query = Look hashes up among others, and say how long it took and whether all were found
cli-command-index-check = Check every byte of an index, and say by which plan it answers
cli-option-entries = The hashes: records of 32 bytes, or lines of 64 hexadecimal digits; for a query also an index that was built
cli-option-queries = The hashes to look up, in the same form
cli-option-pairs = Where to write each match: query, entry and distance
cli-option-out = Where to write the index
cli-option-jobs-index = How many look-ups go on at once
cli-argument-index-file = The index

index-unusable = The index { $path } cannot be used
index-not-hashes = { $path } holds no PDQ hash at line or record { $at }: records of 32 bytes or lines of 64 hexadecimal digits are wanted
index-not-read = { $path } could not be read
index-distance = A distance of { $asked } bits cannot be answered without missing entries; this index answers up to { $most }
index-entries = Entries: { $n } ({ $different } different)
index-queries = Queries: { $n }
index-matches = Matches within { $distance } bits: { $n }
index-built = Built in { $seconds } s ({ $cpu } s of processor time)
index-opened = Opened in { $seconds } s ({ $cpu } s of processor time)
index-checked = Every byte is as it was written; checked in { $seconds } s ({ $cpu } s of processor time)
index-asked = Looked up in { $seconds } s ({ $cpu } s of processor time); { $each } µs of processor time each
index-single = One look-up alone: { $each } µs of processor time, median
index-size = Size: { $bytes } bytes, { $each } for each entry
index-plan-bands = Plan: { $pairs } pairs of bands. Within { $distance } bits no entry can be missed; a look-up takes about { $each } µs, comparing all would take { $all } µs
index-plan-all = Plan: every entry is compared, up to { $distance } bits. For this many entries nothing is faster: about { $all } µs a look-up
index-recall = Compared with brute force, a sample: { $found }% of { $matches } matches found
index-recall-none = Compared with brute force, a sample: no matches there, and none were found
index-written = Written to { $path }
