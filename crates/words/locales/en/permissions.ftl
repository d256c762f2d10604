# Break-glass and second persons: a sentence for each refusal, saying what was refused and what to do.

refusal-purpose-missing = This is read for a purpose, which is recorded; say what it is needed for
refusal-glass-no-reason = Break-glass, and its review, need a reason; write down why it could not wait, or what was found
refusal-glass-hours-out-of-range = Break-glass opens a record for 1 to 24 hours; choose how many
refusal-glass-open-already = This record is open to you already; no break-glass is needed
refusal-glass-own-glass = Nobody reviews their own break-glass; leave it to another supervisor or auditor
refusal-glass-reviewed-already = This break-glass was reviewed already; nothing is left to do
refusal-glass-not-broken = What somebody did is read only after break-glass for this person, of which the person is told; break the glass first

refusal-second-person-needed = One person alone may not do this; ask for a second person, and repeat it once a supervisor of your unit or a deputy has agreed
refusal-second-person-staff-needed = Who works here is said by two: a supervisor of that unit, or a deputy they named, has to agree first; for a unit that has lost its supervisors, a supervisor of any unit. Ask for a second person, and repeat it once somebody has agreed. A supervisor who lost the password signs in with the printed recovery key
refusal-second-person-unclear = Say exactly what is to be done: for user-add the unit, with login and roles; for user-set-roles the user, with roles; for token-add the user, with scope; for user-disable and user-reset the user alone
refusal-second-person-not-needed = No second person is needed for this; go on without one
refusal-second-person-no-reason = Asking for a second person, and declining, need a reason; write down why
refusal-second-person-oneself = Nobody is their own second person; leave the answer to somebody else
refusal-second-person-not-theirs = Only a supervisor of the unit that asks, or a deputy named by one, can answer; leave it to one of them
refusal-second-person-over = This has ended, was answered or was done already; ask anew
refusal-second-person-days-out-of-range = A deputy is named for 1 to 90 days; choose how many
refusal-second-person-no-deputy = A deputy is somebody else who is active here and works on cases; choose another person
