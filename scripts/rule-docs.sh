#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Writes docs/rules anew from the rule table: rule-docs.sh [KBC [FOLDER]]. Without KBC, the test
# build is brought up to date first. The folder is replaced, so that no page outlives its rule.
kbc=${1:+$(realpath "$1")}
folder=${2:+$(realpath -m "$2")}
. "$(dirname "$0")/lib.sh"

if [ -z "$kbc" ]; then
    need_build
    need "command -v python3" python3
    install_wanted
    build test
    kbc=build/test/kbc
fi

python3 - "$kbc" "${folder:-docs/rules}" <<'END'
import json, os, shutil, subprocess, sys

kbc, folder = sys.argv[1:]
rules = json.loads(subprocess.run([kbc, "rule", "--json"], check=True, capture_output=True).stdout)
NOTE = "<!-- Written by scripts/rule-docs.sh from validate/rules/rules.def. -->\n"
INTRODUCTION = """
# Rules

`kbc rule` lists them, `kbc rule NAME` prints the page of one. **error**: the record is wrong;
**warning**: it is very likely wrong or misleading; **info**: worth a look. A finding that *blocks*
keeps its record from being compiled. *fixable*: `--fix` mends it; *fixable, unsafe*: `--fix=unsafe`
does, and what the record means may change. *off*: runs only where it is selected by name.
"""


def write(path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(NOTE + text)


def marks(rule):
    yield from ["blocks"] * rule["blocks"]
    yield from {"no": [], "safe": ["fixable"], "unsafe": ["fixable, unsafe"]}[rule["fixable"]]
    yield from ["off"] * (rule["default"] == "off")


if os.path.exists(folder):
    index = os.path.join(folder, "README.md")
    if not os.path.isfile(index) or NOTE not in open(index, encoding="utf-8").read():
        sys.exit(f"{folder} was not written by this script, so it is not replaced")
    shutil.rmtree(folder)
index, group = INTRODUCTION, None
for rule in rules:
    name, page = rule["name"], rule["markdown"]
    if rule["group"] != group:
        group = rule["group"]
        index += f"\n## {group}\n\n| rule | severity | | what should hold |\n|---|---|---|---|\n"
    summary = page.split("\n", 1)[0]
    index += f"| [{name}]({name}.md) | {rule['severity']} | {'; '.join(marks(rule))} | {summary} |\n"
    write(f"{name}.md", f"\n# {name}\n\n{page}\n[All rules](../README.md)\n")
write("README.md", index)
END
