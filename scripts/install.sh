#!/bin/sh
# Installs Sanad: install.sh PREFIX [PROGRAM]. Without PROGRAM the one beside this file. Needs no internet.
set -eu
prefix=${1:?usage: install.sh PREFIX [PROGRAM]}
here=$(cd "$(dirname "$0")" && pwd)
program=${2:-$here/sanad}

install -d "$prefix/bin" "$prefix/share/doc/sanad"
install -m 0755 "$program" "$prefix/bin/sanad"
# Man pages in four languages and completions for three shells, written by the program itself.
"$program" documents "$prefix/share"
for file in LICENSE README.md CHANGELOG.md THIRD-PARTY-LICENCES.md THIRD-PARTY-LICENCES-FULL.txt sbom.cdx.json; do
    for folder in "$here" "$here/.."; do
        if [ -e "$folder/$file" ]; then
            install -m 0644 "$folder/$file" "$prefix/share/doc/sanad/$file"
            break
        fi
    done
done
echo "sanad: installed in $prefix/bin/sanad"
