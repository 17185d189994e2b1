# SPDX-License-Identifier: MIT
"""The site of real records: every page sound, every link and anchor resolving, a page for every
record, and the same bytes wherever and however it is built."""
import json
import os
import subprocess
import sys
import tempfile

kbc, source, _ = (os.path.abspath(path) for path in sys.argv[1:4])
sys.path[:0] = [os.path.join(source, "tests", "web"), os.path.join(source, "tests")]
import sitecheck
from bases import any_schema

CLICKS = 3
LONGEST_LIST = 80000  # bytes of a page that leads to records
ROWS = 100  # records of one name on a page

failures = 0


def fail(message):
    global failures
    failures += 1
    if failures <= 40:
        print("site.py:", message)


def build(records, out, options=(), cwd=None, env=None):
    command = [kbc, "build", records, "-o", out, "--emit", "html", *options]
    run = subprocess.run(command, cwd=cwd, env={**os.environ, **(env or {})},
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode != 0:
        fail("%s: exit %d: %s" % (" ".join(command), run.returncode,
                                  run.stderr.decode(errors="replace")[-400:]))
    return run.returncode == 0


def count_records(folder):
    return sum(name.endswith(".json") for _, _, names in os.walk(folder) for name in names)


def check_ways(files, pages):
    """In each language every record is within three clicks, and stands once in A to Z."""
    for language in ("en", "zh"):
        home = "index.html" if language == "en" else "%s/index.html" % language
        records = [path for path, page in pages.items()
                   if path.startswith(language + "/") and path != home and not page.unlisted]
        if not records:
            continue
        far = sitecheck.clicks(pages, home)
        for path in records:
            if far.get(path, CLICKS + 1) > CLICKS:
                fail("%s: %s clicks from %s" % (path, far.get(path, "no"), home))
        letters = "browse/%s/a-z/" % language
        listed = [target for path, page in pages.items() if path.startswith(letters)
                  for target in sitecheck.targets(path, page)
                  if target.startswith(language + "/") and target != home]
        if sorted(listed) != sorted(records):
            fail("%d of %d records in A to Z" % (len(listed), len(records)))
        print("%s: %d records, the farthest %d clicks away"
              % (language, len(records), max(far[path] for path in records)))
    for path, page in pages.items():
        if path.startswith("browse/") and len(files[path]) > LONGEST_LIST:
            fail("%s: %d bytes" % (path, len(files[path])))
        if page.unlisted and files[path].count(b'class="sig"') > ROWS:
            fail("%s lists more than %d records" % (path, ROWS))


def check(records, options, work):
    first, second = os.path.join(work, "first"), os.path.join(work, "a", "second")
    os.makedirs(os.path.dirname(second))
    if not build(records, first, options):
        return
    problems, files, pages = sitecheck.check_site(os.path.join(first, "html"))
    for problem in problems:
        fail(problem)
    for path, page in pages.items():
        if (path.startswith(("en/", "zh/")) and not page.unlisted
                and len(files[path]) >= sitecheck.LIGHT):
            fail("%s has %d bytes" % (path, len(files[path])))
    made = sum(path.startswith("en/") and not page.unlisted for path, page in pages.items())
    if made != count_records(records):
        fail("%d pages for %d records" % (made, count_records(records)))
    if not all(path.startswith(("en/", "zh/", "browse/"))
               or path in ("index.html", "zh/index.html", "404.html") for path in pages):
        fail("pages in unknown places")
    check_ways(files, pages)

    # The other build: from another folder, in another place, language and time zone.
    relative = os.path.relpath(records, os.path.dirname(second))
    env = {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Pacific/Chatham"}
    if build(relative, "second", (*options, "--jobs", "3"), os.path.dirname(second), env):
        again, _ = sitecheck.read_site(os.path.join(second, "html"))
        if again != files:
            differing = [path for path in {*again, *files} if again.get(path) != files.get(path)]
            fail("not the same bytes again: %s" % sorted(differing)[:5])
    print("%s: %d pages" % (os.path.basename(records), len(pages)))


def write_many(folder, count):
    """Records of one domain that all begin with the same letter, and in two languages: the lists
    of them go over several pages. Returns the options they are built with."""
    os.makedirs(os.path.join(folder, "a"))
    for i in range(count):
        with open(os.path.join(folder, "a", "%d.json" % i), "w", encoding="utf-8") as file:
            json.dump({"id": "a/%d" % i, "domain": "a", "signature": "Error number %d" % i,
                       "signature_zh": "错误%d" % i if i % 2 else None, "tags": ["t"],
                       "aliases": ["old/%d" % i, "a/%d" % (i - 1), "shared"]}, file)
    return any_schema(source, folder + ".schema.json")


def main():
    if not os.access(kbc, os.X_OK):
        print("site.py: there is no", kbc)
        sys.exit(77)
    sets = [(os.path.join(source, "seeds"), ())]
    corpus = os.path.join(os.environ.get("KBC_CORPUS", os.path.join(source, "..", "shared", "corpus")),
                          "errorcanon")
    if os.path.isdir(corpus):
        sets.append((os.path.realpath(corpus), ("--schema", "errorcanon")))
    else:
        print("site.py: the corpus is not here; seeds only")
    with tempfile.TemporaryDirectory() as work:
        for i, (records, options) in enumerate(sets):
            place = os.path.join(work, str(i))
            os.mkdir(place)
            check(records, options, place)
        many = os.path.join(work, "many")
        options = write_many(many, 350)
        os.mkdir(os.path.join(work, "of_many"))
        check(many, options, os.path.join(work, "of_many"))
        empty = os.path.join(work, "none")
        os.mkdir(empty)
        with open(os.path.join(empty, "none.json"), "w", encoding="utf-8") as f:
            f.write("[]")
        if build(empty, os.path.join(work, "out")):
            problems, _, pages = sitecheck.check_site(os.path.join(work, "out", "html"))
            for problem in problems:
                fail("no records: %s" % problem)
            if sorted(pages) != ["404.html", "browse/en/about/index.html", "index.html"]:
                fail("no records, but pages %s" % sorted(pages))
    sys.exit(1 if failures else 0)


main()
