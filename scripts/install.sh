#!/bin/sh
# Installs Sanad: install.sh PREFIX [PROGRAM]. Without PROGRAM the one in the tarball that this file came in. Needs no internet.
set -eu
prefix=${1:?usage: install.sh PREFIX [PROGRAM]}
here=$(cd "$(dirname "$0")" && pwd)
program=${2:-$here/bin/sanad}

install -d "$prefix/bin" "$prefix/share/doc/sanad"
install -m 0755 "$program" "$prefix/bin/sanad"

# Man pages in four languages and completions for three shells, written by the program itself.
for language in en ar fr es; do
    folder=$prefix/share/man/$language/man1
    [ "$language" != en ] || folder=$prefix/share/man/man1
    install -d "$folder"
    "$program" --lang "$language" man-pages "$folder"
done
install -d "$prefix/share/bash-completion/completions" "$prefix/share/zsh/site-functions" \
    "$prefix/share/fish/vendor_completions.d"
"$program" completions bash > "$prefix/share/bash-completion/completions/sanad"
"$program" completions zsh > "$prefix/share/zsh/site-functions/_sanad"
"$program" completions fish > "$prefix/share/fish/vendor_completions.d/sanad.fish"

for file in LICENSE README.md CHANGELOG.md THIRD-PARTY-LICENCES.md THIRD-PARTY-LICENCES-FULL.txt sbom.cdx.json; do
    for folder in "$here/share/doc/sanad" "$here/.."; do
        if [ -e "$folder/$file" ]; then
            install -m 0644 "$folder/$file" "$prefix/share/doc/sanad/$file"
            break
        fi
    done
done
echo "sanad: installed in $prefix/bin/sanad"
