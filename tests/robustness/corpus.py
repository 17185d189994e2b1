#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The 2,013 real records: nothing that is valid by their own schema is refused, the regexes that
miss their signature are those that Python finds, and memory stays under 64 MB."""
import glob
import json
import os
import re
import resource
import subprocess
import sys

KBC, SOURCE, BUILD = sys.argv[1:4]
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")),
                      "errorcanon")
if not os.path.isdir(CORPUS):
    print("skipped: the corpus is not here")
    sys.exit(77)

problems = []
run = subprocess.run([KBC, "check", "--schema", "errorcanon", "--format", "json", "--today",
                      "2026-11-21", CORPUS], capture_output=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
report = json.loads(run.stdout)
files = glob.glob(os.path.join(CORPUS, "**", "*.json"), recursive=True)
if run.returncode != 1 or report["summary"]["records"] != len(files):
    problems.append(f"exit {run.returncode}, {report['summary']} of {len(files)} files")
refused = [f for f in report["findings"] if f["rule"].split("/")[0] in ("json", "schema")]
if refused:
    problems.append(f"valid records refused: {refused[:3]}")
if peak > 64 and "san" not in os.path.basename(BUILD.rstrip("/")):
    problems.append(f"{peak:.0f} MB of memory")

records = {}
for path in files:
    with open(path, encoding="utf-8") as f:
        record = json.load(f)
    records[record["id"]] = record
misses = {i for i, r in records.items()
          if not re.search(r["error"]["regex"], r["error"]["signature"], re.IGNORECASE)}
found = {f["record"] for f in report["findings"] if f["rule"] == "regex/misses-signature"}
if misses != found:
    problems.append(f"only in Python: {sorted(misses - found)}; only here: {sorted(found - misses)}")
dangling = sum(e["error_id"] not in records for r in records.values()
               for edges in r["transition_graph"].values() for e in edges)
if dangling != report["summary"]["rules"].get("graph/dangling", 0):
    problems.append(f"{dangling} dangling edges by Python, {report['summary']['rules']}")
print("\n".join(problems) or f"{len(files)} records, {len(misses)} regexes miss, {dangling} edges "
                             f"dangle, {peak:.0f} MB")
sys.exit(1 if problems else 0)
