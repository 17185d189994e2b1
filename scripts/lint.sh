#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# clang-format over every file, and clang-tidy over every file too, which takes some minutes; with a commit,
# `scripts/lint.sh HEAD~40`, only over what changed since, and what includes a header that did.
. "$(dirname "$0")/lib.sh"
since=${1:-}

need_tests
need "command -v clang-format" clang-format
need "command -v clang-tidy" clang-tidy
install_wanted

git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror
build test # writes the compile commands, and the embedded files

files() {
    # Everything, too, in a clone that does not reach back so far.
    if [ -z "$since" ] || ! git rev-parse --quiet --verify "$since^{commit}" >/dev/null; then
        git ls-files '*.c'
        return
    fi
    git diff --name-only --diff-filter=d "$since" -- '*.c'
    git diff --name-only --diff-filter=d "$since" -- '*.h' '*.def' | while read -r header; do
        git grep --fixed-strings --files-with-matches "#include \"$header\"" -- '*.c' || true
    done
}

# What tests/robustness has is compiled by its scripts, so clang-tidy has no flags for it.
files | sort -u | sed '/^tests\/robustness\//d' |
    xargs -r -P "$(nproc)" -n 8 clang-tidy -p build/test --quiet --warnings-as-errors='*' 2>/dev/null
