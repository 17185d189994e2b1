#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What takes too long for every change: clang's sanitizers, threads, and
# hostile input at full size.
. "$(dirname "$0")/lib.sh"

need_tests
need "ls /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.tsan-x86_64.a" libclang-rt-dev
install_wanted

say "clang, warnings as errors"
build clang
ctest --preset clang

say "gcc, threads"
build tsan
ctest --preset tsan

say "hostile input, and texts of regexes, at full size"
build test
KBC_FULL=1 ctest --preset test -R 'robustness/|unit/match'

say "fuzz"
scripts/fuzz.sh
