#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The literal gate leaves out nothing: match_pairs.py KBC SOURCE_DIR BUILD_DIR

Every line that match_pairs.c makes is matched with the gate and by trying every regex, over the
2,013 real records where they are at hand and over the seeds. With KBC_FULL some two hundred million
pairs of a line and a regex, else some four million."""
import os
import subprocess
import sys
import tempfile

KBC, SOURCE, BUILD = (os.path.abspath(p) for p in sys.argv[1:4])
CORPUS = os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus"))
FULL = "KBC_FULL" in os.environ


def compare(records, schema, lines, work):
    out = os.path.join(work, schema)
    subprocess.run([KBC, "build", "--schema", schema, "--today", "2026-11-21", "--emit", "kbx", "-o", out,
                    records], check=True, capture_output=True)
    run = subprocess.run([os.path.join(BUILD, "tests", "match_pairs"), os.path.join(out, "kb.kbx"),
                          str(lines), os.path.join(SOURCE, "README.md")], check=False)
    return run.returncode == 0


with tempfile.TemporaryDirectory() as work:
    ok = compare(os.path.join(SOURCE, "seeds"), "error-record", 300000 if FULL else 5000, work)
    real = os.path.join(CORPUS, "errorcanon")
    if os.path.isdir(real):
        ok &= compare(real, "errorcanon", 100000 if FULL else 2000, work)
sys.exit(0 if ok else 1)
