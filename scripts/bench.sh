#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# kbc beside its peers, as ratios in one run, as Markdown: `scripts/bench.sh >docs/benchmarks.md`.
#   check   whole processes over the 2,013 records of the corpus: `cat` of the same files, and
#           `jsonschema validate --fast` of the npm package @sourcemeta/jsonschema
#   index   the packed index: SQLite by primary key, Vectorscan in prefilter mode; 100,000 records
#   site    the documentation site: from nothing, after an edit, beside `cp -r` of the same files;
#           and its search page in headless Chromium, where that and node are installed
# Names of parts limit it to these. Tools of npm are installed below build/.
. "$(dirname "$0")/lib.sh"
exec 3>&1 1>&2

parts=${*:-check index site}
need_build
need "command -v python3" python3
case $parts in *check*) need "command -v npm" npm ;; esac
case $parts in *index*)
    need "pkg-config --exists libhs" libvectorscan-dev
    need "pkg-config --exists sqlite3" libsqlite3-dev
    ;;
esac
install_wanted

shared=${KBC_CORPUS:-../shared/corpus}
if [ ! -d "$shared/errorcanon" ]; then
    say "skipped: there is no corpus at $shared (KBC_CORPUS names another place)"
    exit 0
fi
build release
mkdir -p build/bench

check() {
    if [ ! -d build/bench/node_modules ]; then
        npm install --silent --no-audit --no-fund --prefix build/bench @sourcemeta/jsonschema >/dev/null
    fi
    # The program itself, without the script of Node.js around it.
    peer=$(find build/bench/node_modules/@sourcemeta -name "jsonschema-linux-$(uname -m)")
    build/release/kbc schema errorcanon >build/bench/errorcanon.schema.json
    printf '## Check\n\n'
    python3 tests/bench/check.py "$shared/errorcanon" "$peer" build/bench/errorcanon.schema.json \
        "${RUNS:-15}"
}

index() {
    # shellcheck disable=SC2046
    cc -std=c17 -D_POSIX_C_SOURCE=200809L -O2 -I. tests/bench/index.c -o build/bench/index \
        build/release/libkbx.a $(pkg-config --cflags --libs libhs sqlite3 libpcre2-8 zlib) -lm
    printf '## The packed index\n\n'
    python3 tests/bench/index.py build/release/kbc build/bench/index "$shared/errorcanon" \
        build/bench/work "$shared/../tools/flat_corpus.py"
}

site() {
    printf '## The site\n\n'
    scripts/web-tools.sh >&2
    python3 tests/bench/site.py build/release/kbc . "$shared/errorcanon" build/bench \
        "${RUNS:-5}"
}

{
    printf '# Benchmarks\n\nMade by `scripts/bench.sh%s` on %s cores of a %s. ' \
        "${*:+ $*}" "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
    printf 'Times are of this machine; what counts are the ratios within one run.\n\n'
    for part in $parts; do $part; done
} >&3
