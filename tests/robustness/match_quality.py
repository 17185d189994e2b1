#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Ranking on the real records: given a record's own signature as the line, the record is first in at
least 97 of 100 cases in which its regex matches it, and records that share its regex stand directly
behind it. Where records have the same signature, only one of them can be first.

Skipped where $KBC_CORPUS does not say where the records are."""
import collections
import json
import os
import subprocess
import sys
import tempfile

KBC = os.path.abspath(sys.argv[1])
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", "/nowhere"), "errorcanon")
LEAST = 0.97


def records():
    for folder, _, files in sorted(os.walk(CORPUS)):
        for name in sorted(files):
            if name.endswith(".json"):
                with open(os.path.join(folder, name), encoding="utf-8") as f:
                    record = json.load(f)
                yield record["id"], record["error"]["signature"], record["error"]["regex"]


def main():
    if not os.path.isdir(CORPUS):
        print("skipped: no corpus")
        sys.exit(77)
    rows = list(records())
    regexes = {id_: regex for id_, _, regex in rows}
    kin = collections.defaultdict(set)
    equal = collections.Counter(signature for _, signature, _ in rows)
    for id_, _, regex in rows:
        kin[regex].add(id_)
    with tempfile.TemporaryDirectory() as work:
        subprocess.run([KBC, "build", "-q", "--schema", "errorcanon", "--emit", "kbx", "-o", work, CORPUS],
                       check=True, stdout=subprocess.DEVNULL)
        # A signature of several lines is a line each in a log; --block sees it as a whole.
        log = "".join(signature.replace("\n", " ") + "\n" for _, signature, _ in rows)
        got = subprocess.run([KBC, "match", "--jsonl", "--index", os.path.join(work, "kb.kbx")],
                             input=log.encode(), capture_output=True, check=True)
    hits = collections.defaultdict(list)
    for line in got.stdout.splitlines():
        hit = json.loads(line)
        hits[hit["line"]].append(hit)
    matching = first = tied = apart = ranks = 0
    misses = []
    for number, (id_, signature, regex) in enumerate(rows, 1):
        order = [hit["id"] for hit in hits[number]]
        scores = [hit["score"] for hit in hits[number]]
        assert [hit["rank"] for hit in hits[number]] == list(range(1, len(order) + 1)), id_
        assert scores == sorted(scores, reverse=True) and all(0 <= s <= 1 for s in scores), id_
        if id_ not in order:
            continue
        matching += 1
        ranks += len(order)
        if order[0] == id_:
            first += 1
        else:
            tied += equal[signature] > 1
            misses.append((id_, order[: order.index(id_) + 1]))
        family = [n for n, other in enumerate(order) if regexes[other] == regex]
        if family != list(range(family[0], family[0] + len(family))):
            apart += 1
            misses.append((id_, "apart", order))
    print(f"{len(rows)} records, {matching} match their own signature, {ranks / matching:.2f} hits a line")
    print(f"{first} first ({100 * first / matching:.2f} of 100), {matching - first} not: "
          f"{tied} of these because another record has the same signature")
    print(f"{apart} apart from records that share the regex")
    for miss in misses:
        print("  ", *miss)
    sys.exit(first < LEAST * matching or apart > 0)


main()
