#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`kbc check` beside its peer, whole processes: check.py CORPUS PEER SCHEMA RUNS. Prints Markdown."""
import glob
import statistics
import subprocess
import sys
import time

corpus, peer, schema, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
files = sorted(glob.glob(f"{corpus}/**/*.json", recursive=True))
check = ["build/release/kbc", "check", "--schema", "errorcanon", "-q", "--format", "concise"]
commands = {
    "cat (the same files)": ["cat", *files],
    "jsonschema validate --fast": [peer, "validate", "--fast", schema, corpus],
    "kbc check --select json,schema": [*check, "--select", "json,schema", corpus],
    "kbc check": [*check, corpus],
}
times = {name: [] for name in commands}
for turn in range(runs + 2):  # in turns, so that a busy moment hits all of them; two to warm up
    for name, command in commands.items():
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode not in ((0, 1) if command[0] == check[0] else (0,)):
            sys.exit(f"{name}: exit {done.returncode}")
        if turn > 1:
            times[name].append(time.perf_counter() - start)
best = {name: statistics.median(times[name]) for name in times}
print(f"{len(files):,} records, median wall time of {runs} runs in turns:\n")
print("| command | ms | times `cat` | times `jsonschema` |")
print("|---|---|---|---|")
cat, fast = (best[name] for name in list(commands)[:2])
for name, seconds in best.items():
    print(f"| `{name}` | {seconds * 1000:.1f} | {seconds / cat:.2f} | {seconds / fast:.2f} |")
print()
