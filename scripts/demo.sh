#!/bin/sh
# The main job on the sample data: make the exhibit, ask six lists of known material and one of known software, write
# the reports. Everything is made in demo/ and can be thrown away.
set -eu
cd "$(dirname "$0")/.."
sanad=$PWD/target/release/sanad
demo=$PWD/demo
rm -rf "$demo"
mkdir -p "$demo/reports"

echo "== making the sample exhibit (ordinary photos, drawings, altered copies, clips, archives)"
cargo run --quiet --locked --release --package xtask -- sample "$demo" --sanad "$sanad"

echo "== sanad triage"
"$sanad" --node "$demo/node" triage "$demo/exhibit" \
    --authority "Sample order 1/2026" --exhibit-number "SAMPLE-1" --seal "none: sample" --examiner "make demo" \
    --list "$demo/lists/sample-vics.json,name=Sample VICS,owner=Sample national unit" \
    --list "$demo/lists/sample-ncmec.xml,name=Sample NCMEC,owner=Sample hotline" \
    --list "$demo/lists/sample-icse.csv,name=Sample ICSE" \
    --list "$demo/lists/sample-hashdeep.txt,name=Sample hashdeep" \
    --list "$demo/lists/sample-md5.txt,name=Sample MD5" \
    --list "$demo/lists/sample-own.csv,name=Sample own list,owner=This unit,scheme=sample" \
    --list "$demo/lists/sample-nsrl.db,name=Sample software,set-aside=yes" \
    --report "$demo/reports/triage.html" \
    --report "$demo/reports/triage.jsonl" \
    --report "$demo/reports/triage.csv" \
    --report "$demo/reports/triage.vics.json" \
    --report "$demo/reports/triage.vics-hashset.json" \
    --report "$demo/reports/triage.case.jsonld"

echo
echo "== what was planted, and what was found"
cargo run --quiet --locked --release --package xtask -- planted "$demo" "$demo/reports/triage.jsonl" \
    --sanad "$sanad" --node "$demo/node"

echo
echo "== people of each role, and a day of their work"
xtask=$PWD/target/release/xtask
log=$demo/serve.log
"$xtask" demo-people "$demo" --sanad "$sanad" --node "$demo/node"
"$sanad" --node "$demo/node" serve --listen "${LISTEN:-127.0.0.1:0}" --intake "$demo/exhibit" --json > "$log" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT INT TERM
for _ in $(seq 300); do
    grep -q address "$log" && break
    kill -0 "$server" || { cat "$log" >&2; exit 1; }
    sleep 0.1
done
address=$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$log")
"$xtask" demo-day "$demo" "$address"

if [ "${SERVE:-1}" = 0 ]; then
    kill "$server"
    wait "$server" || true
    trap - EXIT INT TERM
    application="$sanad --node $demo/node serve --listen 127.0.0.1:8443 --intake $demo/exhibit"
    when="and try"
else
    application="http://localhost:${address##*:}/"
    when="and, once the application has ended, try"
fi

cat <<TEXT

Look next at:
  $application    the application: sign in as one of those above
  $xtask code $demo rana    the code that somebody's authenticator shows at this moment
  $demo/reports/triage.html    the report to read and print
  $demo/reports/triage.jsonl   the same for programs
$when:
  $sanad --node $demo/node find $demo/originals/cat.jpg
  $sanad --node $demo/node --lang ar list show
  $sanad --node $demo/node verify $demo/reports/triage.html
  $sanad --node $demo/node doctor
TEXT
if [ "${SERVE:-1}" != 0 ]; then
    echo
    echo "Serving until you press Ctrl-C (SERVE=0 make demo ends without serving)."
    wait "$server"
fi
