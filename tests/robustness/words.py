#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the site says itself is translated: every text that the code says is in words.def, and what
every rule asks for; every row of words.def is said somewhere, rows are sorted, and formats keep
their arguments."""
import glob
import os
import re
import sys

SOURCE = sys.argv[2]
LITERAL = r'"((?:[^"\\]|\\.)*)"'
problems = []

with open(os.path.join(SOURCE, "emit/html/words.def"), encoding="utf-8") as f:
    rows = re.findall(r"^WORDS\(" + LITERAL + r",\s*" + LITERAL + r"\)$", f.read(), re.M)
english = [row[0] for row in rows]
if not rows:
    problems.append("no rows were read")
if english != sorted(set(english), key=lambda text: text.encode()):
    problems.append("rows are not sorted, or stand twice")
for text, other in rows:
    if re.findall(r"%[^%]*?[a-z]", text) != re.findall(r"%[^%]*?[a-z]", other):
        problems.append(f"other arguments: {text!r}")
    if not other.strip():
        problems.append(f"no translation: {text!r}")

code = ""
for path in sorted(glob.glob(os.path.join(SOURCE, "emit/html/**/*.[ch]"), recursive=True)):
    with open(path, encoding="utf-8") as f:
        code += re.sub(r'"\s*\n\s*"', "", f.read().replace("'\"'", "' '"))
for name, text in re.findall(r'^#define (KB_SITE_\w+) +("[^"\n]*")', code, re.M):
    code = re.sub(rf"\b{name}\b", lambda _, text=text: text, code)
with open(os.path.join(SOURCE, "validate/rules/rules.def"), encoding="utf-8") as f:
    table = f.read()
rules = len(re.findall(r"^RULE(?:_OFF)?\(", table, re.M))
summaries = re.findall(r"^RULE(?:_OFF)?\(\w+, " + LITERAL + r",[^\n]*\n\s*" + LITERAL + ",$", table,
                       re.M)
literals = set(re.findall(LITERAL, code)) | {text for _, text in summaries}
for text in english:
    if text not in literals:
        problems.append(f"said nowhere: {text!r}")
# The calls whose text is ours. What is no sentence and not the last text of its call is a class, an
# id or the name of an attribute.
SAYS = re.compile(r"\bkb_(?:page_say|page_sayf|page_words|page_wordsf|view_words|page_label|page_put|part_number|part_section|"
                  r"part_flag|words_find|md_say|md_words|md_heading|md_item)\(([^;]*)\);")
calls = SAYS.findall(code)
for call in calls:
    texts = re.findall(LITERAL, call)
    for text in texts:
        prose = re.sub(r"%[a-z.0-9]*[a-z]", "", text)
        if (re.search(r"[A-Za-z]{2}", prose) and text not in english
                and (text == texts[-1] or re.search(r"[A-Z ]", text))):
            problems.append(f"not translated: {text!r}")
for name, text in summaries:
    if text not in english:
        problems.append(f"what {name} asks for is not translated: {text!r}")
if len(summaries) != rules or rules == 0:
    problems.append(f"of {rules} rules, {len(summaries)} were read")
for problem in problems:
    print("words.py:", problem)
print(f"{len(rows)} rows, {len(calls)} calls")
sys.exit(bool(problems))
