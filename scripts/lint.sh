#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# clang-format over everything, clang-tidy over what changed since $KBC_LINT_BASE (ten commits ago
# by default), or over everything with --all.
. "$(dirname "$0")/lib.sh"

need_build
need "command -v clang-format" clang-format
need "command -v clang-tidy" clang-tidy
need "command -v git" git
install_wanted

mapfile -t all < <(git ls-files '*.c' '*.h')
clang-format --dry-run -Werror "${all[@]}"

base=${KBC_LINT_BASE:-HEAD~10}
if [ "${1:-}" = --all ] || ! git rev-parse -q --verify "$base" >/dev/null; then
    mapfile -t changed < <(git ls-files '*.c')
else
    mapfile -t changed < <(git diff --name-only --diff-filter=d "$base" -- '*.c')
fi
if [ ${#changed[@]} -eq 0 ]; then exit 0; fi
build test # writes the compile commands, and the embedded files
printf '%s\n' "${changed[@]}" | grep -v -e '^tests/robustness/' -e '^examples/' |
    xargs -r -P "$(nproc)" -n 8 clang-tidy -p build/test --quiet --warnings-as-errors='*' 2>/dev/null
