#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A page of every kind in a browser: accessible, narrow, still and on paper (tests/web/pages.mjs),
and free of errors for the Nu checker, where there is a Java to run it."""
import os
import sys
import tempfile

KBC, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
sys.path[:0] = [os.path.join(SOURCE, "tests", "web"), os.path.join(SOURCE, "tests")]
import hostile_site as hostile
import tools
from bases import any_schema

CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")), "errorcanon")

RICH = {"home", "record", "domain", "graph", "graph of a domain", "quality", "search"}  # in real records


def entries(name, site, pages, full):
    for (kind, language), path in pages.items():
        yield {"what": f"{name}: {kind} ({language})", "kind": kind, "file": os.path.join(site, path),
               "target": tools.target_of(site, path), "full": full}


def main():
    job = {"chromium": tools.chromium(), "modules": tools.packages(SOURCE, "playwright-core", "axe-core"),
           "query": "memory target", "log": "make: error 7: no rule to make target\nCUDA out of memory\n", "pages": []}
    with tempfile.TemporaryDirectory() as work:
        site = tools.every_kind(KBC, SOURCE, work)
        pages = tools.largest(site)
        lacking = tools.missing_kinds(pages)
        if lacking:
            print("no page of these kinds:", ", ".join(lacking))
        job["pages"] += entries("made", site, {**pages, ("record", "long"): "en/go/long/index.html"}, True)
        if os.path.isdir(CORPUS):
            site = tools.build(KBC, CORPUS, os.path.join(work, "corpus"), "--schema", "errorcanon", "--base-url",
                               "https://example.org/kb/")
            job["pages"] += entries("corpus", site, {key: path for key, path in tools.largest(site).items()
                                                     if key[0] in RICH}, True)
        else:
            print("without the corpus (KBC_CORPUS), the pages are those of made records")
        hostile.write(os.path.join(work, "long"), [hostile.record(text, f"cuda/r{i}", text[:250]) for i, text in
                                                   enumerate(["x" * 100000, "\u4f60" * 30000, "<" * 50000])])
        site = tools.build(KBC, os.path.join(work, "long"), os.path.join(work, "long-out"),
                           *any_schema(SOURCE, os.path.join(work, "any.json")))
        job["pages"] += entries("long", site, tools.largest(site), False)
        good = tools.valid(SOURCE, [page["file"] for page in job["pages"] if page["full"]])
        shown = tools.node("pages.mjs", job, work) == 0
        sys.exit(0 if good and shown and not lacking else 1)


if __name__ == "__main__":
    main()
