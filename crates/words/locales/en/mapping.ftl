# Mapping tables: by which categories are computed, what is wrong with one, and who approved it.
mapping-problem-line = { $file }, line { $line }: { $what }
mapping-problem-not-read = this is no mapping table ({ $detail }); write it as the tables of the program are, see “sanad mapping show”
mapping-problem-blank = something that must be said is blank; write scheme, version and source, and a category and a reason in each rule
mapping-problem-approval = approved-by and approved-on do not go together; leave both out, for a table is approved in the unit’s system by two people
mapping-problem-no-last-rule = the last rule has a condition; add a last rule without one, for what no other rule takes
mapping-problem-dead-rules = this rule takes everything, and others follow that are never asked; move it to the end or give it a condition
mapping-problem-reason-twice = an earlier rule has the same reason; give each rule a reason of its own
mapping-problem-unknown-age = this rule asks for the age “unknown”, which no rule can ask for; take it out
mapping-checked = { $file } is a mapping table: { $scheme }, version { $version }, SHA-256 { $sha256 }
mapping-wrong = A table is wrong in the lines named above; mend them and check again
mapping-unknown = There is no mapping table { $name }; “sanad mapping list” names them
mapping-approved = approved by { $by } on { $day }
mapping-not-for-court = not approved: not for court
mapping-withdrawn = withdrawn
mapping-in-force = in force
mapping-proposed = proposed
mapping-replaced = replaced
column-scheme = Scheme
column-approval = Approval
column-mapping-state = State

cli-command-mapping = Tables by which categories are computed from what graders saw
cli-command-mapping-list = Show all tables, which are in force and who approved them
cli-command-mapping-show = Print the text of a table, to read it or to write another
cli-command-mapping-check = Say, line by line, what is wrong with a table that somebody writes; remembers nothing
cli-argument-mapping-name = A scheme, for its table in force, or the SHA-256 of a table
cli-argument-mapping-file = The table’s file
