#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same bytes for any number of threads, order of operands, locale, time zone and folder."""
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), sys.argv[2]
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")),
                      "errorcanon")
problems = []


def run(args, cwd, **env):
    got = subprocess.run([KBC, *args], cwd=cwd, capture_output=True,
                         env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC", **env})
    if got.returncode not in (0, 1):
        problems.append(f"{args}: exit {got.returncode}: {got.stderr.decode()[:300]}")
    return got.stdout


def same_tree(a, b):
    # That list is of how the files lie in one folder.
    compared = filecmp.dircmp(a, b, ignore=[".kbc-made"])
    stack = [compared]
    while stack:
        one = stack.pop()
        _, mismatch, errors = filecmp.cmpfiles(one.left, one.right, one.common_files, shallow=False)
        if one.left_only or one.right_only or mismatch or errors:
            return [*one.left_only, *one.right_only, *mismatch, *errors]
        stack.extend(one.subdirs.values())
    return []


def compare(name, schema, folder, work):
    top = os.path.dirname(folder)
    base = os.path.basename(folder)
    parts = sorted(os.path.join(base, part) for part in os.listdir(folder)
                   if os.path.isdir(os.path.join(folder, part)))
    day = ["--today", "2026-11-21", *schema]
    first = run(["check", "--format", "json", *day, base], top)
    runs = {
        "one thread": run(["check", "--format", "json", "--jobs", "1", *day, base], top),
        "seven threads": run(["check", "--format", "json", "--jobs", "7", *day, base], top),
        "another locale and zone": run(["check", "--format", "json", *day, base], top,
                                       LC_ALL="tr_TR.UTF-8", TZ="Asia/Tokyo"),
        "operands backwards": run(["check", "--format", "json", *day, *reversed(parts)], top),
        "a slash behind": run(["check", "--format", "json", *day, base + "/"], top),
    }
    for what, output in runs.items():
        if output != first:
            problems.append(f"{name}: check differs with {what}")
    one, two, again = (os.path.join(work, name + n) for n in ("1", "2", "3"))
    run(["build", "--jobs", "1", *schema, base, "-o", one], top)
    run(["build", "--jobs", "5", *schema, folder + "/", "-o", two], "/", LC_ALL="de_DE.UTF-8",
        TZ="America/Lima")
    copy = os.path.join(work, name + "-copy", "elsewhere")
    shutil.copytree(folder, copy)
    run(["build", *schema, "elsewhere", "-o", again], os.path.dirname(copy))
    for other in (two, again):
        differing = same_tree(one, other)
        if differing:
            problems.append(f"{name}: build differs: {differing[:5]}")
    if not os.path.exists(os.path.join(one, "html", "index.html")):
        problems.append(f"{name}: nothing was built")


with tempfile.TemporaryDirectory() as work:
    seeds = os.path.join(work, "seeds")
    shutil.copytree(os.path.join(SOURCE, "seeds"), seeds)
    compare("seeds", [], seeds, work)
    if os.path.isdir(CORPUS):
        compare("corpus", ["--schema", "errorcanon"], os.path.abspath(CORPUS), work)
    else:
        print("skipped: the corpus is not here")
print("\n".join(problems) or "always the same bytes")
sys.exit(1 if problems else 0)
