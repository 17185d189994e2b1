#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# clang-format and clang-tidy over every file; together they take less than a minute.
. "$(dirname "$0")/lib.sh"

need_tests
need "command -v clang-format" clang-format
need "command -v clang-tidy" clang-tidy
install_wanted

git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror
build test # writes the compile commands, and the embedded files
# What tests/robustness has is compiled by its scripts, so clang-tidy has no flags for it.
git ls-files '*.c' | grep -v '^tests/robustness/' |
    xargs -P "$(nproc)" -n 8 clang-tidy -p build/test --quiet --warnings-as-errors='*' 2>/dev/null
