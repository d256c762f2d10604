#!/bin/sh
# Installs what is missing, and only that: install-tools.sh build|demo|test
# Debian packages for programs, private folders (.tools, browser/node_modules) for what comes from the Python and npm
# indexes. Nothing is changed when all is there. Needs root or sudo only when something is missing.
set -eu
cd "$(dirname "$0")/.."
what=${1:?usage: install-tools.sh build|demo|test}

# program:package
build="cc:gcc nasm:nasm"
run="ffmpeg:ffmpeg ffprobe:ffmpeg heif-convert:libheif-examples bsdtar:libarchive-tools sqlite3:sqlite3"
check="strace:strace python3:python3 xz:xz-utils hashdeep:hashdeep chromium:chromium node:nodejs npm:npm"
case $what in
    build) wanted="$build" ;;
    demo) wanted="$build $run" ;;
    test) wanted="$build $run $check" ;;
    *) echo "install-tools.sh: $what is none of build, demo, test" >&2; exit 2 ;;
esac

missing=""
for pair in $wanted; do
    command -v "${pair%%:*}" >/dev/null 2>&1 && continue
    # Some packages bring two programs.
    case "$missing " in *" ${pair##*:} "*) ;; *) missing="$missing ${pair##*:}" ;; esac
done
# The venv module is a package of its own on Debian, and no program tells whether it is there.
if [ "$what" = test ] && ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
    missing="$missing python3-venv"
fi
# The store's tests start a server of their own. Debian keeps its programs out of the PATH, a folder for each version.
if [ "$what" = test ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="$missing postgresql"
fi
# Letters for what the pages' own fonts leave out; a font is no program.
if [ "$what" = test ] && ! ls /usr/share/fonts/truetype/noto/NotoSansArabic-*.ttf >/dev/null 2>&1; then
    missing="$missing fonts-noto-core"
fi
# A linker and headers come with libc6-dev, which gcc only recommends.
[ -e /usr/include/stdio.h ] || missing="$missing libc6-dev"

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "sanad: please install:$missing (no apt-get here to do it for you)" >&2
        exit 1
    fi
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 || { echo "sanad: needs root or sudo to install:$missing" >&2; exit 1; }
        as_root=sudo
    fi
    echo "sanad: installing$missing"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # a list of package names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

# What judges us from outside: cargo-deny as a ready-made binary, the CASE validator, a reader of transparency logs.
if [ "$what" = test ]; then
    wanted_tools=$(cat scripts/requirements.txt scripts/install-tools.sh | cksum)
    if [ "$(cat .tools/installed 2>/dev/null || true)" != "$wanted_tools" ]; then
        echo "sanad: installing the outside judges into .tools"
        rm -rf .tools
        python3 -m venv .tools
        .tools/bin/pip install -q --disable-pip-version-check -r scripts/requirements.txt
        # Its package asks for Python 3.12 and runs on Debian 12's 3.11: the tests that use it say so if it ever does not.
        .tools/bin/pip install -q --disable-pip-version-check --ignore-requires-python aics-tlog==0.2.1
        echo "$wanted_tools" > .tools/installed
    fi
    # What drives the browser, and what looks for barriers in its pages: named with their digests in the lock file.
    wanted_modules=$(cksum < browser/package-lock.json)
    if [ "$(cat browser/node_modules/.installed 2>/dev/null || true)" != "$wanted_modules" ]; then
        echo "sanad: installing the browser tests' modules into browser/node_modules"
        npm ci --prefix browser --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
        echo "$wanted_modules" > browser/node_modules/.installed
    fi
fi
