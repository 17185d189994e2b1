#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Whole-process times over the 2,013 records of the corpus, as ratios in one run: kbc against
# reading the files with cat, and against `jsonschema validate --fast` of the npm package
# @sourcemeta/jsonschema, which is installed below build/.
. "$(dirname "$0")/lib.sh"

need_build
need "command -v python3" python3
need "command -v npm" npm
install_wanted

corpus=${KBC_CORPUS:-../shared/corpus}/errorcanon
if [ ! -d "$corpus" ]; then
    say "skipped: there is no corpus at $corpus (KBC_CORPUS names another place)"
    exit 0
fi
build release
if [ ! -d build/bench/node_modules ]; then
    mkdir -p build/bench
    npm install --silent --no-audit --no-fund --prefix build/bench @sourcemeta/jsonschema >/dev/null
fi
# The program itself, without the script of Node.js around it.
peer=$(find build/bench/node_modules/@sourcemeta -name "jsonschema-linux-$(uname -m)")
schema=build/bench/errorcanon.schema.json
build/release/kbc schema errorcanon >"$schema"

python3 - "$corpus" "$peer" "$schema" "${RUNS:-15}" <<'END'
import glob, statistics, subprocess, sys, time

corpus, peer, schema, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
files = sorted(glob.glob(f"{corpus}/**/*.json", recursive=True))
check = ["build/release/kbc", "check", "--schema", "errorcanon", "-q", "--format", "concise"]
commands = {
    "cat, the same files": ["cat", *files],
    "jsonschema validate --fast": [peer, "validate", "--fast", schema, corpus],
    "kbc check --select json,schema": [*check, "--select", "json,schema", corpus],
    "kbc check": [*check, corpus],
}
times = {name: [] for name in commands}
for turn in range(runs + 2):  # in turns, so that a busy moment hits all of them; two to warm up
    for name, command in commands.items():
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode not in ((0, 1) if command[0] == check[0] else (0,)):
            sys.exit(f"{name}: exit {done.returncode}")
        if turn > 1:
            times[name].append(time.perf_counter() - start)
best = {name: statistics.median(times[name]) for name in times}
print(f"{len(files)} records, median wall time of {runs} runs in turns")
print(f"{'':32} {'ms':>7} {'/ cat':>7} {'/ jsonschema':>13}")
cat, fast = (best[name] for name in list(commands)[:2])
for name, seconds in best.items():
    print(f"{name:32} {seconds * 1000:7.1f} {seconds / cat:7.2f} {seconds / fast:13.2f}")
END
