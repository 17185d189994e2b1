#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every rule has a passing and a failing case, a page, and the cases do what their names say."""
import os
import subprocess
import sys

KBC, SOURCE = sys.argv[1], sys.argv[2]
CASES = os.path.join(SOURCE, "tests", "cases")


def expected(name):
    with open(os.path.join(CASES, name, "expect.stdout"), encoding="utf-8") as f:
        return f.read()


problems = []
listing = subprocess.run([KBC, "rule"], capture_output=True, text=True, check=True).stdout
rules = [line.split()[0] for line in listing.splitlines()]
if len(rules) < 37 or len(set(rules)) != len(rules):
    problems.append(f"{len(rules)} rules, {len(set(rules))} different")
for rule in rules:
    page = subprocess.run([KBC, "rule", rule], capture_output=True, text=True, check=True).stdout
    for part in ("Severity: ", "Why: ", "Example: ", "Fix: "):
        if not any(line.startswith(part) and len(line) > len(part) for line in page.splitlines()):
            problems.append(f"{rule}: its page lacks {part}")
    for kind in ("good", "bad"):
        name = f"rule-{rule.replace('/', '-')}-{kind}"
        if not os.path.isdir(os.path.join(CASES, name)):
            problems.append(f"{rule}: there is no tests/cases/{name}")
        elif (f"[{rule}]" in expected(name)) != (kind == "bad"):
            problems.append(f"{name}: expects {'no' if kind == 'bad' else 'a'} finding of {rule}")
        elif kind == "good" and expected(name):
            problems.append(f"{name}: a good case has no finding at all")
for name in os.listdir(CASES):
    if name.startswith("rule-") and name[5:].rsplit("-", 1)[0] not in [r.replace("/", "-") for r in rules]:
        problems.append(f"tests/cases/{name} belongs to no rule")
print("\n".join(problems) or f"{len(rules)} rules, each with its page and both cases")
sys.exit(1 if problems else 0)
