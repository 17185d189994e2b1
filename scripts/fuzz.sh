#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes the reader of the packed index, the matcher and the parser of regexes, each with ASan and
# UBSan: scripts/fuzz.sh [SECONDS]. The seconds (300) are for all together. With 60 or more, every
# truncation and every flipped bit of a small index goes first. What is found is in build/fuzz/found,
# and `build/fuzz/tests/fuzz/fuzz_<target> FILE` shows it again.
. "$(dirname "$0")/lib.sh"
seconds=${1:-300}

target='int LLVMFuzzerTestOneInput(const char *p, long n) { return p && n < 0; }'
if ! clang -fsanitize=fuzzer -xc - -o /dev/null 2>/dev/null <<<"$target"; then
    say "not fuzzed: clang has no libFuzzer here (on Debian it is in libclang-rt-dev)"
    exit 0
fi
need_tests
install_wanted
build test # the seeds come from kbc

if [ "$seconds" -ge 60 ]; then
    say "every truncation and every bit"
    build asan
    KBC_FULL=1 ctest --preset asan -R 'unit/kbx_|robustness/(kbx_readers|fuzz_seeds)'
fi

build fuzz
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
python3 -B tests/fuzz/seeds.py build/test/kbc . "$seeds"
targets=(kbx_read match syntax)
for target in "${targets[@]}"; do
    say "fuzzing $target"
    mkdir -p "build/fuzz/corpus/$target" build/fuzz/found
    log="build/fuzz/$target.log"
    # Without -max_len long seeds would be cut; -timeout is far above what the matcher's limits allow.
    if ! "build/fuzz/tests/fuzz/fuzz_$target" -max_total_time=$((seconds / ${#targets[@]})) \
        -max_len=65536 -timeout=60 -artifact_prefix="build/fuzz/found/$target-" \
        "build/fuzz/corpus/$target" "$seeds/$target" >"$log" 2>&1; then
        tail -n 60 "$log"
        exit 1
    fi
    grep '^Done' "$log"
done
