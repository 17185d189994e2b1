#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hostile records in a browser (tests/web/hostile.mjs): the pages made of them, the search for what
they say, and a log of it. hostile_site.py reads the same pages as files."""
import os
import re
import string
import sys
import tempfile

KBC, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
sys.path[:0] = [os.path.join(SOURCE, "tests", "web"), os.path.join(SOURCE, "tests")]
import hostile_site as hostile
import tools
from bases import any_schema

# Each would leave a mark if it were more than a text.
MARKS = [
    "<script>window.pwned=1</script>",
    "<img src=x onerror=\"window.pwned=1\">",
    "<svg onload=window.pwned=1><a href=javascript:pwned=1><text>x</text></a></svg>",
    "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
    "\" autofocus onfocus=\"window.pwned=1\" x=\"",
    "javascript:window.pwned=1//",
    "[x](javascript:window.pwned=1)",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example/\">",
    "<form action=https://evil.example/><button>x</button></form>",
    "<style>*{background:url(https://evil.example/x)}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "{\"__proto__\":{\"pwned\":1}}",
    "\\u003cscript\\u003ewindow.pwned=1\\u003c/script\\u003e",
]
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
PLAIN = set(string.printable) - set("\t\n\r\x0b\x0c`")  # what a page shows as it is


def chosen(root):
    """The records, and of every other kind the page with the most in it; all pages for KBC_FULL."""
    if os.environ.get("KBC_FULL"):
        return {path for _, _, path in tools.pages_of(root)}
    records = {path for kind, language, path in tools.pages_of(root) if (kind, language) == ("record", "en")}
    return records | set(tools.largest(root).values())


def main():
    job = {"chromium": tools.chromium(), "modules": tools.packages(SOURCE, "playwright-core"), "sites": []}
    texts = [*hostile.HOSTILE, *MARKS, HEBREW, " ".join(hostile.HOSTILE + MARKS)]
    with tempfile.TemporaryDirectory() as work:
        options = any_schema(SOURCE, os.path.join(work, "any.json"))
        for name, records in [
                ("texts", [{**hostile.record(text, f"cuda/r{i}", text[:250]), "regex": re.escape(text[:200])}
                           for i, text in enumerate(texts)]),
                ("ids", [hostile.record(texts[i % len(texts)][:2000], one, one) for i, one in enumerate(hostile.IDS)])]:
            hostile.write(os.path.join(work, name), records)
            root = tools.build(KBC, os.path.join(work, name), os.path.join(work, "out-" + name), *options)
            job["sites"].append({
                "root": root, "pages": [(path, tools.target_of(root, path)) for path in sorted(chosen(root))],
                "queries": [text[:400] for text in texts if text.strip()][::1 if name == "texts" else 4], "texts": []})
        job["sites"][0]["texts"] = [
            (f"en/cuda/r{i}/index.html", text, text == HEBREW) for i, text in enumerate(texts)
            if text == HEBREW or set(text) <= PLAIN and text == text.strip() and "  " not in text]
        status = tools.node("hostile.mjs", job, work)
    sys.exit(1 if status else 0)


if __name__ == "__main__":
    main()
