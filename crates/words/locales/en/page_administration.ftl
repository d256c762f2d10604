# Administration: how people and programs come in, the node’s health, who answers in whose place; what somebody does not want to be
# offered; and what a new node still needs.

sessions-of = Where this person is signed in
sessions-of-none = Nowhere.
page-access-token = The new access token
access-tokens = Access tokens
access-tokens-what = A program signs in with one: as this person, and for what is ticked alone.
access-tokens-none = There is none.
access-token-name = What it is for
access-token-may = What it may ask for
access-token-verbs =
    { $n ->
        [one] { $n } action
       *[other] { $n } actions
    }
access-token-least = Tick what the program needs, and no more. What this person may not do is not here.
access-token-group-examining = Exhibits and jobs
access-token-group-matching = Lists and matches
access-token-group-grading = Files and gradings
access-token-group-casework = Reports, series of images, victims, persons and clues
access-token-group-cases = Cases, leads, operations and time limits
access-token-group-keeping = Handling and keeping
access-token-group-ledger = The verifiable record
access-token-group-people = People and units
access-token-group-oneself = What concerns oneself
access-token-group-system = The node and its backups
access-token-made = Made
access-token-ends = Good until
access-token-revoke = Revoke
access-token-is-revoked = revoked
access-token-add = Make an access token
access-token-days = For how many days, 1 to 366
access-token-given = Give it to the program alone. Nobody can read it again.
access-token-noted = I have noted it: back to this person
done-access-token-revoked = The access token is revoked.

deputies = Who answers in whose place
deputies-what = While a supervisor is away, a deputy answers in their place. It ends by itself.
deputies-none = Nobody answers in a supervisor’s place now.
deputy = Deputy
deputy-of = In place of
deputy-until = Until
deputy-end = End
deputy-name = Name a deputy of yours
deputy-name-do = Name
deputy-days = For how many days, 1 to 90
deputy-nobody = Nobody else could be your deputy: it is somebody who is active here and works on cases.
done-deputy-named = Your deputy is named.
done-deputy-ended = The deputy answers in your place no longer.

page-health = Health of the node
health-what = The node tests itself: its index, its decoders, the disk, and every entry of its record. On a large node that takes a while.
health-examine = Examine it now
health-amiss-n =
    { $n ->
        [0] Nothing is amiss.
        [one] { $n } thing needs somebody.
       *[other] { $n } things need somebody.
    }
health-versions = Decoders and versions
health-good = In order
health-amiss = Needs somebody
health-unknown = Cannot be told
health-do-index = Nothing is missed, but every search takes longer. Have the lists taken in again.
health-do-self-test = Rely on no result until this is mended. Tell whoever keeps the machine; it may be that the program must be installed anew.
health-do-cage = No evidence is opened like this. The machine needs Linux 5.13 or newer, with Landlock.
health-do-package = Have it installed on the machine: { $package }
health-do-disk = Whoever takes the disk can read it. Have the folder moved to an encrypted one.
health-do-disk-unknown = Ask whoever keeps the machine.
health-do-lists = Nothing is recognised without a list. Have the first one taken in.

opt-outs = What I do not want to be offered
opt-outs-what = Nobody asks for a reason. It is offered to others instead, and you change it whenever you like.
opt-outs-who-sees = Nobody else is shown this: no page, list, report or entry of the record says it, to whomever. It goes by what is known before anybody looks, so that a new file may still hold what you would rather not see.
opt-outs-kinds = Do not offer me
opt-outs-keep = Keep this
content-kind-videos = Videos
content-kind-listed = Files that a list of known material names, or that look like something on one
content-kind-gravest-category = Files that such a list puts into the gravest category of CAID, INTERPOL Baseline or the industry’s classes
content-kind-youngest-children = Files that such a list puts among those of the youngest children, by INTERPOL Baseline or the industry’s classes
done-opt-outs-kept = It is kept. From now on that is offered to others.

set-up = What this node still needs
set-up-second-administrator = A second administrator, for one may be away
set-up-somebody-for-lists = Somebody who takes lists in: an examiner or a supervisor
set-up-first-list = The first list, for without one nothing is recognised; an examiner or a supervisor takes it in
set-up-recovery-key = Your recovery key on paper; if you did not note it, take new codes

list-import-file = Its file
list-import-sending = The file is being sent.
list-import-failed = The file did not arrive. Try it again.
list-import-more = More about the file
list-import-scheme = Scheme of its categories, for example caid
list-import-kind = What its hashes are, where the file does not say
