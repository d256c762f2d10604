# What stands around pages, and the pages on which people sign in, choose how they read, and begin their day.

product-name = Sanad
frame-skip = Skip to the content
frame-menu = Menu
frame-language = Language
frame-choose = Choose
frame-sign-out = Sign out
frame-close = Close
room-today = Today
room-settings = My settings
shortcuts-title = Keys
shortcut-help = Show these keys
shortcut-menu = Go to the menu
trouble-home = Back to the first page
page-sign-in = Sign in
page-recover = Password or codes lost
page-renew = Choose a new password
page-secrets = What you sign in with from now on
field-login = Login name
field-password = Password
field-password-until-now = Password until now
field-new-password = New password, at least 12 letters
field-again = The same once more
field-code = Code of the authenticator app, 6 digits
field-recovery-key = Recovery key, from the sheet that was printed
sign-in-do = Sign in
sign-in-lost = I have lost my password or my codes
sign-in-back = Back to signing in
sign-in-refused = That did not fit together. Check the login name, the password and the code of this moment; each code works once.
recover-what = With the recovery key you come in once, choose a password and take new codes. The key is used up by it; a new one is shown afterwards.
recover-do = Choose this password
recover-refused = That did not fit together. Check the login name and every letter of the recovery key.
renew-first = Somebody else has seen the password you came in with. Choose one that only you know; then you are shown new codes, this once.
renew-again = You choose a new password and take new codes. All your sessions end, this one too.
renew-do = Choose this password
renew-refused = The password until now is another one.
secrets-once = This page is shown only once. Do not leave it before you have noted everything.
secrets-code = Codes
secrets-code-what = Point your authenticator app at this picture.
secrets-code-picture = QR code for the authenticator app
secrets-code-typed = Or type this key into it:
secrets-password = Password
secrets-recovery = Recovery key
secrets-recovery-what = Print it or write it down, and lock it away. It lets you in once when password or codes are lost.
secrets-done = I have noted everything: sign in
done-signed-out = You are signed out.
done-settings-kept = Your settings are kept.
done-session-ended = The session is over.
done-news-read = The news is marked as read.
done-break-noted = Your break is noted. Come back when you are ready.
settings-reading = How I read
settings-own = Nobody else sees what you choose here.
setting-language = Language
setting-language-browser = As my browser says
setting-time-zone = Time zone, for example Asia/Amman
setting-appearance = Light or dark
setting-appearance-system = As my system is set
setting-appearance-light = Light
setting-appearance-dark = Dark
setting-digits = Digits of numbers and dates
setting-digits-western = 0 1 2 3
setting-digits-arabic-indic = ٠ ١ ٢ ٣, in Arabic
setting-months = Names of months in Arabic
setting-months-gregorian = يناير
setting-months-levant = كانون الثاني
setting-months-maghreb = جانفي
setting-months-both = كانون الثاني/يناير
setting-pictures = Pictures
setting-pictures-grey = Small and grey, until I ask for more
setting-pictures-never = No pixels at all: labels and words alone
setting-reveal = Showing a preview
setting-reveal-hold = As long as I hold a key
setting-reveal-press = One press shows, the next hides
settings-keep = Keep these settings
settings-sign-in = Signing in
settings-renew = Choose a new password and take new codes
settings-sessions = Where I am signed in
session-began = Began
session-seen = Last used
session-ends = Ends
session-end = End this session
today-nothing = Nothing waits for you at this moment.
today-break = Time for a break
today-break-why = You have been with hard material for a while. A pause helps, and nobody is told of it.
today-break-take = I am taking a break
today-clocks = Time limits
today-clocks-count =
    { $n ->
        [one] { $n } time limit is late or ends within three days
       *[other] { $n } time limits are late or end within three days
    }
clock-late-since = late since { $when }
clock-due = until { $when }
clock-still = stands still
clock-kind-protection-told = Tell the protection service
clock-kind-referral-answer = Answer of the protection service
clock-kind-child-newly-identified = Child newly identified: what follows
clock-kind-person-status = Decide a person’s legal status
clock-kind-preservation = Preserved content expires
clock-kind-retention-review = Review whether a record is still needed
clock-kind-plan-review = Review of the support plan
today-answers = Colleagues who need a second person
today-answer-of = Asked for: { $verb }
today-claims = Matches that wait for a person
today-settle = Gradings that differ
today-settle-blind = What was said is not shown here, so that you can still grade on your own.
today-jobs = Under way
today-news = News
today-news-more = There is more; it is shown once this is read.
today-news-read = I have read this
closeness-exact = exact match
closeness-near = near match, to be confirmed
closeness-altered = possible altered copy, to be confirmed
closeness-contradicted = contradicted
job-state-waiting = waits
job-state-running = runs
news-match-claimed = A list that came later knows a file of exhibit { $exhibit }: { $list }
news-match-gone = A list no longer knows a file of exhibit { $exhibit }: { $list }
news-series-agrees = A file that is held here looks like one of a series, or is in one
news-proposals-wait = A series has found files that look like its members; they wait for a decision
news-recheck = What this leaned on no longer holds: { $record }. Look at it again
news-entries-opened = An auditor has opened, by break-glass, what you did
news-passkey-copied = Two devices hold a passkey of yours: it no longer signs anybody in, and all your sessions were ended
news-provider-account-bound = From now on the provider of sign-ins may sign you in
news-consent-withdrawn = A consent was withdrawn: what leaned on it must stop
news-call = Call { $unit }: { $contact }
news-entry-quarantined = An entry of the list { $list } agreed with more than { $n } things in short time; its matches wait for a person
news-lead-moved =
    { $state ->
        [sent] A lead was sent to you
        [accepted] A lead that you sent was accepted
        [given-back] A lead that you sent was given back
       *[other] A lead was taken back by its sender
    }

setting-months-morocco = يناير، غشت
