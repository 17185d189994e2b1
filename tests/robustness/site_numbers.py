# SPDX-License-Identifier: MIT
"""The numbers of the quality and graph pages against the records: everything is counted again, from
the JSON and from what `kbc check` finds, and each number's list must name exactly the records that
it counts. site_numbers.py KBC SOURCE_DIR BUILD_DIR"""
import collections
import datetime
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal

kbc, source, _ = (os.path.abspath(path) for path in sys.argv[1:4])
CORPUS = os.environ.get("KBC_CORPUS", os.path.join(source, "..", "shared", "corpus"))
TODAY = "2026-11-21"
KINDS = ["leads_to", "preceded_by", "confused_with"]
EVIDENCE = [0, 1, 2, 3, 5, 10, 20, 50, 100]
failures = 0


def fail(message):
    global failures
    failures += 1
    if failures <= 40:
        print("site_numbers.py:", message)


def same(what, got, wanted):
    if got != wanted:
        fail("%s: %s, not %s" % (what, str(got)[:200], str(wanted)[:200]))


class Reader(html.parser.HTMLParser):
    """Rows of tables, entries of lists and pairs of definition lists: each a list of cells, a cell
    its text and its first link; and how many arcs are drawn."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.tiles, self.entries, self.arcs = [], [], [], 0
        self.cell = self.row = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "tr":
            self.row = []
            self.rows.append(self.row)
        elif tag in ("td", "th", "li", "dt", "dd"):
            self.cell = ["", None, attrs]
            target = {"li": self.entries, "dt": self.tiles, "dd": self.tiles}.get(tag, self.row)
            target.append(self.cell)
        elif tag == "a" and self.cell and not self.cell[1]:
            self.cell[1] = attrs.get("href")
        elif tag == "path" and attrs["class"].startswith("arc"):
            self.arcs += 1

    def handle_data(self, data):
        if self.cell:
            self.cell[0] = (self.cell[0] + data).replace("\n", " ")

    def handle_endtag(self, tag):
        if tag in ("td", "th", "li", "dt", "dd"):
            self.cell = None


def read(path):
    with open(path, encoding="utf-8") as f:
        return Reader(f.read())


def values(value, pointer):
    """What stands at a pointer in which "*" is every entry; None for an entry without it."""
    keys = pointer.split("/")[1:]
    for i, key in enumerate(keys):
        if key == "*":
            rest = "/".join([""] + keys[i + 1:])
            entries = value.values() if isinstance(value, dict) else value or []
            return [entry if not rest else values(entry, rest) for entry in entries]
        value = value.get(key) if isinstance(value, dict) else None
    return value


def id_path(text):
    return "".join(chr(b) if chr(b) in "abcdefghijklmnopqrstuvwxyz0123456789._-/" else "=%02X" % b
                   for b in text.encode())


def blank(text):
    return not isinstance(text, str) or not text.strip()


class Base:
    """The records, and what is to be counted in them: `lists` by page, (number, ids)."""

    def __init__(self, folder, schema, options):
        with open(os.path.join(source, "schema", schema), encoding="utf-8") as f:
            self.layout = json.load(f)["x-kb"]
        self.records = {}
        for root, _, names in os.walk(folder):
            for name in names:
                if name.endswith(".json"):
                    with open(os.path.join(root, name), encoding="utf-8") as f:
                        record = json.load(f, parse_float=Decimal)
                    self.records[self.of(record, "id")] = record
        self.ids = sorted(self.records, key=lambda text: text.encode())
        self.domain = {i: self.of(self.records[i], "domain") for i in self.ids}
        self.lists = collections.defaultdict(collections.Counter)
        self.texts = collections.Counter()
        run = subprocess.run([kbc, "check", folder, "--format", "json", "--today", TODAY,
                              "--max-per-rule", "0", *options], stdout=subprocess.PIPE)
        self.findings = json.loads(run.stdout)
        for finding in self.findings["findings"]:
            self.lists["rule/" + finding["rule"]][finding["record"]] += 1
            if finding["severity"] != "info":
                self.lists["domain/" + self.domain[finding["record"]]][finding["record"]] += 1
        for i in self.ids:
            self.count(i, self.records[i])
        self.graph()

    def of(self, record, field):
        pointer = self.layout["fields"].get(field)
        return values(record, pointer) if pointer else None

    def rate(self, family, value, i):
        if value is not None:
            step = min(int(value * 20), 19) if 0 <= value <= 1 else None
            self.lists["%s/%s" % (family, "other" if step is None else step * 5)][i] += 1

    def count(self, i, record):
        day = self.of(record, "last_confirmed") or self.of(record, "last_updated")
        age = "none"
        if day:
            days = (datetime.date.fromisoformat(TODAY) - datetime.date.fromisoformat(day)).days
            age = ("ahead" if days < 0 else "fresh" if days <= 180 else
                   "aging" if days <= 365 else "stale")
        self.lists["freshness/" + age][i] += 1
        pieces = self.of(record, "evidence_count")
        step = "other" if pieces is None else max(n for n in EVIDENCE if n <= pieces)
        self.lists["evidence/%s" % step][i] += 1
        self.rate("fix-rate", self.of(record, "fix_success_rate"), i)
        self.rate("confidence", self.of(record, "confidence"), i)
        for value in self.of(record, "dead_end.fail_rate") or []:
            self.rate("fail-rate", value, i)
        for value in self.of(record, "workaround.success_rate") or []:
            self.rate("success-rate", value, i)
        sources = (self.of(record, "dead_end.sources") or []) + \
            (self.of(record, "workaround.sources") or [])
        named = sum(any(not blank(one) for one in entry or []) for entry in sources)
        if sources:
            step = "all" if named == len(sources) else "some" if named else "none"
            self.lists["sources/" + step][i] += 1
        self.texts["sources"] += named
        self.texts["entries"] += len(sources)
        for tag, fields in self.layout.get("translations", {}).items():
            self.translation(i, record, tag, fields)

    def translation(self, i, record, tag, fields):
        done = total = 0
        for field, pointer in fields.items():
            texts, others = self.of(record, field), values(record, pointer)
            if not isinstance(texts, list):
                texts, others = [texts], [others]
            others = (others or []) + [None] * len(texts)
            for text, other in zip(texts, others):
                if not blank(text):
                    total += 1
                    done += not blank(other) and other.strip() != text.strip()
        self.texts[tag, "done"] += done
        self.texts[tag, "all"] += total
        if total:
            step = "whole" if done == total else "part" if done else "none"
            self.lists["translation/%s/%s" % (tag, step)][i] += 1

    def graph(self):
        self.edges, self.near = 0, collections.defaultdict(set)
        for i in self.ids:
            for kind in KINDS:
                key = self.layout["fields"].get(kind + ".id", "/").rsplit("/", 1)[1]
                for edge in self.of(self.records[i], kind) or []:
                    self.edges += 1
                    target = edge.get(key) if isinstance(edge, dict) else edge
                    if target not in self.records:
                        self.lists["links/dangling"][i] += target is not None
                    elif target != i:
                        self.near[i].add(target)
                        self.near[target].add(i)
            self.lists["links/dangling"] += collections.Counter()
        for i in self.ids:
            self.lists["links/" + ("linked" if self.near[i] else "orphans")][i] += 1
        self.parts = self.components(lambda a, b: True)
        for number, part in enumerate(self.parts[:10]):
            for i in part:
                self.lists["part/%d" % (number + 1)][i] += 1
        self.pairs = {(a, b) for a in self.ids for b in self.near[a] if a < b}

    def components(self, wanted):
        """Connected records, the largest part first, then by its record with the most links."""
        seen, parts = set(), []
        for start in self.ids:
            found, todo = [], [start]
            while todo:
                i = todo.pop()
                if i not in seen:
                    seen.add(i)
                    found.append(i)
                    todo += [other for other in self.near[i] if wanted(i, other)]
            if len(found) > 1:
                parts.append(found)
        place = {i: n for n, i in enumerate(self.ids)}
        hub = lambda part: min((-len(self.near[i]), place[i]) for i in part)[1]
        return sorted(parts, key=lambda part: (-len(part), hub(part)))


def numbers(cells):
    return [int(cell[0]) for cell in cells if re.fullmatch(r"\s*\d+\s*", cell[0])]


def listed(root, page):
    """The ids that a list names, over all its pages."""
    ids = []
    for part in [""] + ["=page-%d" % n for n in range(2, 10000)]:
        path = page.removesuffix(".html") + part + ".html"
        if not os.path.exists(path):
            return ids
        for _, href, attrs in read(path).entries:
            target = os.path.normpath(os.path.join(os.path.dirname(path), href or ""))
            rel = os.path.relpath(target, root)
            if rel.startswith("en/") and "lang" not in attrs:
                ids.append(os.path.dirname(rel)[3:])
    return ids


def check_lists(base, root, folder, page):
    """Every number that leads to a list, against that list and against the records."""
    found = collections.defaultdict(set)
    cells = [[cell] for cell in page.entries + page.tiles] + page.rows
    for row in cells:
        for text, href, _ in row:
            number = re.search(r"(\d+)(?: (?:<1|\d+)%)?\s*$", text)
            if href and number and not href.startswith("#"):
                target = os.path.normpath(os.path.join(folder, href))
                rel = os.path.relpath(target, folder)
                if not rel.startswith(".."):
                    found[rel.removesuffix(".html")].add(int(number.group(1)))
    wanted = {id_path(name): count for name, count in base.lists.items() if count}
    same("lists", sorted(found), sorted(wanted))
    for name, shown in sorted(found.items()):
        count = wanted.get(name, {})
        allowed = {len(count), sum(count.values())}
        if name.split("/")[0] in ("fail-rate", "success-rate"):
            allowed = {len(count)}
        elif name == "links/dangling":
            allowed = {sum(count.values())}
        same(name, shown, allowed)
        ids = listed(root, os.path.join(folder, name + ".html"))
        same(name + ": records", sorted(ids), sorted(map(id_path, count)))


def check_tables(base, page):
    rows = {row[0][0].strip(): row for row in page.rows}
    for rule, count in base.findings["summary"]["rules"].items():
        same(rule, numbers(rows[rule])[:2], [count, len(base.lists["rule/" + rule])])
    for family in ("fix-rate", "confidence", "fail-rate", "success-rate"):
        for name, count in base.lists.items():
            if name.startswith(family + "/") and not name.endswith("other"):
                step = int(name.split("/")[1])
                wanted = [sum(count.values()), len(count)]
                if not any(numbers(row) == wanted for row in page.rows
                           if row[0][0] == "%d–%d%%" % (step, step + 5)):
                    fail("%s: no row with %s" % (name, wanted))


def check_graph(base, root):
    """Tiles, arcs and rows of the graph page; the arcs of each domain."""
    folder = os.path.join(root, "browse/en/graph")
    page = read(os.path.join(folder, "index.html"))
    linked = sum(bool(base.near[i]) for i in base.ids)
    same("tiles of the graph", numbers(page.tiles),
         [linked, len(base.ids) - linked, base.edges,
          sum(base.lists["links/dangling"].values()), len(base.pairs), len(base.parts)])
    between = {tuple(sorted((base.domain[a], base.domain[b]))) for a, b in base.pairs
               if base.domain[a] != base.domain[b]}
    same("arcs between domains", page.arcs, len(between))
    inside = base.components(lambda a, b: base.domain[a] == base.domain[b])
    rows = {row[0][0]: row for row in page.rows[1:]}
    for domain in set(base.domain.values()):
        own = [i for i in base.ids if base.domain[i] == domain]
        pairs = [base.domain[a] == base.domain[b] for a, b in base.pairs
                 if domain in (base.domain[a], base.domain[b])]
        within, parts = sum(pairs), [part for part in inside if base.domain[part[0]] == domain]
        same("graph of " + domain, numbers(rows[domain])[:5],
             [len(own), sum(bool(base.near[i]) for i in own), within, len(parts),
              len(pairs) - within])
        path = os.path.join(folder, id_path(domain) + ".html")
        same("a graph of " + domain, os.path.exists(path), bool(pairs))
        with open(os.path.join(root, "browse/en/domain", id_path(domain) + ".html"), encoding="utf-8") as file:
            same("a way to the graph of " + domain,
                 'graph/%s.html">' % id_path(domain) in file.read(), bool(pairs))
        if pairs and all(len(part) <= 60 for part in parts):
            own_page = read(path)
            same("arcs of " + domain, own_page.arcs, within)
            same("list of " + domain, sum(" " in text and "en/" in (href or "")
                                          for text, href, attrs in own_page.entries
                                          if "lang" not in attrs and "aria-current" not in attrs
                                          and re.search("leads to|confused", text)) >= within, True)


def check(folder, schema, options, work):
    run = subprocess.run([kbc, "build", folder, "-o", work, "--emit", "html", "--today", TODAY,
                          *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if run.returncode:
        fail("build of %s: %s" % (folder, run.stderr.decode(errors="replace")[-400:]))
        return
    base = Base(folder, schema, options)
    root = os.path.join(work, "html")
    quality = os.path.join(root, "browse/en/quality")
    page = read(os.path.join(quality, "index.html"))
    check_lists(base, root, quality, page)
    check_tables(base, page)
    check_graph(base, root)
    with open(os.path.join(quality, "index.html"), encoding="utf-8") as f:
        text = f.read()
    summary = base.findings["summary"]
    for words in ["%d records: %d errors, %d warnings, %d remarks." % (
            summary["records"], summary["errors"], summary["warnings"], summary["infos"]),
            "%d of %d entries name a source" % (base.texts["sources"], base.texts["entries"]),
            *("%d of %d texts are translated" % (base.texts[tag, "done"], base.texts[tag, "all"])
              for tag in base.layout.get("translations", {}))]:
        if words not in text:
            fail("not said: " + words)
    hubs = [len(base.near[i]) for i in base.ids]
    same("hubs", [int(n) for n in re.findall(r"(\d+) links?</span>", text)],
         [n for n in sorted(hubs, reverse=True)[:10] if n])
    print("%s: %d records, %d lists" % (os.path.basename(folder), len(base.ids),
                                        sum(bool(count) for count in base.lists.values())))


def main():
    if not os.access(kbc, os.X_OK):
        print("site_numbers.py: there is no", kbc)
        sys.exit(77)
    sets = [(os.path.join(source, "seeds"), "error-record.schema.json", ())]
    corpus = os.path.join(CORPUS, "errorcanon")
    if os.path.isdir(corpus):
        sets.append((os.path.realpath(corpus), "errorcanon.schema.json", ("--schema", "errorcanon")))
    else:
        print("site_numbers.py: the corpus is not here; seeds only")
    for folder, schema, options in sets:
        with tempfile.TemporaryDirectory() as work:
            check(folder, schema, options, work)
    sys.exit(1 if failures else 0)


main()
