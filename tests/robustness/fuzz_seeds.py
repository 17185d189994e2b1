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
every = random.Random(3)


def damaged(data, full):
    bits = range(8 * len(data)) if full else every.sample(range(8 * len(data)), min(400, 8 * len(data)))
    for bit in bits:
        copy = bytearray(data)
        copy[bit // 8] ^= 1 << bit % 8
        yield bytes(copy)
    yield from (data[:n] for n in (range(len(data)) if full else every.sample(range(len(data)), min(100, len(data)))))


def run(target, paths):
    """Whether the target ends well on these files."""
    for i in range(0, len(paths), 500):
        got = subprocess.run([os.path.join(BUILD, "tests", "fuzz", "fuzz_" + target), *paths[i:i + 500]], capture_output=True, check=False)
        if got.returncode != 0:
            print(f"FAIL: fuzz_{target} ended with {got.returncode}: {got.stderr[-2000:].decode(errors='replace')}")
            return False
    return True


def main():
    ok = True
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([sys.executable, os.path.join(SOURCE, "tests", "fuzz", "seeds.py"), KBC, SOURCE, work], check=True)
        for target in ("kbx_read", "match", "syntax"):
            seeds = sorted(glob.glob(os.path.join(work, target, "*")))
            ok = run(target, seeds) and ok
            smallest = min(seeds, key=os.path.getsize)
            for seed in seeds:
                with open(seed, "rb") as f:
                    data = f.read()
                paths = []
                for i, copy in enumerate(damaged(data, seed == smallest and bool(os.environ.get("KBC_FULL")))):
                    paths.append(os.path.join(work, f"damaged-{i}"))
                    with open(paths[-1], "wb") as f:
                        f.write(copy)
                ok = run(target, paths) and ok
            print(f"{target}: {len(seeds)} seeds")
    sys.exit(0 if ok else 1)


main()
