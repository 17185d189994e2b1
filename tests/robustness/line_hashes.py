#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SARIF's primaryLocationLineHash against a second, slow program for the same definition:
line_hashes.py KBC SOURCE_DIR BUILD_DIR. Each line of a made-up .ndjson file gets a finding, so every
line's hash is looked at: Chinese, emoji, tabs, CRLF, lone CR, broken bytes, lines shorter and longer
than the window of 100, equal lines, an empty file; then the seeds as they are."""
import json
import os
import random
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def utf16_units(data):
    text = data.decode("utf-8", errors="replace").encode("utf-16-le", errors="surrogatepass")
    return [text[i] | text[i + 1] << 8 for i in range(0, len(text), 2)]


def line_hashes(data):
    """By the definition: every line's polynomial is summed up by itself."""
    units, starts, begin, after_cr = [], [], True, False
    for unit in utf16_units(data) + [0xFFFF]:
        skip = unit in (0x20, 0x09) or (unit == 0x0A and after_cr)
        after_cr = unit == 0x0D
        if skip:
            continue
        if begin:
            starts.append(len(units))
        units.append(0x0A if unit == 0x0D else unit)
        begin = units[-1] == 0x0A
    units += [0] * 100
    seen, hashes = {}, []
    for start in starts:
        value = sum(unit * 37 ** (99 - i) for i, unit in enumerate(units[start:start + 100])) % 2 ** 64
        seen[value] = seen.get(value, 0) + 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes


def made_up(rng):
    pieces = ["错误", "メモリ", "🎉", "👩‍💻", "é", "e\u0301", "\t", " ", "  ", "\r", "{", "\"", "x" * 37,
              "中" * 101, "\ufeff", "\uffff", "\U00010000", "]]>"]
    broken = [b"\xff", b"\xe4\xb8", b"\xed\xa0\x80", b"\xf0\x9f\x8e", b"\xc3", b"\xf4\x90\x80\x80"]
    lines = []
    for _ in range(rng.randrange(1, 60)):
        if lines and rng.random() < 0.2:
            lines.append(rng.choice(lines))
            continue
        line = b"!"  # no JSON begins so: a finding on every line
        for _ in range(rng.randrange(0, 12)):
            line += rng.choice(broken) if rng.random() < 0.1 else rng.choice(pieces).encode()
        lines.append(line)
    end = rng.choice([b"\n", b"\r\n"])
    return end.join(lines) + rng.choice([b"", end])


def compare(path, name):
    run = subprocess.run([KBC, "check", "--format", "sarif", "--today", "2026-11-21", name],
                         cwd=os.path.dirname(path), capture_output=True)
    assert run.returncode in (0, 1), run
    with open(path, "rb") as f:
        wanted = line_hashes(f.read())
    results = json.loads(run.stdout)["runs"][0]["results"]
    for result in results:
        line = result["locations"][0]["physicalLocation"]["region"]["startLine"]
        got = result["partialFingerprints"]["primaryLocationLineHash"]
        if got != wanted[line - 1]:
            sys.exit(f"{path}:{line}: {got}, wanted {wanted[line - 1]}")
    return len(results)


rng, count = random.Random(37), 0
with tempfile.TemporaryDirectory() as work:
    for i in range(60):
        path = os.path.join(work, "a.ndjson")
        with open(path, "wb") as f:
            f.write(b"" if i == 0 else made_up(rng))
        count += compare(path, "a.ndjson")
assert count > 500, count
for place, _, names in sorted(os.walk(os.path.join(SOURCE, "seeds"))):
    for name in sorted(names):
        if name.endswith(".json"):
            count += compare(os.path.join(place, name), name)
print(f"{count} lines agree")
