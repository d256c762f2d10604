#!/bin/sh
# What the pages need of others, taken once from the npm registry and committed: vendor.sh
# Writes crates/web/assets/vendor/ and VENDOR.lock in it. Needs node, npm, python3 and the internet; a build needs none of
# them, nor this. To take a newer version, change package.json there, run
#     npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
# beside it, then this, and read the difference.
set -eu
cd "$(dirname "$0")/.."
vendor=$PWD/crates/web/assets/vendor
scripts=$PWD/scripts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$vendor/package.json" "$vendor/package-lock.json" "$scripts/vendor-world.mjs" "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check fonttools==4.68.0 brotli==1.2.1

find "$vendor" -mindepth 1 ! -name package.json ! -name package-lock.json -delete
mkdir "$vendor/fonts" "$vendor/licences"
lock=$work/lock
: > "$lock"

# lock_file FILE PACKAGE LICENCE : one line of VENDOR.lock. The digest is written as the integrity attribute has it.
lock_file() {
    version=$(node -p "require('$work/node_modules/$2/package.json').version")
    digest=$(openssl dgst -sha384 -binary "$vendor/$1" | base64 -w 0)
    echo "$1 sha384-$digest $2 $version $3" >> "$lock"
}

# take FROM TO PACKAGE LICENCE : a file as it is in its package
take() {
    install -m 0644 "$work/node_modules/$3/$1" "$vendor/$2"
    lock_file "$2" "$3" "$4"
}

# face FROM TO PACKAGE UNICODES : a font without the letters that nobody writes here. All shaping stays.
face() {
    "$work/python/bin/pyftsubset" "$work/node_modules/$3/$1" --unicodes="$4" --layout-features='*' --notdef-outline \
        --flavor=woff2 --no-recalc-timestamp --output-file="$vendor/$2"
    lock_file "$2" "$3" OFL-1.1
}

take dist/htmx.min.js htmx.min.js htmx.org 0BSD
take dist/ext/hx-sse.min.js hx-sse.min.js htmx.org 0BSD
take dist/cytoscape.min.js cytoscape.min.js cytoscape MIT
take dist/leaflet.js leaflet.js leaflet BSD-2-Clause
# Its pictures stay away: places are drawn as circles, which need none.
take dist/leaflet.css leaflet.css leaflet BSD-2-Clause

(cd "$work" && node vendor-world.mjs) > "$vendor/world.geojson"
lock_file world.geojson world-atlas ISC

# Arabic, Persian, Urdu, Kurdish and their neighbours; the ligatures that have a code of their own; no old presentation forms.
face files/noto-sans-arabic-arabic-wght-normal.woff2 fonts/noto-sans-arabic.woff2 @fontsource-variable/noto-sans-arabic \
    'U+0600-06FF,U+0750-077F,U+200C-200F,U+2010-2011,U+204F,U+FDF2,U+FDFA-FDFD'
face files/noto-sans-latin-wght-normal.woff2 fonts/noto-sans-latin.woff2 @fontsource-variable/noto-sans '*'
# Names of the rest of Europe, Turkey and the Caucasus in Latin letters.
face files/noto-sans-latin-ext-wght-normal.woff2 fonts/noto-sans-latin-ext.woff2 @fontsource-variable/noto-sans \
    'U+0100-017F,U+018F,U+0192,U+0218-021B,U+0259,U+02C7,U+02D8-02DD,U+1E80-1E85,U+1E9E,U+20AB'

take LICENSE licences/htmx.txt htmx.org 0BSD
take LICENSE licences/cytoscape.txt cytoscape MIT
take LICENSE licences/leaflet.txt leaflet BSD-2-Clause
take LICENSE licences/world-atlas.txt world-atlas ISC
take LICENSE licences/noto-sans-arabic.txt @fontsource-variable/noto-sans-arabic OFL-1.1
take LICENSE licences/noto-sans.txt @fontsource-variable/noto-sans OFL-1.1

{
    echo "# Every file in this folder that comes from others: file, digest, package, version, licence. Written by"
    echo "# scripts/vendor.sh; \`cargo xtask tidy\` holds the folder to it."
    LC_ALL=C sort "$lock"
} > "$vendor/VENDOR.lock"

# What a page may weigh is decided here, where it is still easy to take less.
n_bytes=$(cat "$vendor"/fonts/*.woff2 | wc -c)
[ "$n_bytes" -le 200000 ] || { echo "vendor.sh: the fonts are $n_bytes bytes, more than 200,000" >&2; exit 1; }
n_bytes=0
for file in cytoscape.min.js leaflet.js leaflet.css world.geojson; do
    n_bytes=$((n_bytes + $(gzip -9 -c "$vendor/$file" | wc -c)))
done
[ "$n_bytes" -le 400000 ] || { echo "vendor.sh: graph and map are $n_bytes bytes compressed, more than 400,000" >&2; exit 1; }
