#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SARIF output against the official schema, by another validator: sarif_schema.py KBC SOURCE_DIR
BUILD_DIR. The schema is sarif/sarif-schema-2.1.0.json of the corpus ($KBC_CORPUS or ../shared/corpus),
the validator Python's jsonschema; without one of them this says so and exits 77."""
import copy
import glob
import json
import os
import subprocess
import sys

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
CORPUS = os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus"))
SCHEMA = os.path.join(CORPUS, "sarif", "sarif-schema-2.1.0.json")
try:
    import jsonschema
except ImportError:
    print("skipped: there is no Python package jsonschema")
    sys.exit(77)
if not os.path.exists(SCHEMA):
    print("skipped: there is no sarif/sarif-schema-2.1.0.json in the corpus (KBC_CORPUS names its place)")
    sys.exit(77)
with open(SCHEMA, encoding="utf-8") as f:
    schema = json.load(f)
validator_class = jsonschema.validators.validator_for(schema)
validator = validator_class(schema, format_checker=validator_class.FORMAT_CHECKER)


def problems(log):
    yield from (f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(log))
    # What GitHub asks for beyond the schema.
    for run in log["runs"]:
        for rule in run["tool"]["driver"]["rules"]:
            for key in ("shortDescription", "fullDescription", "help"):
                if not 0 < len(rule[key]["text"]) or (key != "help" and len(rule[key]["text"]) > 1024):
                    yield f"{rule['id']}: {key} is empty or too long"
        for result in run["results"]:
            if not result["message"]["text"] or not result["partialFingerprints"]:
                yield f"a result says nothing: {result}"


def sarif(*operands):
    run = subprocess.run([KBC, "check", "--format", "sarif", "--today", "2026-11-21", *operands],
                         cwd=SOURCE, capture_output=True)
    assert run.returncode in (0, 1, 2) and run.stdout, run
    return json.loads(run.stdout)


logs = [sarif("seeds"), sarif("--select", "json", "seeds")]
logs += [sarif(folder) for folder in sorted(glob.glob(os.path.join(SOURCE, "tests", "cases", "*", "in")))]
bad = [p for log in logs for p in problems(log)]
results = sum(len(log["runs"][0]["results"]) for log in logs)

# The validator must be able to fail.
for spoil in (lambda r: r.update(columnKind="bytes"), lambda r: r["results"][0].pop("message"),
              lambda r: r["results"][0].update(level="info"), lambda r: r["tool"]["driver"].pop("name")):
    spoilt = copy.deepcopy(logs[0])
    spoil(spoilt["runs"][0])
    if not list(validator.iter_errors(spoilt)):
        bad.append("the validator accepts a log that is wrong")
print("\n".join(bad[:50]) or f"{len(logs)} logs with {results} results are valid")
sys.exit(1 if bad or results < 100 else 0)
