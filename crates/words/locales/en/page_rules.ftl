# The rules of the house and its words, as everybody may read them.

room-rules = Rules and words
page-rules-words = The words we use
rules-what = Who may do what, as the policies of this program say. The role is the first question; need to know, handling and purpose are asked after it.
rules-marks = ✔ may; ◐ may, about some kinds of records only; · may not; p asks for a purpose.
rules-table = Every role and every action
rules-verb = Action
rules-may-yes = may
rules-may-some = may, about some kinds of records
rules-may-no = may not
rules-purpose = asks for a purpose
rules-policies = The policies themselves
rules-policies-what = They are part of the program and are changed with it. Above each stands a sentence in English that a lawyer can read.
role-terminal = terminal of the system
rules-words-version = Glossary, version { $version }
rules-words-unconfirmed = A word counts as confirmed once a specialist who works in that language has said so; it then says so beside it.
rules-words-marks = I: read on INTERPOL’s pages. P: read in Primero. N: read at NIST. G: general professional knowledge.
rules-words-key = Term
rules-words-confirmed = confirmed
rules-back = Back to the rules
