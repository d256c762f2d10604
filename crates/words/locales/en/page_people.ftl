# The first page of a node, who works here, second persons, and what somebody had to look at.

page-start = A new node
start-what = Nobody works here yet. You open your unit and become its first administrator; it takes a few minutes. Everything can be changed later.
start-code = The code at the terminal
start-code-field = Code that the program printed when it was started
start-code-wrong = That is not the code that the program printed last. Look at the terminal; after ten wrong codes start the program again.
start-not-a-country = A country is two letters, for example JO
start-unit = Your unit
start-you = You
start-you-what = An administrator looks after people and the system and sees no casework.
start-do = Open the unit
field-unit-name = Name of the unit
field-country = Country, two letters
field-victim-prefix = What the codes of victims begin with, for example JO-CP
field-contact = How other units reach it
field-name = Name, as colleagues call them
field-login-new = Login name: small Latin letters, digits, dots
secrets-hand-over = These belong to { $name }. Hand them over in person; at the first sign-in { $name } chooses a password that nobody else knows.
secrets-done-of = I have noted everything: back to the people
page-secrets-of = What your colleague signs in with
room-administration = People and units
room-second-persons = Second person
room-wellbeing = My wellbeing
room-welfare = People I look after
page-wellbeing-of = Wellbeing of a colleague
list-separator = {", "}
administration-second-wanted = Fewer than two people administer this system. Make somebody else an administrator, for one may be away.
administration-people = People
administration-units = Units
administration-add = Add somebody
administration-add-what = What they sign in with is shown once, for you to hand over.
administration-add-do = Add
administration-unit-add = Open another unit
administration-roles-what = All sessions of this person end when the roles change.
administration-roles-do = Set these roles
administration-access = Coming in
administration-reset-what = Somebody who lost everything gets new secrets. Sessions and access tokens end.
administration-reset-do = Give new secrets
administration-disable-what = Somebody who no longer works here is kept out; what they did stays.
administration-disable-do = Keep out
administration-back = Back to people and units
done-unit-opened = The unit is open.
done-user-added = The user was added.
done-roles-set = The roles are set; all sessions of this person have ended.
done-user-disabled = This person is kept out.
done-user-reset = This person has new secrets.
done-second-person-asked = Your ask waits for an answer. Once somebody has agreed, do the same again.
done-second-person-answered = Your answer is recorded.
second-person-ask = Ask a second person
second-person-why = Why it is to be done
second-person-ask-do = Ask
second-persons-what = What one person alone must not do waits for somebody else. Agree only to what you would do yourself.
second-persons-to-answer = What I could answer
second-persons-others = What I asked, and what is over
second-persons-none = Nothing
second-person-subject = About
second-person-by = Asked by
second-person-reason = Why
second-person-until = Can be answered until
second-person-answer-why = Why; needed when you decline
second-person-agree = I agree
second-person-decline = I do not agree
ask-state-waiting = waits
ask-state-agreed = agreed
ask-state-declined = declined
ask-state-used = done
wellbeing-notice = This is for you, and for the welfare officer. Nobody else sees it; it may not be used to judge your work, and it expires after 90 days.
wellbeing-notice-of = This is for your colleague, and for you as the welfare officer. Nobody else sees it; it may not be used to judge anybody’s work, and it expires after 90 days.
welfare-notice = Open one person at a time, to look after them. It is recorded, and the person can be told. No figures stand beside names, and nobody is compared.
wellbeing-week = The last seven days
wellbeing-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
wellbeing-previews = Previews shown
wellbeing-previews-n =
    { $n ->
        [one] { $n } preview
       *[other] { $n } previews
    }
wellbeing-previews-what = Previews shown at the sorting table are counted here by themselves. How long and how hard it was is written down by whoever looked.
wellbeing-add = Write down what I looked at or heard
wellbeing-add-what = Pictures, sound and text all count. You owe nobody an account of it.
wellbeing-severity = How hard it was
wellbeing-minutes-field = Minutes
wellbeing-sound = With sound
wellbeing-add-do = Write it down
wellbeing-entries = The last 90 days
wellbeing-none = Nothing is written down.
wellbeing-when = When
wellbeing-long = How long
answer-yes = yes
answer-no = no
severity-mild = Descriptions, small or grey previews
severity-moderate = Material without an act
severity-severe = Material of an act
severity-extreme = Beyond that: violence, or a very young child
break-due-hard-material = Enough hard material for one sitting.
break-due-long-at-it = Long enough without a rest.
done-exposure-added = It is written down, for you alone.
