#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The packed index, measured: prints Markdown for docs/benchmarks.md.

  index.py KBC BENCH CORPUS WORK [FLAT_CORPUS]

KBC is the program, BENCH the built tests/bench/index.c, CORPUS the folder of the errorcanon
records, WORK a folder to build in, FLAT_CORPUS the script that makes a base of any size.
"""
import glob
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time

KBC, BENCH, CORPUS, WORK = (os.path.abspath(p) for p in sys.argv[1:5])
FLAT = os.path.abspath(sys.argv[5]) if len(sys.argv) > 5 else None


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, **options).stdout


def build(name, *operands):
    """Builds an index and says how long that took and what it needed."""
    out = os.path.join(WORK, name)
    start = time.perf_counter()
    # A few records of the large base have a key that the flat layout does not know.
    done = subprocess.run([KBC, "build", "--emit", "kbx", "--keep-going", "-q", "-o", out, *operands],
                          check=False, capture_output=True)
    if done.returncode > 1:
        sys.exit(done.stderr.decode(errors="replace"))
    return os.path.join(out, "kb.kbx"), time.perf_counter() - start


def dump(path):
    """(id, signature, root cause) of every record, read with the second reader."""
    sys.path.insert(0, os.path.join(os.path.dirname(KBC), "..", "..", "kbx", "python"))
    import kbx  # pylint: disable=import-outside-toplevel,import-error
    base = kbx.open(path)
    return [tuple(r.text(name) for name in ("id", "signature", "root_cause")) for r in base]


def sqlite_of(records, name):
    path = os.path.join(WORK, name)
    if os.path.exists(path):
        os.remove(path)
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE records(id TEXT PRIMARY KEY, signature TEXT, root_cause TEXT) WITHOUT ROWID")
    db.executemany("INSERT INTO records VALUES (?, ?, ?)", records)
    db.commit()
    db.execute("VACUUM")
    db.close()
    return path


def write_lines(name, lines):
    path = os.path.join(WORK, name)
    with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
        f.writelines(line.replace("\n", " ") + "\n" for line in lines)
    return path


def read_lines(path, most=20000):
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        return [line.rstrip("\n") for line, _ in zip(f, range(most))]


def texts_of(signatures):
    """The texts to match: what there is on this machine, and what is made of it."""
    paths = [write_lines("signatures", signatures)]
    lines = [line for source in ["/var/log/dpkg.log", *glob.glob("/var/log/apt/*.log")]
             if os.path.isfile(source) for line in read_lines(source)]
    if lines:
        paths.append(write_lines("package-manager-log", lines[:20000]))
    commands = run("ninja", "-C", os.path.dirname(KBC), "-t", "commands").decode(errors="surrogateescape")
    paths.append(write_lines("build-log", [line[:400] for line in commands.split("\n")]))
    rng = random.Random(1)
    paths.append(write_lines("one-hit-in-a-hundred", (
        f"2026-01-01 12:00:{i % 60:02} worker[{i % 97}] " +
        (rng.choice(signatures) if rng.random() < 0.01
         else f"job {rng.randrange(10**6)} of batch {i // 100} took {rng.randrange(900)} ms, {rng.randrange(40)} to go")
        for i in range(20000))))
    return paths


def process_cpu(index, line, runs=50):
    """CPU of `kbc match` on one line, median of `runs`."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([KBC, "match", "--index", index], input=line.encode() + b"\n", check=False,
                       stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return sorted(times)[runs // 2] * 1e3


def measure(index, sqlite, texts, vectorscan=True):
    env = dict(os.environ)
    if not vectorscan:
        env["NO_VECTORSCAN"] = "1"
    rows = {}
    for line in run(BENCH, index, sqlite, *texts, env=env).decode().splitlines():
        name, value, _unit = line.split("\t")
        rows[name] = float(value)
    return rows


def ratio(rows, name, peer, scale=1):
    ours, theirs = rows[f"{name} kbx"] * scale, rows[f"{name} {peer}"] * scale
    return f"{ours:.3g}", f"{theirs:.3g}", f"{theirs / ours:,.3g}"


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def main():
    os.makedirs(WORK, exist_ok=True)
    index, seconds = build("corpus", "--schema", "errorcanon", CORPUS)
    records = dump(index)
    texts = texts_of([signature for _, signature, _ in records if signature])
    rows = measure(index, sqlite_of(records, "corpus.sqlite"), texts)
    print(f"### {len(records):,} records\n")
    table(("", "kbx", "peer", "times as fast", "peer is"), [
        ("build the matcher, ms", *ratio(rows, "build", "vectorscan"), "Vectorscan, `hs_compile_multi`"),
        ("the same, all regexes compiled, ms", f"{rows['build with all regexes compiled kbx']:.3g}", "",
         f"{rows['build vectorscan'] / rows['build with all regexes compiled kbx']:,.3g}", ""),
        *((f"match {os.path.basename(t)}, µs a line", *ratio(rows, os.path.basename(t), "vectorscan"),
           "Vectorscan, `hs_scan`") for t in texts),
        ("look up by id, ns", *ratio(rows, "lookup", "sqlite"), "SQLite, by primary key"),
        ("open and look up, µs", *ratio(rows, "open and first lookup", "sqlite"), "SQLite"),
    ])
    print(f"Vectorscan refused {rows['refused vectorscan']:.0f} of the regexes. Its reports are "
          "candidates (prefilter mode), those of kbx exact:\n")
    table(("text", "lines", "bytes a line", "matches a line", "tried by PCRE2", "Vectorscan's reports"),
          [(name, f"{rows[name + ' lines']:,.0f}", f"{rows[name + ' bytes a line']:.0f}",
            *(f"{rows[f'{name} {part}']:.3g}" for part in ("matches", "tried by PCRE2", "vectorscan reports")))
           for name in map(os.path.basename, texts)])
    cpu = process_cpu(index, records[0][1])
    print(f"`kbc match` as a whole process on one line: {cpu:.2f} ms of CPU. Opening alone: "
          f"{rows['open kbx']:.1f} µs. `kbc build --emit kbx`: {seconds:.2f} s, "
          f"{os.path.getsize(index):,} bytes.\n")
    if FLAT and os.path.exists(FLAT):
        large(texts)


def large(texts):
    count = 100000
    ndjson = os.path.join(WORK, f"{count}.ndjson")
    if not os.path.exists(ndjson):
        run(sys.executable, FLAT, "--ndjson", ndjson, "--count", str(count))
    index, seconds = build("large", ndjson)
    records = dump(index)
    rows = measure(index, sqlite_of(records, "large.sqlite"), texts, vectorscan=False)
    print(f"### {len(records):,} records\n")
    table(("", ""), [
        ("`kbc build --emit kbx`", f"{seconds:.1f} s"),
        ("file", f"{os.path.getsize(index):,} bytes"),
        ("open", f"{rows['open kbx']:.1f} µs"),
        ("look up by id", f"{rows['lookup kbx']:.0f} ns (SQLite {rows['lookup sqlite']:.0f} ns)"),
        ("build the matcher", f"{rows['build kbx']:.1f} ms"),
        *((f"match {os.path.basename(t)}", f"{rows[os.path.basename(t) + ' kbx']:.3g} µs a line") for t in texts),
        ("`kbc match` on one line", f"{process_cpu(index, records[0][1], 7):.1f} ms of CPU"),
    ])


main()
