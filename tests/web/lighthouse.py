#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Lighthouse on a served copy of the site: lighthouse.py KBC SOURCE_DIR BUILD_DIR. Home, the search
page and the largest record, from the corpus where it is there (KBC_CORPUS), else from the seeds. Not
a test of ctest: how fast a page is depends on what else the machine does."""
import os
import socket
import sys
import tempfile

KBC, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
import tools

CORPUS = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus")), "errorcanon")
PREFIX = "/kb/"


def main():
    job = {"chromium": tools.chromium(), "modules": tools.packages(SOURCE, "lighthouse"), "prefix": PREFIX}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        job["port"] = free.getsockname()[1]
    records, options = os.path.join(SOURCE, "seeds"), ()
    if os.path.isdir(CORPUS):
        records, options = CORPUS, ("--schema", "errorcanon")
    with tempfile.TemporaryDirectory() as work:
        job["root"] = tools.build(KBC, records, work, "--base-url", f"http://localhost:{job['port']}{PREFIX}", *options)
        pages = tools.largest(job["root"])
        job["pages"] = [("home", ""), ("record", pages["record", "en"]), ("search", pages["search", "en"])]
        sys.exit(1 if tools.node("lighthouse.mjs", job, work) else 0)


if __name__ == "__main__":
    main()
