#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`kbc match` as a stream: hits come while the log is still open, lines may arrive in any pieces,
escape sequences are removed as an independent model removes them, and memory is bounded."""
import json
import os
import random
import re
import resource
import select
import subprocess
import sys
import tempfile
import threading

KBC, _, BUILD = (os.path.abspath(p) for p in sys.argv[1:4])
RECORD = {"id": "disk/full", "signature": "no space left", "regex": "no space left", "domain": "disk",
          "root_cause": "full", "dead_ends": [], "workarounds": [], "confidence": 0.5, "fix_success_rate": 0.5,
          "resolvable": "partial", "last_updated": "2025-01-01", "evidence_count": 1}
# Device control and other strings, system commands, control sequences, escapes with intermediates.
ESCAPE = re.compile(rb"\x1b[PX^_][^\x1b]*\x1b\\|\x1b\][^\x1b\x07]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]"
                    rb"|\x1b[PX^_]|\x1b(?![\[\]PX^_])[ -/]*[0-~]")
SANITIZED = re.search(r"KBC_SANITIZE:STRING=.", open(BUILD + "/CMakeCache.txt", encoding="utf-8").read())
WAIT = 60  # seconds until what should be there at once is given up on
problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)


def start(*options):
    return subprocess.Popen([KBC, "match", "--index", "kb.kbx", *options], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)


def await_output(process, pattern):
    """What is printed until the pattern is in it."""
    got = b""
    while not re.search(pattern, got):
        if not select.select([process.stdout], [], [], WAIT)[0]:
            break
        more = os.read(process.stdout.fileno(), 65536)
        if not more:
            break
        got += more
    expect(re.search(pattern, got), f"no {pattern} while the log is open: {got!r}")
    return got


def open_log():
    for options, pattern in ((["--jsonl"], rb'"line": 2.*\n'), ([], rb"(?s)line 2: disk/full.*Cause: full\n")):
        process = start(*options)
        for piece in (b"first\nall is no sp", b"ace", b" left\r", b"\nnext"):
            process.stdin.write(piece)
        got = await_output(process, pattern)
        expect(b"line 1" not in got, f"{got!r}")
        if not options:
            # Lines that repeat are counted as soon as nothing else comes.
            process.stdin.write(b"\nall is no space left\nall is no space left\nall is no space left\n")
            counted = 0
            while counted < 3:
                told = re.findall(rb"and (\d+) more", await_output(process, rb"and \d+ more lines? like it.*\n"))
                counted += sum(map(int, told))
                if not told:
                    break
            expect(counted == 3, f"{counted} repeats of 3")
        process.stdin.close()
        process.stdout.read()
        expect(process.wait() == 0, "status of a log with hits")


def closed_output():
    process = start("--jsonl")
    process.stdout.close()
    try:
        while True:
            process.stdin.write(b"no space left\n" * 1000)
    except BrokenPipeError:
        pass
    expect(process.wait() == 2, "a closed output ends the run")


def without_blocking():
    """Standard streams that another program has made not to wait: then it waits by itself."""
    log, into = os.pipe()
    told, out = os.pipe()
    os.set_blocking(log, False)
    os.set_blocking(out, False)
    process = subprocess.Popen([KBC, "match", "--index", "kb.kbx", "--jsonl"], stdin=log, stdout=out,
                               stderr=subprocess.DEVNULL)
    os.close(log)
    os.close(out)

    def write():
        with open(into, "wb") as f:
            f.write(b"no space left\n" * 20000)

    writer = threading.Thread(target=write)
    with open(told, "rb") as f:
        writer.start()
        hits = f.read().count(b"\n")
    writer.join()
    status = process.wait()
    expect((hits, status) == (20000, 0), f"streams that do not wait: {hits} hits of 20000, status {status}")


def place(line, cuts, at, end):
    """Where a place of the text without the cuts stands in the line."""
    for start_at, length in cuts:
        if start_at < at or (start_at == at and not end):
            at += length
    return at


def escapes():
    rng = random.Random(7)
    atoms = [b"no space left", b"no ", b"space", b" left", b"\x1b", b"\x1b[", b"\x1b]", b"\x1b\\", b"\x07", b"\x1bP",
             b"\x1b(", b"B", b"m", b"1;2", b" ", b"0", b"K", b"\x1b[0m", b"\x1b[31m", b"\x1b]0;t\x07", b"\xff", b"\0",
             b"\r", b"\x1b[38:2m", b"\x1bM", b"_", b"]", b"["]
    lines, expected = [], []
    for number in range(1, 20001):
        line = b"".join(rng.choices(atoms, k=rng.randrange(1, 14)))
        lines.append(line + rng.choice([b"\n", b"\r\n"]))
        body = lines[-1][:-2] if lines[-1].endswith(b"\r\n") else line
        cuts = [(m.start(), m.end() - m.start()) for m in ESCAPE.finditer(body)]
        text = ESCAPE.sub(b"", body)
        found = text.find(b"no space left")
        if found >= 0:
            expected.append((number, place(body, cuts, found, False), place(body, cuts, found + 13, True)))
    process = start("--jsonl")
    out, _ = process.communicate(b"".join(lines))
    got = [(hit["line"], hit["start"], hit["end"]) for hit in map(json.loads, out.splitlines())]
    expect(len(expected) > 1000, "the model finds too little to show anything")
    for wrong in sorted(set(got) ^ set(expected))[:10]:
        expect(False, f"places of {lines[wrong[0] - 1]!r}: {wrong}, {'not ' * (wrong in set(got))}as the model has it")


def endless():
    """A line that never ends is matched in pieces of 64 MiB."""
    process = start("--jsonl")
    chunk = b"x" * (1 << 20)
    for i in range(200):
        process.stdin.write(b"no space left" + chunk[13:] if i == 150 else chunk)
    process.stdin.write(b"\nno space left")
    process.stdin.close()
    hits = [json.loads(line) for line in process.stdout.read().splitlines()]
    process.wait()
    got = [(hit["line"], hit["start"]) for hit in hits]
    expect(got == [(1, 150 << 20), (2, 0)], f"hits of an endless line: {got}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    expect(SANITIZED or most < 300, f"{most} MiB for an endless line")


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        with open("r.json", "w", encoding="utf-8") as f:
            json.dump(RECORD, f)
        subprocess.run([KBC, "build", "-q", "r.json", "--emit", "kbx", "-o", "."], check=True, stdout=subprocess.DEVNULL)
        open_log()
        closed_output()
        without_blocking()
        escapes()
        endless()
        os.chdir("/")
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


main()
