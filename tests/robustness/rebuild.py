#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A build into an older output folder leaves what a build from nothing leaves: rebuild.py KBC SOURCE

What is known to come out the same is not made again (emit/html/origin.h); here records, files and
options change at random, one after the other, and every file is compared. KBC_FULL: many times."""
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

from os.path import abspath, dirname, join
sys.path.insert(0, dirname(dirname(abspath(__file__))))
import bases  # noqa: E402

KBC, SOURCE = abspath(sys.argv[1]), sys.argv[2]
FULL = "KBC_FULL" in os.environ
ROUNDS = 1000 if FULL else 60
TEXTS = ["", "cannot open", "错误 7", "libfoo.so.1: cannot open shared object file", "E1001", "npm",
         "ERR! code", "https://example.org/a?b=c", "x" * 300, "`make -j2`", "A\nB", "</p>", None]
LISTS = ["tags", "aliases", "dead_ends", "workarounds", "sources", "version_matrix", "workarounds_zh"]


def records():
    """The seeds with their kin, which link to each other."""
    found = []
    for place, _, names in sorted(os.walk(join(SOURCE, "seeds"))):
        for name in sorted(names):
            if name.endswith(".json") and name != "kbc.json":
                with open(join(place, name), encoding="utf-8") as f:
                    found.append(json.load(f))
    return [dict(copy.deepcopy(one), id=f"{one['domain']}/{i}-{n}", first_seen=f"2024-0{n}-11",
                 transition_graph={"leads_to": [f"{one['domain']}/{i}-{(n + 1) % 6}"]})
            for i, one in enumerate(found) for n in range(1, 7)]


def places(value, path=()):
    """Every value within a record, with the way to it."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) \
        if isinstance(value, list) else ()
    for key, one in items:
        yield from places(one, (*path, key))


def other(roll, value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return roll.choice(TEXTS)
    if isinstance(value, (int, float)):
        return roll.choice([0, 0.5, 0.95, 1, 2, 30, value])
    return value


class Base:
    """Records in files of every shape, each file a list of records."""

    def __init__(self, folder, roll):
        self.folder, self.roll, self.options = folder, roll, []
        self.files = {"lines.ndjson": [], "array.json": []}
        for i, record in enumerate(records()):
            name = ["lines.ndjson", "array.json", f"one/{i}.json"][i % 3]
            self.files.setdefault(name, []).append(record)

    def write(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, held in self.files.items():
            os.makedirs(dirname(join(self.folder, name)), exist_ok=True)
            with open(join(self.folder, name), "w", encoding="utf-8") as f:
                if name.endswith(".ndjson"):
                    f.writelines(json.dumps(one) + "\n" for one in held)
                else:
                    json.dump(held if name == "array.json" else held[0], f)

    def change(self):
        """Changes one thing, and says what."""
        roll = self.roll
        held = self.files[roll.choice(sorted(name for name in self.files if self.files[name]))]
        at = roll.randrange(len(held))
        record = held[at]
        kind = roll.random()
        if kind < 0.6:
            path, value = roll.choice([one for one in places(record) if one[0] and one[0] != ("id",)])
            owner = record
            for key in path[:-1]:
                owner = owner[key]
            if isinstance(value, (list, dict)) and roll.random() < 0.5:
                del owner[path[-1]]
            elif isinstance(value, list) and value:
                value.append(copy.deepcopy(roll.choice(value)))
            else:
                owner[path[-1]] = other(roll, value)
            return "/".join(map(str, path))
        if kind < 0.7:
            day = f"20{roll.randrange(20, 27)}-{roll.randrange(1, 13):02}-{roll.randrange(1, 29):02}"
            key = roll.choice(["first_seen", "last_confirmed", "last_updated"])
            record[key] = day
            return key
        if kind < 0.78:
            ids = [one["id"] for some in self.files.values() for one in some] + ["none/at-all"]
            edges = record.setdefault("transition_graph", {})
            edges[roll.choice(["leads_to", "preceded_by", "frequently_confused_with"])] = [
                roll.choice(ids)]
            return "an edge"
        if kind < 0.84:
            record["domain"] = roll.choice(["cuda", "node", "made", "", "Made"])
            return "domain"
        if kind < 0.88 and len(self.files["lines.ndjson"]) > 1:
            self.files["lines.ndjson"].reverse()
            return "the order of lines"
        if kind < 0.92:
            new = dict(copy.deepcopy(record), id=f"new/{roll.randrange(10**6)}")
            self.files["lines.ndjson"].insert(0, new)
            return "one more"
        if kind < 0.94 and len(held) > 1:
            held.pop(at)
            return "one less"
        if kind < 0.96:
            name = roll.choice(sorted(name for name in self.files if name.startswith("one/")))
            self.files[f"one/{roll.randrange(10**6)}.json"] = self.files.pop(name)
            return f"the name of {name}"
        self.options = roll.choice([
            [], ["--base-url", "https://example.org/"], ["--today", "2027-01-01"],
            ["--edit-url", "https://example.org/edit/{path}#L{line}"],
            ["--edit-url", "https://example.org/other/{path}"]])
        return " ".join(self.options) or "no options"


def build(base, schema, out):
    run = subprocess.run([KBC, "build", *schema, "--emit", "html", "--keep-going", "-q", "-o", out,
                          *base.options, base.folder], capture_output=True, check=False)
    if run.returncode not in (0, 1):  # 1: a change made a record that is left out
        sys.exit(f"build: status {run.returncode}: {run.stderr.decode()[:500]}"
                 f"{run.stdout.decode()[:500]}")
    # As if the list had been written long after the files, or none of them would be believed.
    os.utime(join(out, ".kbc-made"), (2**32, 2**32))


def tree(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            with open(join(place, name), "rb") as f:
                found[os.path.relpath(join(place, name), folder)] = f.read()
    found.pop(".kbc-made")
    return found


with tempfile.TemporaryDirectory() as work:
    roll = random.Random(2013)
    base = Base(join(work, "base"), roll)
    schema = bases.any_schema(SOURCE, join(work, "any.json"))
    history, kept = [], 0
    for turn in range(ROUNDS):
        base.write()
        build(base, schema, join(work, "out"))
        shutil.rmtree(join(work, "new"), ignore_errors=True)
        build(base, schema, join(work, "new"))
        old, new = tree(join(work, "out")), tree(join(work, "new"))
        wrong = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        if wrong:
            sys.exit(f"after change {turn} ({', '.join(history[-3:])}) {len(wrong)} files are not what "
                     f"they should be: {wrong[:5]}")
        history.append(base.change())
    print(f"{ROUNDS} changes, {len(new)} files: each build left what one from nothing leaves")
