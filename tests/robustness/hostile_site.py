# SPDX-License-Identifier: MIT
"""Records whose texts, ids and languages try to get out of their page or out of the folder:
nothing may be written elsewhere, and nothing but text may come of them."""
import json
import os
import subprocess
import sys
import tempfile

kbc, source, _ = (os.path.abspath(path) for path in sys.argv[1:4])
sys.path[:0] = [os.path.join(source, "tests", "web"), os.path.join(source, "tests")]
import sitecheck
from bases import any_schema

HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)' x='",
    "</title></style></textarea></script><script>alert(1)</script>",
    "<!-- --> ]]> <![CDATA[ <?xml ?>",
    "javascript:alert(1)",
    " java\tscript:alert(1)",
    "JAVASCRIPT://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.org/\" onclick=\"alert(1)",
    "https://good.example@evil.example/",
    "//evil.example/x",
    "&lt;script&gt;&#60;b&#62;",
    "`<b>` and ``<i>`` and ` <u>",
    "\u202edrow\u202c \u2066x\u2069\u2069",
    "\u0001\u0008\u000b\u001b[31m\u007f\u0085",
    "\ufffe\uffff\ufdd0",
    "line\r\nline\rline\n\n\tline",
    "  \u200b ",
    "x" * 100000,
    "<" * 5000,
    "\u05e9\u05dc\u05d5\u05dd \u4f60\u597d",
]
IDS = [
    "../../etc/passwd", "../../../../../../tmp/kbc-escaped", "/abs/x", "a//b", "a/./b", "a/../b",
    "\"><script>alert(1)</script>", "javascript:alert(1)", "index.html", "a/index.html/b", ".",
    "..", "...", "/", "a/", "A/b", "a/B", "c:\\x", "con", "a\nb", "\u202ex", "=2E", "%2e%2e/x",
    "x" * 900, "y/" * 450, "\u4f60\u597d", "#", "?x=1", "a b", "browse/x", "en/x", "assets/x", "style.css", "~",
    "index", "a/index", "f", "f.html/x", "f.md/x", "f.json/x", "f.html", "f=page-2",
]

failures = 0


def fail(message):
    global failures
    failures += 1
    if failures <= 40:
        print("hostile_site.py:", message[:600])


def record(text, record_id, domain):
    entry = {"condition": text, "sources": [text, text + "#"]}
    return {
        "id": record_id, "signature": text, "signature_zh": text + "z", "regex": "x",
        "domain": domain, "category": text, "subcategory": text, "root_cause": text,
        "root_cause_type": text, "root_cause_zh": text + "z",
        "versions": [{"version": text, "introduced": text, "deprecated": text, "removed": text,
                      "behavior_change": text, "status": text}],
        "os_specific": {text: text},
        "dead_ends": [{"action": text, "why_fails": text, "fail_rate": 0.7, **entry}],
        "workarounds": [{"action": text, "how": text + "\nx", "success_rate": 0.5, **entry}],
        "workarounds_zh": [text + "z", text + "extra"],
        "transition_graph": {
            "leads_to": [{"id": text, "probability": 0.1, "condition": text}],
            "preceded_by": [record_id],
            "frequently_confused_with": [{"id": text, "distinction": text}]},
        "official_doc_url": text, "official_doc_section": text, "error_code": text,
        "verification_tier": text, "confidence": 0.5, "fix_success_rate": 0.5,
        "resolvable": "partial", "last_updated": "2024-06-01", "evidence_count": 1,
        "tags": [text], "locale": text, "aliases": [text],
    }


def write(folder, records):
    os.makedirs(folder)
    for i, one in enumerate(records):
        with open(os.path.join(folder, "%03d.json" % i), "w", encoding="utf-8") as file:
            json.dump(one, file)


def tree(root, without):
    found = {}
    for folder, _, names in os.walk(root):
        if folder == without or folder.startswith(without + os.sep):
            continue
        found[folder] = None
        for name in names:
            path = os.path.join(folder, name)
            found[path] = os.stat(path).st_mtime_ns
    return found


def build(name, records, work, options=(), may_refuse=False, refused=0):
    """Builds the records deep within `work`, and checks what came of it."""
    folder = os.path.join(work, name, "in")
    out = os.path.join(work, name, "deep", "er", "out")
    write(folder, records)
    os.makedirs(os.path.dirname(out))
    before = tree(work, out)
    run = subprocess.run([kbc, "build", folder, "-o", out, "--emit", "html", *options],
                         cwd=os.path.dirname(out), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    after = tree(work, out)
    if before != after:
        fail("%s: written outside: %s" % (name, sorted({*after} ^ {*before})[:5]))
    for path in ("/abs", "/tmp/kbc-escaped"):
        if os.path.exists(path):
            fail("%s: there is a %s" % (name, path))
    if refused and run.returncode != refused:
        fail("%s: exit %d, not %d" % (name, run.returncode, refused))
        return
    if (may_refuse or refused) and run.returncode in (refused, 2) and not os.path.exists(os.path.join(out, "html")):
        print("%s: refused" % name)
        return
    if run.returncode != 0:
        fail("%s: exit %d: %s" % (name, run.returncode,
                                  (run.stdout + run.stderr).decode(errors="replace")[-500:]))
        return
    problems, _, pages = sitecheck.check_site(os.path.join(out, "html"))
    for problem in problems:
        fail("%s: %s" % (name, problem))
    made = sum(path.startswith("en/") and not page.unlisted
               for path, page in pages.items())
    if made != len(records):
        fail("%s: %d pages for %d records" % (name, made, len(records)))
    # On a file system without case, no page may take another's place.
    if len({path.lower() for path in pages}) != len(pages):
        fail("%s: pages differ only in case" % name)
    print("%s: %d pages" % (name, len(pages)))


def main():
    if not os.access(kbc, os.X_OK):
        print("hostile_site.py: there is no", kbc)
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        work = os.path.realpath(work)
        build("texts", [record(text, "cuda/r%d" % i, text[:500]) for i, text in enumerate(HOSTILE)],
              work)
        options = any_schema(source, os.path.join(work, "any.json"))
        build("ids", [record(HOSTILE[i % len(HOSTILE)], one, one) for i, one in enumerate(IDS)],
              work, options)
        bare = [{"id": one} for one in IDS] + [{"id": "bare/x", "domain": ""}]
        build("bare", bare, work, options)
        for i, long in enumerate(["x" * 3000, "X" * 1000, "y/" * 2000]):
            build("long%d" % i, bare + [{"id": long}], work, options, refused=1)
            build("domain%d" % i, bare + [{"id": "long/domain", "domain": long}], work, options, refused=2)
        # What has not the form of a tag is refused with its schema; what has may be the name of a
        # folder of the site, or one that differs from another's by case.
        tags = ["\"><script>alert(1)</script>", "../x", "zh\" onclick=\"x", "",
                "api", "EN", "con", "x-browse", "en-x-1"]
        for i, tag in enumerate(tags):
            options = any_schema(source, os.path.join(work, "tag%d.json" % i), tag)
            build("tag%d" % i, [record("x", "a/b", "a")], work, options, refused=0 if i > 3 else 2)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
