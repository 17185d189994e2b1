#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kbc check --fix over the 2,013 real records: only values that a finding with a fix speaks of are
other ones afterwards, all other bytes are the same, what --diff shows is what gets written, no
finding is new, and the second time there is nothing to do."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")),
                      "errorcanon")
if not os.path.isdir(CORPUS):
    print("skipped: the corpus is not here")
    sys.exit(77)
problems = []


def check(work, *arguments):
    return subprocess.run([KBC, "check", "--schema", "errorcanon", "--today", "2026-11-21",
                           "--max-per-rule", "0", *arguments, "."], cwd=work, capture_output=True)


def findings(run):
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def leaves(value, pointer=""):
    """Every value that has no parts, with its JSON pointer."""
    if isinstance(value, (dict, list)) and value:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")
    else:
        yield pointer, value


def texts(folder):
    found = {}
    for path in glob.glob(os.path.join(folder, "**", "*.json"), recursive=True):
        with open(path, "rb") as f:
            found[os.path.relpath(path, folder)] = f.read()
    return found


def main():
    with tempfile.TemporaryDirectory() as place:
        work = os.path.join(place, "work")
        shutil.copytree(CORPUS, work)
        before = texts(work)
        said = findings(check(work, "--format", "jsonl"))
        fixable = {(f["path"], f["pointer"]) for f in said if f["fix"] == "safe"}
        diff = check(work, "--fix", "--diff")
        if texts(work) != before:
            problems.append("--diff has written")
        left = findings(check(work, "--fix", "--format", "jsonl"))
        after = texts(work)
        changed = {path for path in before if before[path] != after[path]}
        for path in sorted(changed):
            old, new = dict(leaves(json.loads(before[path]))), dict(leaves(json.loads(after[path])))
            values = {p for p in old if old[p] != new.get(p)} | (set(new) - set(old))
            if not values or not values <= {p for q, p in fixable if q == path}:
                problems.append(f"{path}: {sorted(values)}")
            lines = list(zip(before[path].split(b"\n"), after[path].split(b"\n"), strict=True))
            if sum(a != b for a, b in lines) != len(values):
                problems.append(f"{path}: other lines than those of {sorted(values)}")
        if not changed or changed != {path for path, _ in fixable}:
            problems.append(f"changed {sorted(changed)}, to be fixed {sorted(fixable)}")
        new = {(f["rule"], f["path"], f["pointer"]) for f in left} - {
            (f["rule"], f["path"], f["pointer"]) for f in said}
        if new or any(f["fix"] == "safe" for f in left):
            problems.append(f"new {sorted(new)[:3]}, or fixes are left")
        again = check(work, "--fix", "-q", "--format", "jsonl")
        if texts(work) != after or findings(again) != left:
            problems.append("the second time something changes")
        if shutil.which("patch"):
            shutil.rmtree(work)
            shutil.copytree(CORPUS, work)
            subprocess.run(["patch", "-p0", "-s", "--binary"], cwd=work, input=diff.stdout, check=True)
            if texts(work) != after:
                problems.append("--diff shows something else")
        print("\n".join(problems[:10]) or f"{len(said) - len(left)} of {len(said)} findings fixed in "
                                          f"{len(changed)} of {len(before)} files")
    sys.exit(1 if problems else 0)


main()
