#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What takes too long for every change: lint of everything, clang's code, threads, hostile input at full
# size, Lighthouse on the site.
. "$(dirname "$0")/lib.sh"

need_tests
need "ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.tsan-x86_64.a" libclang-rt-dev
install_wanted
scripts/web-tools.sh lighthouse@12.8.2

say "lint"
scripts/lint.sh

say "clang, warnings as errors"
build clang
ctest --preset clang

say "gcc, threads"
build tsan
ctest --preset tsan

say "ASan and UBSan, the tests that every change goes without"
build asan
ctest --test-dir build/asan --output-on-failure -R '^(unit/(ambiguity|schema_engine)|robustness/(determinism|hostile_input))$'

say "hostile input, and texts of regexes, at full size"
build test
KBC_FULL=1 ctest --preset test -R 'robustness/|unit/match'

say "Lighthouse"
python3 -B tests/web/lighthouse.py build/test/kbc . build || [ $? -eq 77 ]

say "fuzz"
scripts/fuzz.sh
