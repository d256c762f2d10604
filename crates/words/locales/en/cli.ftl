# The command line: commands, arguments, headings and what is said of a wrong use.

cli-about = Fingerprints seized media, says what is known, what is new and what belongs together, and hands that over
cli-heading-usage = Usage
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-options-everywhere = Options of every command
cli-usage-options = OPTIONS
cli-usage-command = COMMAND
cli-one-of = One of: { $values }
cli-may-be-repeated = May be repeated
cli-or-setting = Setting { $setting }, environment { $variable }
cli-see-command-help = “{ $command }” says more about a command

cli-value-exhibit = EXHIBIT
cli-value-list = LIST
cli-value-path = PATH
cli-value-database = ADDRESS
cli-value-folder = FOLDER
cli-value-text = TEXT
cli-value-number = NUMBER
cli-value-bits = BITS
cli-value-language = LANGUAGE
cli-value-field = FIELD
cli-value-flavour = FLAVOUR
cli-value-outcome = OUTCOME
cli-value-audience = AUDIENCE
cli-value-frames = FRAMES
cli-value-search = SEARCH
cli-value-name = NAME
cli-value-exhibit-id = ID
cli-value-file-or-hash = FILE|HASH
cli-value-report = REPORT
cli-value-shell = SHELL

cli-command-triage = Examine exhibits: what is known, what is near, what is new, what belongs together
cli-command-fingerprint = Print the fingerprints of files as JSON lines; remembers nothing
cli-command-find = Look for a file or a hash in the lists and exhibits of this unit
cli-command-list = Lists of known material, and of known software to set aside
cli-command-list-import = Take in a list, or a new version of it
cli-command-list-show = Show all lists, or one with its refused rows
cli-command-list-export = Write the entries of a list to a file
cli-command-list-remove = Forget a list
cli-command-exhibit = Exhibits that this unit has examined
cli-command-exhibit-list = Show all exhibits
cli-command-exhibit-show = Show one exhibit and what was found in it
cli-command-exhibit-remove = Forget an exhibit; the record that it was examined stays
cli-command-verify = Check that a report is still the one that was written
cli-command-doctor = Check this installation: self-test, versions, missing helper programs, disk encryption
cli-command-config = Settings
cli-command-config-show = Show every setting, its value, and where the value comes from
cli-command-completions = Print the completion script of a shell
cli-command-man-pages = Write the manual pages into a folder

cli-argument-exhibit = What was seized: a folder, a file, an archive, or the export of a lab’s tool
cli-argument-path = Files or folders
cli-argument-file-or-hash = A file, or an MD5, SHA-1, SHA-256 or PDQ hash; 64 digits are searched both as SHA-256 and as PDQ
cli-argument-list-file = The list’s file, with its terms as in “--list”
cli-argument-list-name = The list’s name
cli-argument-exhibit-id = The exhibit’s id or number
cli-argument-report-file = A report that Sanad wrote
cli-argument-shell = The shell
cli-argument-man-folder = The folder; it must exist

cli-option-help = Print help
cli-option-version = Print the version
cli-option-lang = Language of what people read
cli-option-database = Database of a PostgreSQL server in which this unit’s records are, postgres://user@host/name
cli-option-node = Folder in which this unit’s exhibits and lists are kept
cli-option-config = Settings file to use in place of the user’s own
cli-option-quiet = No progress and no summary; errors are still printed
cli-option-json = Print for machines: JSON in place of text
cli-option-list = A list to ask: its file, then its terms, as in “known.csv,name=Known,kind=pdq,threshold=31”
cli-option-report = Where to write a report; its extension says the kind: { $extensions }
cli-option-authority = Legal basis of the examination: warrant, order, consent, report number
cli-option-exhibit-number = The exhibit’s number in the unit’s books; one for each exhibit, or one for all
cli-option-seal = The seal it was taken under
cli-option-examiner = Who examines
cli-option-jobs = How many files are worked on at once
cli-option-video = Which frames of a video are compared: key frames, one every second, or all
cli-option-search = How hard altered copies are looked for: plain (not at all), altered (about 64 views of a picture), thorough (256), exhaustive (1,024)
cli-option-screen = Screen JPEGs first and look exactly only at those that something on the lists may look like; only with --search plain, which it implies. For the rest no look is taken
cli-option-for = For whom reports are written; a partner is told no names, places, serial numbers or comments
cli-option-share = What a partner is told nevertheless
cli-option-flavour = Whose categories a VICS report uses, such as “us” or “uk”
cli-option-uncaged = Decode without a cage where this system cannot provide one; every report says so
cli-option-show-names = Show names of files: they can hurt, and can identify a child
cli-option-fail-on = Exit with 10 when a file of this kind was found
cli-option-hash-only = The exhibits are exports of a lab’s tool; their files are not here
cli-option-threshold = Largest difference, of 256 bits, within a group of near-duplicates
cli-option-distance = Largest difference, of 256 bits, of a near match
cli-option-to = Where to write it

cli-exit-heading = Exit status
cli-exit-0 = finished, whatever was found
cli-exit-1 = our fault
cli-exit-2 = the command was used wrongly
cli-exit-3 = no exhibit or no list was usable
cli-exit-4 = the self-test failed
cli-exit-5 = the unit’s folder is in use, damaged, or of a newer version
cli-exit-6 = a report is not this unit’s, or was changed (“sanad verify”); a ledger or its proof was touched (“sanad ledger verify”)
cli-exit-10 = something was found that “--fail-on” asked for
cli-exit-130 = stopped by the user

cli-man-name = Name
cli-man-synopsis = Synopsis
cli-man-description = Description
cli-man-environment = Environment and settings
cli-man-see-also = See also

usage-unknown-argument = There is no argument { $argument }
usage-unknown-command = There is no command { $command }
usage-suggestion = Did you mean { $suggestion }?
usage-missing-command = { $command } needs to be told which command to run
usage-missing-arguments =
    { $count ->
        [one] This argument is missing: { $arguments }
       *[other] These arguments are missing: { $arguments }
    }
usage-invalid-value = { $argument } cannot be “{ $value }”
usage-value-missing = { $argument } needs a value
usage-too-many-values = { $argument } does not take the value “{ $value }”
usage-conflict = { $argument } cannot be used together with { $other }
usage-given-twice = { $argument } is given more than once
usage-not-text = An argument is not valid text (UTF-8)
usage-number-range = { $argument } takes a whole number from { $min } to { $max }, not “{ $value }”
usage-exhibit-numbers =
    { $exhibits ->
        [one] There is { $exhibits } exhibit, but the numbers given are { $numbers }: give one for each, or one for all
       *[other] There are { $exhibits } exhibits, but the numbers given are { $numbers }: give one for each, or one for all
    }
usage-report-extension = The name of the report “{ $path }” must end with one of: { $extensions }
usage-same-report = The report “{ $path }” is named twice
usage-share-without-partner = { $argument } means something only together with “--for partner”
usage-screen-with-search = “--screen” finds no altered copies: it goes with “--search plain” only
usage-other = The command could not be understood: { $detail }
usage-see-help = “{ $command }” shows how it is used
cli-command-backup = Write everything into an encrypted file, while calls go on
cli-command-backup-list = Backups, until when each may be kept, and which are past their term
cli-command-backup-destroyed = Say that a backup was destroyed, with every copy of it
cli-command-backup-keygen = Make the pair of keys of backups
cli-command-restore = Put a backup back into an empty folder
cli-argument-backup-id = The backup’s id, bak_…
cli-argument-backup-file = The backup
cli-option-recipient = Public key that the backup is made for, age1…; may be given several times
cli-option-keep-for = For how many days the backup may be kept
cli-option-identity = File with the secret key that opens the backup
cli-option-ledger = Ledger folder of the unit’s folder that was lost: what was erased since is erased again
