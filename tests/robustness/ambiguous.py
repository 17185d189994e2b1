#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""regex/ambiguous, counted again the plain way, and on bases made to take long: ambiguous.py KBC
SOURCE_DIR BUILD_DIR. The real records are tried with Python's re, pair by pair."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")),
                      "errorcanon")
problems = []


def found(folder, *options):
    command = [KBC, "check", "--no-config", "--select", "regex/ambiguous", "--format", "json",
               *options, folder]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        problems.append(f"{options}: status {done.returncode}: {done.stderr[:200]}")
        return []
    return json.loads(done.stdout)["findings"]


def write(folder, records):
    path = os.path.join(folder, "all.ndjson")
    with open(path, "w", encoding="utf-8") as f:
        for record in records:
            f.write(json.dumps(record) + "\n")
    return path


def record(name, signature, regex):
    return {"id": f"a/{name}", "signature": signature, "regex": regex, "domain": "a",
            "root_cause": "", "dead_ends": [], "workarounds": [], "confidence": 1,
            "fix_success_rate": 1, "resolvable": "true", "last_updated": "2026-01-01",
            "evidence_count": 3}


def count_of(message):
    several = re.search(r"signatures of (\d+) other", message)
    return int(several[1]) if several else message.count("`") // 2


def counted_again(records):
    """How many other signatures each regex matches, by id."""
    confused = set()
    for one in records:
        for edge in one["transition_graph"].get("frequently_confused_with", []):
            confused |= {(one["id"], edge["error_id"]), (edge["error_id"], one["id"])}
    twin = {one["id"]: one["id"].split("/")[:2] for one in records}
    counts = {}
    for one in records:
        regex = re.compile(one["error"]["regex"], re.IGNORECASE)
        for other in records:
            if (twin[one["id"]] != twin[other["id"]] and (one["id"], other["id"]) not in confused
                    and regex.search(other["error"]["signature"])):
                counts[one["id"]] = counts.get(one["id"], 0) + 1
    return counts


def real_records():
    paths = sorted(glob.glob(os.path.join(CORPUS, "**", "*.json"), recursive=True))[::3]
    records = [json.load(open(path, encoding="utf-8")) for path in paths]
    for one in records:
        one.setdefault("transition_graph", {})
    with tempfile.TemporaryDirectory() as folder:
        findings = found(write(folder, records), "--schema", "errorcanon")
    ours = {finding["record"]: count_of(finding["message"]) for finding in findings}
    again = counted_again(records)
    if not again or ours != again:
        wrong = sorted(set(ours.items()) ^ set(again.items()))[:4]
        problems.append(f"{len(ours)} records here, {len(again)} in Python, such as {wrong}")
    print(f"{len(records)} real records: {len(again)} ambiguous, {sum(again.values())} pairs")


def made_to_take_long():
    """Each ends, and says what it left open."""
    same = [record(f"same{i}", "out of memory", "out of memory") for i in range(2100)]
    slow = [record(f"slow{i}", "x" * 90 + f" w{i}%", f"(x+x+)+[!-%]{{1,{i + 1}}}") for i in range(40)]
    bare = [record(f"bare{i}", f"error {i}.", f"^[a-z]+ .{{{i + 1}}}$") for i in range(1500)]
    for name, records, said in (
            ("one regex for all", same, "too many regexes may match"),
            ("backtracking", slow, "was not decided: trying it takes too long"),
            ("no literals", bare, "was not decided: trying it takes too long")):
        with tempfile.TemporaryDirectory() as folder:
            findings = found(write(folder, records))
        if not any(said in finding["message"] for finding in findings):
            problems.append(f"{name}: nothing is said of what was left open")


made_to_take_long()
if os.path.isdir(CORPUS):
    real_records()
else:
    print("no corpus: the real records were not counted again")
print("\n".join(problems))
sys.exit(1 if problems else 0)
