#!/bin/sh
# The chain of one case, from an exhibit to an erased record: examples/journey.sh [FOLDER]
#
# At the terminal: an exhibit is examined, a unit and its people are made, the API is served on loopback. Everything after
# that is asked of the API alone, by examples/journey.py. FOLDER keeps what was made; without it, it is thrown away.
# SANAD names the program, CASE_VALIDATE the judge of the exported case (of PyPI case-utils); without it the case is not
# judged, and the end says so.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sanad=${SANAD:-$here/../target/release/sanad}
if [ $# -gt 0 ]; then work=$1; mkdir -p "$work"; else work=$(mktemp -d); fi
node=$work/node
server=""
end() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
    if [ $# -gt 0 ]; then rm -rf "$1"; fi
}
if [ $# -gt 0 ]; then trap end EXIT; else trap 'end "$work"' EXIT; fi

mkdir -p "$work/exhibit"
cp "$here/../samples/photos/cat.jpg" "$here/../samples/photos/coffee.jpg" "$here/../samples/photos/flower.jpg" "$work/exhibit/"
# The same picture in other bytes.
{ cat "$here/../samples/photos/coffee.jpg"; echo; } > "$work/exhibit/coffee-again.jpg"
md5sum "$work/exhibit/cat.jpg" | cut -d' ' -f1 > "$work/known.txt"
"$sanad" --node "$node" triage "$work/exhibit" --authority "Sample order 1/2026" --exhibit-number SAMPLE-1 \
    --seal "none: sample" --examiner "journey" \
    --list "$work/known.txt,name=Sample list" --report "$work/triage.jsonl" > "$work/triage.out"

"$sanad" --node "$node" --quiet unit add "Sample unit" --country JO --victim-prefix JO-SU > /dev/null
# A person with their roles, and a token that may ask for these verbs and no other: LOGIN "ROLES" VERBS…
person() {
    login=$1; roles=$2; shift 2
    set -- "$(printf -- '--role %s ' $roles)" "$(printf -- '--scope %s ' "$@")"
    # shellcheck disable=SC2086  # lists of options
    echo "a password of several plain words" | "$sanad" --node "$node" --json user add "$login" --name "$login" \
        --unit "Sample unit" $1 --password-stdin > "$work/user-$login.json"
    # shellcheck disable=SC2086  # lists of options
    "$sanad" --node "$node" --json token add "$login" --name journey --days 1 $2 > "$work/token-$login.json"
}
grading="grading-open-blind grading-add grading-show"
person rana "victim-identification-officer coordinator" case-open case-show case-close case-export grading-show series-open \
    series-show series-add-files series-show-proposals series-decide-proposal victim-open victim-set-safety clue-add person-open person-set-state thing-open link-add \
    link-show clock-show clock-meet person-show second-person-ask
# shellcheck disable=SC2086  # a list of verbs
for login in sami noor huda; do person $login grader $grading; done
person ali supervisor clock-stop second-person-answer
person lina data-protection-officer record-erase second-person-ask

"$sanad" --node "$node" --json serve --listen 127.0.0.1:0 > "$work/serving.json" &
server=$!
for _ in $(seq 100); do [ -s "$work/serving.json" ] && break; sleep 0.1; done

python3 "$here/journey.py" "$work"

kill "$server"; wait "$server" || true; server=""
if grep -r "Sample Person" "$node"; then echo "an erased name is still there" >&2; exit 1; fi
echo "== the ledger, verified from a copy of its folder"
cp -r "$node/ledger" "$work/ledger-copy"
"$sanad" ledger verify "$work/ledger-copy"
