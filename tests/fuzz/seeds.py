#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What fuzzing begins with, made of seeds/: seeds.py KBC SOURCE_DIR OUT writes OUT/<target>/<file>."""
import glob
import json
import os
import subprocess
import sys

# Syntax that the seeds' regexes do not have.
REGEXES = ["k|K|\u212a|s|\u017f", "(?i:a)(?-i:B)", "^a.*b$", r"\bfoo\b|bar", "(?<n>x+)y\\k<n>", "[^a-c\\d]{2,3}?", "a(?=b)", "(?<!x)y",
           "(?:ab|cd)++e", "\\Qa.b\\E", "(?x) a b # c", "x{0,2}y{3}", r"\p{Lu}\x{4e2d}", "(?>a|ab)c", "(a)|b(?1)", "error: .+? at (.*)", "",
           "(?s)a.b", "(?m)^x$", "\u4e2d\u6587|\u00e9"]
SUBJECTS = ["", "K\u212a\u017f foo bar", "aab\nb", "error: no such thing at line 3", "xxyxx", "a.b cd ab e", "\u4e2d\u6587 \u00c9", "x\ny\n"]


def write(folder, name, data):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def index(kbc, records, out):
    """The index of these records as bytes."""
    source = os.path.join(out, "made.json")
    write(out, "made.json", json.dumps(records).encode())
    subprocess.run([kbc, "build", source, "-q", "--emit", "kbx", "-o", os.path.join(out, "made")], check=True)
    with open(os.path.join(out, "made", "kb.kbx"), "rb") as f:
        data = f.read()
    os.remove(source)
    return data


def small(record, i):
    """A record with one of everything and little text, so that a mutation hits something that counts."""
    long = ("error_signature", "signature", "root_cause", "root_cause_zh", "root_cause_ko", "signature_zh", "signature_ko")
    short = {k: v[:12] if k in long else v for k, v in record.items()}
    short.update(id=f"{record['domain']}/{i}", regex=REGEXES[i], aliases=["Alias"])
    for key in ("dead_ends", "workarounds"):
        short[key] = [{k: v[:9] if isinstance(v, str) else v for k, v in entry.items()} for entry in record[key][:1]]
    return short


def main():
    kbc, source, out = sys.argv[1:4]
    kbc, out = os.path.abspath(kbc), os.path.abspath(out)
    records = []
    for path in sorted(glob.glob(os.path.join(source, "seeds", "**", "*.json"), recursive=True)):
        with open(path, encoding="utf-8") as f:
            records.append(json.load(f))
    write(os.path.join(out, "kbx_read"), "seeds", index(kbc, records, out))
    write(os.path.join(out, "kbx_read"), "empty", index(kbc, [], out))
    for i, record in enumerate(records):
        write(os.path.join(out, "kbx_read"), f"small-{i}", index(kbc, [small(record, i)], out))
    regexes = [r["regex"] for r in records] + REGEXES
    subjects = [r["signature"] for r in records] + SUBJECTS
    for i, regex in enumerate(regexes):
        subject = subjects[i % len(subjects)]
        write(os.path.join(out, "syntax"), str(i), f"{regex}\n{subject}".encode())
        lines = [r[:80] for r in regexes[i:i + 3] if r]
        write(os.path.join(out, "match"), str(i), ("\n".join(lines) + "\n\n" + subject).encode() + bytes([0xC3, 0x28][:i % 3]))


main()
