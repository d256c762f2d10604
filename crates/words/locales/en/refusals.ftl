# What the rules refuse: a sentence for each code, saying what was refused and what to do. Ids stand beside it, not in it.

# Files, gradings, matches
refusal-file-origin-unknown = Nobody has said that this file is drawn or generated, and an unknown origin closes nothing; have somebody look at it and record what it is
refusal-file-real-child = Somebody has recorded that a real child is in this file, so it is not closed as drawn or generated; go on with it as with any other file
refusal-grading-has-seen-others = Another opinion of this file has already been shown here, so a grading would not be independent; grade it as informed, or leave it to somebody who has seen none
refusal-dispute-no-reason = An objection needs a reason; write down what is wrong with the grading
refusal-dispute-ungraded = Nobody has graded this file, so there is nothing to object to; grade it
refusal-settling-no-reason = Opinions are settled with a reason; write down why
refusal-settling-nothing-open = There is neither a disagreement nor an objection here, so nothing is left to settle
refusal-settling-not-held = Nobody holds this grading now; choose one that somebody holds, or grade the file first
refusal-match-look-or-reason = A near match or a possible altered copy is confirmed by seeing both side by side, or with a reason; compare them, or write down why
refusal-match-no-reason = A match is rejected, or a rejection undone, with a reason; write down why
refusal-match-other-bytes = A stronger hash of the list’s entry shows that these are other bytes, so there is nothing to confirm; report it to the owner of the list
refusal-match-unconfirmed = Nobody has confirmed this match yet, so nothing can rest on it; have somebody compare both first
refusal-match-rejected = This match was rejected, so nothing can rest on it; name something else, or have the match decided anew
refusal-stop-no-reason = Matches are held back, and answered again, with a reason; write down why
refusal-stop-days-out-of-range = Matches are held back for 1 to 366 days; choose a number of days within that, and look again when they are over
refusal-stop-distance-out-of-range = A hash that is no match reaches up to 31 bits, and only where it is PDQ; give a smaller number, or none
refusal-stop-not-held = This is not held back, so there is nothing to release; see what is held back now
refusal-stack-nothing-viewed = None of the files in this group of near-duplicates was looked at; look at one of them first
refusal-stack-not-in-stack = This file is not in the group of near-duplicates; decide it by itself
refusal-stack-nothing-to-undo = No grading of this decision is in force, so nothing is left to undo

# Links and series
refusal-link-wrong-nouns = A link of this kind does not lead from one of these records to the other; choose another kind, or other records
refusal-link-to-itself = A record is not linked with itself; choose two records
refusal-link-no-evidence = A link must rest on something; name a file, a confirmed match, a report received, a clue, a statement or another link
refusal-link-empty-statement = A statement without words supports nothing; write down what was said, and by whom
refusal-link-leans-on-itself = A link cannot rest on itself; name something else that it rests on
refusal-link-already-taken-back = This link was taken back already; nothing is left to do
refusal-link-no-reason = A link is taken back with a reason; write down why
refusal-series-with-itself = A series of images cannot be merged with itself; choose another
refusal-series-absorbed-already = This series of images was merged into another already; merge that one, or take the merge back first
refusal-series-would-cycle = These two series of images are one already; to keep the other name, take the merge back first
refusal-series-nothing-to-split = Splitting a series of images needs at least one file; name the files
refusal-series-not-in-series = One of these files is not in the series of images; take it out of the list
refusal-series-into-itself = Files cannot be split off into a part of the same series of images; name a series outside it
refusal-series-changed-since = A link of this merge or split was taken back meanwhile, so it cannot be undone as it was; undo the later change first
refusal-proposal-no-reason = A proposed file is rejected with a reason, and a rejected one is added with a reason only; write down why
refusal-proposal-already-declined = This file was rejected for this series of images already; nothing is left to do
refusal-proposal-in-series-already = This file is in the series of images already; if that is wrong, take its link back

# Who holds it, who may see it, how long it is kept
refusal-silence-not-the-owner = Only the unit that owns the case may ask not to be named; ask that unit
refusal-silence-no-reason = A unit stays unnamed only with a reason; write down why
refusal-silence-no-second-person = A second person must agree that the unit stays unnamed; ask a colleague
refusal-handling-not-named = Under TLP:RED only the persons named may see this; ask the owner to name further persons
refusal-handling-red-stays = What is marked TLP:RED is not passed on; ask the owner to send it
refusal-handling-too-far = The colour of the handling code does not reach this recipient; ask the owner for another colour
refusal-handling-no-need-to-know = This is seen by those who need to know; name the case or the purpose that needs it
refusal-handling-not-to-country = The owner does not let this go to that country; ask the owner
refusal-handling-not-to-unit = The owner does not let this go to that unit; ask the owner
refusal-handling-use-not-allowed = The owner does not allow this use, or does not let it be passed on; ask the owner
refusal-handling-country-not-said = The owner excludes some countries; say to which country it goes
refusal-handling-not-the-owner = Only the unit that owns the record says how it is handled; ask that unit
refusal-handling-no-reason = This lets more people have the record; write down why
refusal-handling-no-names = TLP:RED is for named persons; name who may see it
refusal-handling-names-without-red = Only TLP:RED names persons; choose it, or name nobody
refusal-handling-named-elsewhere = TLP:RED names persons of the owner’s unit; others are sent it by the owner
refusal-handling-excludes-the-owner = The owner’s own unit and country cannot be excluded; leave them out
refusal-keeping-no-legal-basis = A record is kept on a legal basis; name the law that this rests on
refusal-keeping-too-long = This is longer than the rule for this purpose allows; choose an earlier day
refusal-keeping-days-out-of-order = The days are not in order; the first day comes before the review, and the review before the last day
refusal-keeping-other-purpose = This rule is for another purpose; choose the rule for the purpose of this record
refusal-keeping-no-reason = How long a record is kept is changed with a reason; write down why
refusal-keeping-no-more-extensions = This record was kept on as often as the rule allows; erase it, or place a hold if a law demands that it stay
refusal-keeping-no-hold = No hold stands on this record, so there is none to lift
refusal-keeping-on-hold = A hold forbids erasing this record; lift the hold first, with its reason
refusal-keeping-not-expired = This record is kept until a later day; erase it after that day, or choose another ground
refusal-keeping-not-by-itself = This is not kept or erased by itself; erase the record that it belongs to
refusal-keeping-others-stand-in-it = Records of a closed circle stand in this case alone; erase them first, or put them into another case
refusal-exposure-not-yours = Exposure to difficult content is seen by the person it concerns and the welfare officer only; that person may show it
refusal-exposure-several-persons = Exposure to difficult content is shown for one person at a time; choose one person

# Clocks
refusal-clock-risk-needed = This clock goes by how urgent the risk to the child is; say how urgent, and where nobody knows yet, the highest
refusal-clock-ended = This clock has ended; start another if something is still to be done
refusal-clock-late = This clock is late, and a pause cannot make it punctual; do what it asks, or stop it with one of its named reasons
refusal-clock-no-pause-for = This clock does not stand still for this reason; let it run, or choose a reason that its rule allows
refusal-clock-no-reason = A clock is paused or stopped with a reason in words too; write down why
refusal-clock-paused-already = This clock stands still already; let it run again first
refusal-clock-not-paused = This clock is running, so there is nothing to resume
refusal-clock-out-of-order = This is earlier than what was recorded last of this clock; give a later time
refusal-clock-no-stop-for = This reason does not stop this clock; choose one of its named reasons
refusal-clock-not-met-by-this = This is not what the clock waits for; to have told a service needs whom and when, and a refusal needs its reason
refusal-clock-lower-risk = A lower risk does not lengthen a clock that runs; leave the risk as it is, or raise it

# Accounts, devices, addresses, places, clues
refusal-account-no-handle = Nothing is left of this account name without its marks and spaces; write the name
refusal-account-no-mail = This is not a mail address; write it as name@domain
refusal-account-no-phone = This is not a telephone number; write digits, with a plus and the code of the country where it is known
refusal-device-imei-length = This IMEI has too few or too many digits; it has 15, or 14 without its check digit, or 16 with the software version
refusal-device-imei-check = The last digit of this IMEI does not fit the others; read it again, since a wrong one finds another telephone
refusal-device-no-serial = Nothing is left of this serial number without its marks and spaces; write the number
refusal-device-not-a-mac = This is not the address of a network card; it has 12 hexadecimal digits, so read it again
refusal-address-not-an-address = This is not an address on the internet; write a URL, a domain or an IP address
refusal-address-does-not-follow = This address cannot change to that status from the present one; choose one that may follow
refusal-place-nowhere-on-earth = This position is nowhere on Earth; latitude lies within 90 degrees north or south, and longitude within 180 degrees east or west
refusal-clue-no-words = A clue needs words, since others get nothing else of it; write down what is seen or heard

# Persons and victims
refusal-person-does-not-follow = The role of this person cannot change to that one from the present one; choose one that may follow
refusal-person-no-reason = A change in the record of a person needs a reason; write down why
refusal-person-no-basis = The role of a person must rest on something; name a file, a confirmed match, a report received, a link, a statement or a judgment
refusal-person-no-judgment = Nobody is recorded as convicted without the decision of a court; name the decision
refusal-person-under-18 = Somebody under 18 is recorded as suspect, accused or convicted only with the written reason of a supervisor; choose one of the roles offered, or ask a supervisor
refusal-person-adult = An adult is not recorded as a child with harmful behaviour; choose another role, or correct the age
refusal-person-before-the-last = The role that this person has was recorded later than this; give a later time
refusal-person-contested = What is recorded of this person is contested, so it is neither shared nor used; settle the objection first
refusal-person-uncategorised = The role of this person is not determined yet, so the record is neither shared nor used; record the role first
refusal-person-not-contested = Nothing recorded of this person is contested, so there is nothing to settle
refusal-victim-code-malformed = This is not the code of a victim; it is a prefix of capital letters, digits and hyphens, a hyphen, and a number of six digits or more

# Reports received, cases, leads, operations, outcomes
refusal-incoming-out-of-order = A later version of this report is recorded already, and what was known on a day does not change afterwards; record this version with the present time
refusal-case-no-number = A case has a number; give it one
refusal-case-no-legal-basis = A case has a legal basis; name the law, warrant, order or report it rests on
refusal-case-no-outcome-of-its = A case is closed with an outcome of its own; record an outcome of this case first
refusal-case-closed = This case is closed; reopen it first
refusal-case-open = This case is open already; nothing is left to do
refusal-case-same-owner = This unit has the case already; choose another unit
refusal-case-no-reason = A case is reopened or handed over with a reason; write down why
refusal-lead-no-words = A lead says in words what to follow; write it down
refusal-lead-spent = This lead is spent; open another
refusal-lead-sent = This lead was sent to another unit; wait for the answer, or take it back first
refusal-lead-same-holder = This unit holds the lead already; choose another unit
refusal-lead-not-sent-here = This lead was not sent, or not to this unit, so there is nothing to answer or to take back
refusal-lead-nothing-said = A lead is spent when somebody says what came of it; write it down, if only that nothing did
refusal-lead-closed-circle = This lead is for the people of its case alone, so it stays in its unit; follow it here
refusal-operation-ended = This operation is over; plan another
refusal-operation-running = This operation is under way already; nothing is left to do
refusal-operation-ends-before-it-begins = An operation ends after it begins; give a later time
refusal-operation-no-name = An operation has a name; write how it is called
refusal-outcome-nothing = An outcome says what came of the case; choose at least one kind
refusal-outcome-contradiction = No crime, and a charge or a conviction, cannot both have come of one case; choose one of them
refusal-outcome-same-person = An outcome is confirmed by somebody else than who recorded it; ask another person
refusal-outcome-withdrawn = This outcome was withdrawn; record another
refusal-outcome-no-reason = An outcome is withdrawn with a reason; write down why
refusal-mapping-no-office = An approval names the office in which it is given; write it in 1 to 200 letters
refusal-mapping-approved = This table was approved already; nothing is left to do
refusal-mapping-not-by-two = A table is approved by two people; ask a second person to agree, then approve it
refusal-mapping-version-taken = This scheme has a table of this version that says something else; give the table another version
refusal-mapping-approves-itself = A table does not approve itself; leave approved-by and approved-on out, and have it approved here by two people
refusal-mapping-too-long = A mapping table has at most 200,000 bytes; shorten it
refusal-mapping-withdrawn = This table was withdrawn; propose it under another version
refusal-mapping-no-reason = A table is withdrawn with a reason; write down why

# What was typed
refusal-id-malformed = This is not an id of the kind that is wanted here; copy it again from the record
refusal-country-malformed = This is not the code of a country; write the two letters of ISO 3166-1

# Units, users, passwords, access tokens
refusal-unit-no-name = A unit has a name of 1 to 200 letters; write one
refusal-unit-name-taken = Another unit has this name already; choose another
refusal-unit-not-a-prefix = This cannot begin the codes of victims; write 1 to 12 capital letters, digits and hyphens
refusal-unit-prefix-taken = The codes of another unit’s victims begin like this; choose another prefix
refusal-unit-contact-too-long = How a unit is reached is said in at most 200 letters; shorten it
refusal-user-no-name = A user has a name of 1 to 200 letters; write one
refusal-user-login-malformed = This is not a login name; write 2 to 32 letters a to z, digits, dots, hyphens and underscores, with a letter first
refusal-user-login-taken = Somebody else has this login name; choose another
refusal-user-no-role = A user has at least one role; choose one, or disable the user to keep them out
refusal-user-machine-alone = A machine that asks for matches has no other role, and a person does not become one; register the machine as a user of its own
refusal-user-last-administrator = This is the last active administrator, so nobody would be left to administer the system; give somebody else that role first
refusal-user-last-supervisor = This is the last supervisor of the system, and there has to be one; make somebody else a supervisor first
refusal-user-disabled = This user is disabled already; reset their sign-in first to let them in again
refusal-user-machine-without-password = A machine has no password; it signs in with an access token
refusal-password-too-short = A password has at least 12 letters; take several words
refusal-password-too-long = A password has at most 256 letters; take a shorter one
refusal-password-too-few-letters = A password has at least 5 different letters; take one with more
refusal-password-holds-login = A password does not hold the login name; leave it out
refusal-password-same-as-before = The new password is the old one; take another
refusal-token-no-name = An access token has a name of 1 to 100 letters; say what it is for
refusal-token-no-scope = An access token names what may be asked with it; choose at least one action
refusal-token-unknown-verb = One of these actions does not exist; choose among those there are
refusal-token-beyond-roles = An access token may do no more than its user; leave out what their roles do not allow
refusal-token-no-end = An access token lasts from 1 to 366 days; choose how many
refusal-token-user-disabled = A disabled user has no access token; let the user in again first
refusal-token-revoked = This access token was revoked already; nothing is left to do
refusal-backup-term = A backup is kept for one day at least and ten years at most
refusal-backup-no-recipient = A backup is encrypted to somebody’s public key: give --recipient; “sanad backup keygen” makes a pair
refusal-backup-not-a-recipient = That is no public key of age: it begins with age1
refusal-backup-not-there = The backup is destroyed, or was never made
refusal-job-over = The job is over already
refusal-job-too-many = Too many jobs wait; ask again when some of them are done
refusal-job-no-intake = No folder was named from which exhibits and lists may be taken; whoever keeps the node names one with “sanad serve --intake”
refusal-job-path-unfit = A path names what lies beneath the intake folders, with “/” between the names; it cannot be absolute and cannot climb
refusal-job-not-in-intake = Nothing of that name can be taken from the intake folders; check the name, and that no part of it is a link
refusal-job-report-unfit = Name endings that reports have, each once
refusal-job-list-unfit = What is said of the list does not fit together; name it, choose a threshold of 0 to 64 bits, and either set it aside or say what else it is for
refusal-victim-no-consent = No consent to this stands; ask the victim, or whoever speaks for the victim
refusal-victim-no-scope = Say what is consented to
refusal-exposure-minutes-out-of-range = An entry is of 1 to 1440 minutes; correct the number
