#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The fuzz targets over what fuzzing begins with, and over damaged copies of it, without libFuzzer:
fuzz_seeds.py KBC SOURCE_DIR BUILD_DIR

Of the indexes a sample is cut off or has a bit flipped; KBC_FULL=1 takes every truncation and every bit
of the smallest. (unit/kbx_corrupt does all of that with an index of its own.)
"""
import glob
import os
import random
import subprocess
import sys
import tempfile

KBC, SOURCE, BUILD = (os.path.abspath(p) for p in sys.argv[1:4])
FULL = bool(os.environ.get("KBC_FULL"))
every = random.Random(3)


def damaged(data, full):
    bits = range(8 * len(data)) if full else every.sample(range(8 * len(data)), min(400, 8 * len(data)))
    for bit in bits:
        copy = bytearray(data)
        copy[bit // 8] ^= 1 << bit % 8
        yield bytes(copy)
    yield from (data[:n] for n in (range(len(data)) if full else every.sample(range(len(data)), min(100, len(data)))))


def run(target, files):
    """Whether the target ends well on these bytes."""
    got = subprocess.run([os.path.join(BUILD, "tests", "fuzz", "fuzz_" + target)], capture_output=True, check=False,
                         input=b"".join(len(data).to_bytes(4, "little") + data for data in files))
    if got.returncode != 0:
        print(f"FAIL: fuzz_{target} ended with {got.returncode}: {got.stderr[-2000:].decode(errors='replace')}")
    return got.returncode == 0


def main():
    ok = True
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "fuzz", "seeds.py"), KBC, SOURCE, work], check=True)
        for target in ("kbx_read", "match", "syntax"):
            seeds = []
            for path in sorted(glob.glob(os.path.join(work, target, "*"))):
                with open(path, "rb") as f:
                    seeds.append(f.read())
            ok = run(target, seeds) and ok
            for data in seeds:
                ok = run(target, damaged(data, FULL and data == min(seeds, key=len))) and ok
            print(f"{target}: {len(seeds)} seeds")
    sys.exit(0 if ok else 1)


main()
