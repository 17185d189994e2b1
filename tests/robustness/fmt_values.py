#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kbc fmt loses nothing: over the seeds and the 2,013 real records, spelt in several ways, every
value is the same before and after, digit for digit, all spellings of one record end in the same
bytes, formatting twice is formatting once, and `patch` makes of the old file what the diff says."""
import glob
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")),
                      "errorcanon")
random.seed(1)
problems = []


def read(text):
    """The value, its numbers as their text, so that 0.70 is not 0.7."""
    return json.loads(text, parse_float=lambda n: ("number", n), parse_int=lambda n: ("number", n))


def shuffled(value):
    """The same value with the keys of its objects in another order."""
    if isinstance(value, dict):
        keys = random.sample(list(value), len(value))
        return {key: shuffled(value[key]) for key in keys}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


def spellings(text):
    """The record as others would write it. Values go through Python, so records with numbers whose
    text that changes have only the first."""
    value = json.loads(text)
    yield "as it is", text
    if read(json.dumps(value)) == read(text):
        yield "one line", json.dumps(value)
        yield "four spaces", json.dumps(value, indent=4, ensure_ascii=False)
        yield "windows", json.dumps(value, indent=2).replace("\n", "\r\n")
        yield "shuffled", json.dumps(shuffled(value), indent="\t", separators=(" , ", " : "))


def fmt(*arguments):
    return subprocess.run([KBC, "fmt", *arguments], capture_output=True)


def run(name, schema, files, work):
    written = {}
    for i, path in enumerate(files):
        with open(path, encoding="utf-8", newline="") as f:
            text = f.read()
        for how, other in spellings(text):
            target = os.path.join(work, f"{i}-{how}.json")
            written[target] = (path, how, other)
            with open(target, "w", encoding="utf-8", newline="") as f:
                f.write(other)
    patched = work + "-patched"
    shutil.copytree(work, patched)
    diff = subprocess.run([KBC, "fmt", "--schema", schema, "--diff", "."], cwd=patched,
                          capture_output=True)
    done = fmt("--schema", schema, work)
    if done.returncode != 0 or diff.returncode != 1:
        problems.append(f"{name}: {done}, {diff.returncode}")
    forms = {}
    for target, (path, how, old) in written.items():
        with open(target, encoding="utf-8", newline="") as f:
            new = f.read()
        if read(new) != read(old):
            problems.append(f"{path}, {how}: another value")
        if how == "as it is":
            forms[path] = new
        elif forms[path] != new and (how, schema) != ("shuffled", "errorcanon"):  # objects are open
            problems.append(f"{path}, {how}: another form")
    again = fmt("--schema", schema, "--check", work)
    if again.returncode != 0 or again.stdout:
        problems.append(f"{name}: the second time something changes: {again.stdout[:300]}")
    if shutil.which("patch"):
        applied = subprocess.run(["patch", "-p0", "-s", "--binary"], cwd=patched,
                                 input=diff.stdout, capture_output=True)
        same = subprocess.run(["diff", "-r", work, patched], capture_output=True)
        if applied.returncode or same.stdout:
            problems.append(f"{name}: patch: {applied.stdout[:300]} {same.stdout[:300]}")
    return len(written)


def main():
    with tempfile.TemporaryDirectory() as work:
        seeds = sorted(glob.glob(os.path.join(SOURCE, "seeds", "**", "*.json"), recursive=True))
        os.mkdir(os.path.join(work, "seeds"))
        count = run("seeds", "error-record", seeds, os.path.join(work, "seeds"))
        corpus = sorted(glob.glob(os.path.join(CORPUS, "**", "*.json"), recursive=True))
        if corpus:
            os.mkdir(os.path.join(work, "corpus"))
            count += run("corpus", "errorcanon", corpus, os.path.join(work, "corpus"))
        else:
            print("the corpus is not here; only the seeds were tried")
    print("\n".join(problems[:20]) or f"{count} spellings keep their values")
    sys.exit(1 if problems else 0)


main()
