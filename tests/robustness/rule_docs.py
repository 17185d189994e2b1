#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/rules is what scripts/rule-docs.sh writes from the rule table of this program: rule_docs.py
KBC SOURCE_DIR BUILD_DIR. When this fails, run the script and commit what it wrote."""
import json
import os
import re
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def tree(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, encoding="utf-8") as f:
                found[os.path.relpath(path, folder)] = f.read()
    return found


with tempfile.TemporaryDirectory() as work:
    target = os.path.join(work, "rules")
    subprocess.run([os.path.join(SOURCE, "scripts", "rule-docs.sh"), KBC, target], check=True)
    fresh = tree(target)
committed = tree(os.path.join(SOURCE, "docs", "rules"))

bad = []
for path in sorted(fresh.keys() | committed.keys()):
    if fresh.get(path) != committed.get(path):
        state = "missing" if path not in committed else "stale" if path in fresh else "left over"
        bad.append(f"docs/rules/{path} is {state}: run scripts/rule-docs.sh")

# The pages and the table agree, and what GitHub's code scanning limits is within its limits.
rules = json.loads(subprocess.run([KBC, "rule", "--json"], check=True, capture_output=True).stdout)
if {r["name"] + ".md" for r in rules} | {"README.md"} != fresh.keys():
    bad.append("a rule has no page, or a page no rule")
for rule in rules:
    name = rule["name"]
    if not all(0 < len(rule[key]) <= 1024 for key in ("summary", "why", "example", "fix")):
        bad.append(f"{name}: a text is empty or above 1,024 characters")
    page = fresh.get(name + ".md", "")
    plain = re.sub(r"\\([\\*_<>\[\]~$|&#])", r"\1", page)
    if rule["why"] not in plain or rule["fix"] not in plain or rule["summary"] not in plain:
        bad.append(f"{name}: the page does not say what the table says")
    for link in re.findall(r"\]\(([^)]*)\)", re.sub(r"`[^`]*`|^    .*$", "", page, flags=re.M)):
        if os.path.normpath(os.path.join(os.path.dirname(name), link)) not in fresh:
            bad.append(f"{name}: a link leads nowhere: {link}")
print("\n".join(bad) or f"{len(rules)} rules, {len(fresh)} pages")
sys.exit(1 if bad else 0)
