# SPDX-License-Identifier: MIT
"""What the site has for programs, read by parsers of each format: XML against what its format
asks for, JSON against the API's own description, lines against the records, links against the
files; of plain records and of hostile ones, with a base URL and without."""
import html
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET

kbc, source, _ = (os.path.abspath(path) for path in sys.argv[1:4])
sys.path[:0] = [os.path.join(source, "tests", "web"), os.path.join(source, "tests")]
import sitecheck
from bases import any_schema, some_of

BASE = "https://kb.example.org/a/b/"
TOP = "/a/b/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
NAMES = {"http://www.w3.org/2000/svg", "https://schema.org"}  # names that look like addresses, where there is no base URL
# What means nothing in Markdown, from left to right: blocks of code, escapes, code, addresses.
PLAIN = re.compile(r"(?ms)^(`{3,})\n.*?^\1$|\\[!-/:-@\[-`{-~]|(`+)(?!`).+?(?<!`)\2(?!`)|<https?://[^<>\s]+>")
FACETS = ("a-z", "domain", "category", "version", "code", "tag", "resolvable")
ADDRESS = re.compile(r"https?://[^\s\"'<>\\`)]+")
failures = 0


def fail(message):
    global failures
    failures += 1
    if failures <= 40:
        print("site_machine.py:", message[:600])


def expect(condition, message):
    if not condition:
        fail(message)


def build(records, out, options=()):
    run = subprocess.run([kbc, "build", records, "-o", out, "--emit", "html", "--no-config", "--quiet",
                          *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode != 0:
        fail("build: exit %d: %s" % (run.returncode, (run.stdout + run.stderr).decode(errors="replace")[-600:]))
        sys.exit(1)


class Head(html.parser.HTMLParser):
    """The links and metas of a page, and its blocks of data beside its visible text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.metas, self.text, self.data, self.within = [], {}, "", [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "link":
            self.links.append(values)
        elif tag == "meta":
            self.metas[values.get("name") or values.get("property")] = values.get("content")
        elif tag == "script" and "src" not in values:
            self.data.append("")
        self.within = tag

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.within = None

    def handle_data(self, data):
        if self.within == "script":
            self.data[-1] += data
        elif self.within != "title":
            self.text += data


def squeeze(text):
    return re.sub(r"[\s\u2026`]+", " ", text).strip()


def strings(value):
    if isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("@"):
                yield from ((key, text) for _, text in strings(item)) if isinstance(item, str) else strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield None, value


def check_linked(path, head):
    """Every text of the structured data can be seen on the page."""
    kinds = []
    seen = squeeze(head.text)
    for text in head.data:
        data = json.loads(text)
        kinds.append(data["@type"])
        for key, value in strings(data):
            if key in ("inLanguage", "url", "item", "contentUrl", "encodingFormat", "dateModified"):
                continue
            expect(squeeze(value) in seen, "%s: %r is not on the page" % (path, value[:80]))
        if "dateModified" in data:
            expect(data["dateModified"] in seen, "%s: dateModified" % path)
    if path.endswith("index.html") and len(kinds) != len(set(kinds)):
        fail("%s: data of one kind twice: %s" % (path, kinds))
    return kinds


def check_json(files):
    """Nothing in a JSON file could end a script; returns them read."""
    read = {}
    for path, data in files.items():
        if path.endswith((".json", ".ndjson")):
            text = data.decode("utf-8")
            expect(not re.search("[<\u2028\u2029]", text), "%s: what belongs escaped" % path)
            if path.endswith(".json"):
                read[path] = json.loads(text)
    return read


def field(layout, record, name):
    """A field of a record, where the layout has it."""
    for key in layout[name].split("/")[1:]:
        record = (record or {}).get(key)
    return record


def check_api(files, pages, records, layout):
    api = check_json(files)
    lines = files["api/errors.ndjson"].decode("utf-8").split("\n")
    expect(lines.pop() == "", "errors.ndjson: the last line does not end")
    by_id = {record["id"]: record for record in records}
    expect([json.loads(line) for line in lines] ==
           [by_id[key] for key in sorted(by_id, key=lambda text: text.encode())],
           "errors.ndjson: not the records")
    index, match, stats = (api["api/%s.json" % name] for name in ("index", "match", "stats"))
    expect(index["count"] == len(records) == len(index["records"]) == len(match["records"]), "counts")
    for brief, pattern in zip(index["records"], match["records"]):
        record = by_id.get(brief["id"])
        expect(brief["page"] in pages, "index.json: no page %s" % brief["page"])
        expect(api.get(brief["record"]) == record, "index.json: %s is not the record" % brief["record"])
        expect(pattern["id"] == brief["id"], "match.json: other records than index.json")
        for key in ("signature", "domain", "last_updated"):
            expect(brief.get(key) == field(layout, record, key), "index.json: %s of %s" % (key, brief["id"]))
        expect(pattern.get("regex") == field(layout, record, "regex"), "match.json: regex of %s" % brief["id"])
    for kind in ("errors", "warnings"):
        expect(sum(brief[kind] for brief in index["records"]) == stats["totals"][kind], "index.json: %s" % kind)
    made = sum(path.startswith("api/records/") for path in files)
    expect(made == len(records), "%d record files for %d records" % (made, len(records)))
    expect(stats["totals"]["records"] == len(records), "stats.json: totals")
    expect(sum(domain["records"] for domain in stats["domains"]) == len(records), "stats.json: domains")
    check_description(api, files)


def check_description(api, files):
    """The OpenAPI document: sound, all its paths are there, and what they give is as it says."""
    doc = api["api/openapi.json"]
    try:
        from openapi_spec_validator import validate
        validate(doc)
    except ImportError:
        print("no openapi_spec_validator: its own checks only")
    expect(doc["openapi"] == "3.1.0", "openapi: version")
    templates = []
    for path, item in doc["paths"].items():
        named = re.findall(r"{(\w+)}", path)
        expect([p["name"] for p in item.get("parameters", [])] == named, "openapi: parameters of %s" % path)
        pattern = re.compile("api" + re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
        hits = [file for file in files if pattern.fullmatch(file)]
        expect(hits, "openapi: nothing at %s" % path)
        templates.append(pattern)
    for path in files:
        if path.startswith("api/") and path != "api/openapi.json" and path.count("/") <= 33:
            expect(sum(bool(p.fullmatch(path)) for p in templates) == 1, "openapi: %s" % path)
    ids = [item["get"]["operationId"] for item in doc["paths"].values()]
    expect(len(ids) == len(set(ids)), "openapi: an operation twice")
    try:
        import jsonschema
    except ImportError:
        return
    for name, schema in (("index", "Index"), ("match", "Match"), ("stats", "Stats")):
        root = {"$ref": "#/components/schemas/" + schema, "components": doc["components"]}
        for error in jsonschema.Draft202012Validator(root).iter_errors(api["api/%s.json" % name]):
            fail("%s.json is not as described: %s" % (name, error.message[:200]))


def read_map(files, path, seen):
    root = ET.fromstring(files[path])
    if root.tag == MAP + "sitemapindex":
        for one in root:
            read_map(files, one.find(MAP + "loc").text.removeprefix(BASE), seen)
        return
    expect(root.tag == MAP + "urlset" and len(root) <= 50000, "%s: root" % path)
    for one in root:
        expect([child.tag for child in one if child.tag != XHTML + "link"] in
               ([MAP + "loc"], [MAP + "loc", MAP + "lastmod"]), "%s: members" % path)
        loc = one.find(MAP + "loc").text
        expect(loc not in seen, "%s: %s twice" % (path, loc))
        seen[loc] = (one.findtext(MAP + "lastmod"),
                     {(link.get("hreflang"), link.get("href")) for link in one.findall(XHTML + "link")})


def address(path):
    return BASE + ("" if path == "index.html" else path)


def check_absolute(files, pages, languages):
    """What a base URL adds."""
    heads = {path: Head(files[path].decode("utf-8")) for path in pages}
    seen = {}
    read_map(files, "sitemap.xml", seen)
    listed = {path for path in pages if not pages[path].unlisted}
    expect(set(seen) == {address(path) for path in listed}, "sitemap: %s" %
           sorted(set(seen) ^ {address(path) for path in listed})[:3])
    days = {}
    for brief in json.loads(files["api/index.json"])["records"]:
        days[brief["page"]] = brief.get("last_updated")
    for path in pages:
        if path in listed:
            day = days.get(re.sub("^(%s)/" % "|".join(languages), languages[0] + "/", path))
            expect(seen[address(path)][0] == day, "sitemap: the day of %s" % path)
    for path, head in heads.items():
        url = address(path)
        for link in head.links:
            if not link["href"].startswith(BASE):
                wrong = sitecheck.check_link(files, pages, path, link["href"], TOP)
                expect(not wrong, "%s: <link> %s: %s" % (path, link["href"], wrong))
        for data in map(json.loads, head.data):
            for crumb in data.get("itemListElement", []):
                to = crumb.get("item", BASE)
                expect(to in seen, "%s: a crumb %s" % (path, to))
        canonical = [link["href"] for link in head.links if link["rel"] == "canonical"]
        if path not in listed:
            expect(not canonical and not any("hreflang" in link for link in head.links) and
                   "og:url" not in head.metas, "%s: an address, though it is not listed" % path)
            continue
        expect(canonical == [url], "%s: canonical %s" % (path, canonical))
        others = {(link["hreflang"], link["href"]) for link in head.links if "hreflang" in link}
        # The names under a letter are others in each language: nothing is the same page there.
        letter = re.match(r"browse/[^/]+/a-z/(?!index\.html$).+\.html$", path)
        if letter:
            expect(not others, "%s: a pair that is none" % path)
        else:
            expect({tag for tag, _ in others} == {*languages, "x-default"}, "%s: hreflang" % path)
            expect(url in {href for _, href in others}, "%s: hreflang lacks itself" % path)
        for tag, href in others:
            target = href.removeprefix(BASE) or "index.html"
            expect(target in listed, "%s: no %s" % (path, target))
            back = {(link["hreflang"], link["href"]) for link in heads[target].links if "hreflang" in link}
            expect(back == others, "%s: %s does not say the same" % (path, target))
        for link in head.links:
            expect(link.get("title") or link["rel"] != "search", "%s: a search that browsers pass over" % path)
        if len(languages) > 1:
            expect(seen[url][1] == others, "sitemap: languages of %s" % path)
        for name in ("og:title", "og:image", "og:url", "twitter:card"):
            expect(head.metas.get(name), "%s: no %s" % (path, name))
        expect(head.metas["og:image"].removeprefix(BASE) in files, "%s: og:image" % path)
    expect(files["robots.txt"].decode().endswith("\nSitemap: %ssitemap.xml\n" % BASE), "robots.txt")
    check_feeds(files, pages, days, languages)
    searches = [path for path in files if path.startswith("opensearch")]
    search = "browse/%s/search/index.html" % languages[0] in pages
    expect(len(searches) == (len(languages) if search else 0), "opensearch: %s" % searches)
    for path in searches:
        root = ET.fromstring(files[path])
        expect(root.tag == SEARCH + "OpenSearchDescription", "%s: root" % path)
        expect(0 < len(root.findtext(SEARCH + "ShortName")) <= 16, "%s: ShortName" % path)
        expect(0 < len(root.findtext(SEARCH + "LongName")) <= 48, "%s: LongName" % path)
        expect(0 < len(root.findtext(SEARCH + "Description")) <= 1024, "%s: Description" % path)
        template = root.find(SEARCH + "Url").get("template")
        expect(re.fullmatch(re.escape(BASE) + r"browse/[^/]+/search/index\.html\?q={searchTerms}", template),
               "%s: %s" % (path, template))


def check_feeds(files, pages, days, languages):
    feeds = [path for path in files if path.startswith("feed")]
    dated = sorted((day for day in days.values() if day), reverse=True)
    expect(len(feeds) == (len(languages) if dated else 0), "feeds: %s" % feeds)
    ids = []
    for path in feeds if dated else ():
        root = ET.fromstring(files[path])
        expect(root.tag == ATOM + "feed", "%s: root" % path)
        for name in ("id", "title", "updated"):
            expect(len(root.findall(ATOM + name)) == 1, "%s: %s" % (path, name))
        expect(root.find(ATOM + "author/" + ATOM + "name") is not None, "%s: author" % path)
        own = [link.get("href") for link in root.findall(ATOM + "link") if link.get("rel") == "self"]
        expect(own == [BASE + path], "%s: self" % path)
        entries = root.findall(ATOM + "entry")
        for one in [root, *entries]:
            ids.append(one.findtext(ATOM + "id"))
            expect(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", one.findtext(ATOM + "updated")), "%s: updated" % path)
        for one in entries:
            expect((one.findtext(ATOM + "title") or "").strip(), "%s: an entry without a title" % path)
            expect(one.find(ATOM + "link").get("href").removeprefix(BASE) in pages, "%s: a link" % path)
        expect([one.findtext(ATOM + "updated")[:10] for one in entries] == dated[:50], "%s: the newest 50" % path)
        expect(root.findtext(ATOM + "updated")[:10] == dated[0], "%s: updated" % path)
    expect(len(ids) == len(set(ids)), "feeds: an id twice")


def check_twin(path, text, page):
    """What the page of a record says around its texts, its twin says too: who is linked with it and
    who is like it, every fact, how grave each problem is."""
    targets = set(re.findall(r"\]\(([^()\s]*)\)", text))
    for name in ("related", "similar"):
        section = re.search(r'<section id="%s".*?</section>' % name, page, re.S)
        wanted = re.findall(r'href="([^"#]*index)\.html"', section[0]) if section else []
        expect({html.unescape(one) + ".md" for one in wanted} <= targets, "%s: %s" % (path, name))
    facts = re.search(r'<section class="facts" id="facts".*?</section>', page, re.S)
    for label in re.findall(r"<dt>([^<]*)</dt>", facts[0]) if facts else []:
        expect("\n- %s: " % html.unescape(label) in text, "%s: no %s" % (path, label))
    flags = re.findall(r'<li><span class="flag (?:warning|error)">([^<]*)</span> (?:<a [^>]*>)?<code>([^<]*)</code>', page)
    for flag, rule in flags:
        expect("\n- %s: `%s` " % (flag, rule) in text, "%s: %s of %s" % (path, flag, rule))


def check_markdown(files, pages, prefix):
    """Twins lie beside their pages; what they link to is there; llms.txt leads to all of them."""
    twins = {path for path in files if path.endswith(".md")}
    reached = set()
    lists = [path for path in files if re.fullmatch(r"llms(\.[^/]+)?\.txt", path)]
    for path in [*lists, *sorted(twins)]:
        text = files[path].decode("utf-8")
        expect(text.startswith("# ") and text.endswith("\n") and not text.endswith("\n\n"), "%s: form" % path)
        expect(not sitecheck.FORBIDDEN.search(text), "%s: forbidden character" % path)
        bare = re.sub(PLAIN, "", text)
        expect("<" not in bare, "%s: markup" % path)
        expect(bare.count("[") == bare.count("]("), "%s: brackets" % path)
        for target in re.findall(r"\]\(([^()\s]*)\)", bare):
            if path in lists and prefix:
                expect(target.startswith(prefix), "%s: %s" % (path, target))
            target = os.path.normpath(os.path.join(os.path.dirname(path), target.removeprefix(prefix or "\0")))
            expect(target in files, "%s: no %s" % (path, target))
            reached.add(target)
    expect(twins <= reached, "no way to %s" % sorted(twins - reached)[:3])
    for path in twins:
        page = path.removesuffix("md") + "html"
        expect(page in pages, "%s: no page beside it" % path)
        check_twin(path, files[path].decode("utf-8"), files[page].decode("utf-8"))
        links = Head(files[page].decode("utf-8")).links
        expect([link["href"] for link in links if link.get("type") == "text/markdown"] ==
               [os.path.basename(path)],
               "%s: does not name its twin" % page)
    for path in lists:
        text = files[path].decode("utf-8")
        expect(re.match(r"# [^\n]+\n\n> [^\n]+\n\n[^#\n][^\n]*\n\n(## [^\n]+\n\n(- \[[^\n]+\n)+\n?)*\Z", text),
               "%s: not of the form of llmstxt.org" % path)


def read_records(folder):
    records = []
    for place, _, names in os.walk(folder):
        for name in sorted(name for name in names if name.endswith(".json")):
            with open(os.path.join(place, name), encoding="utf-8") as file:
                records.append(json.load(file))
    return records


def start(url):
    """Enough of an address to know it by: texts are cut, hosts are encoded."""
    return urllib.parse.unquote(url)[:18]


def wanted_data(path, page):
    """The kinds of structured data that a page has at least: first parts of lists say what they
    list."""
    if page.unlisted:
        return {"BreadcrumbList"}
    if not path.startswith("browse/"):
        return {"WebSite"} if path.count("/") <= 1 else {"TechArticle", "BreadcrumbList"}
    kind = path.split("/")[2]
    lists = kind in FACETS and "=page-" not in path
    return {"CollectionPage", "BreadcrumbList"} if lists else {"BreadcrumbList"}


def check(name, folder, work, languages, layout, options=()):
    records = read_records(folder)
    written = {start(url) for url in ADDRESS.findall(json.dumps(records, ensure_ascii=False))}
    for base in ((), ("--base-url", BASE)):
        outs = [os.path.join(work, "%s-%d-%d" % (name, len(base), i)) for i in range(2)]
        for out in outs:
            build(folder, out, (*options, *base))
        problems, files, pages = sitecheck.check_site(os.path.join(outs[0], "html"), TOP if base else None)
        for problem in problems:
            fail("%s: %s" % (name, problem))
        again, _ = sitecheck.read_site(os.path.join(outs[1], "html"))
        expect(again == files, "%s: not the same bytes again" % name)
        check_api(files, pages, records, layout)
        check_markdown(files, pages, BASE if base else "")
        kinds = {}
        for path, page in pages.items():
            if name != "hostile" and path.startswith(("en/", "zh/")) and not page.unlisted:
                expect(len(files[path]) < sitecheck.LIGHT, "%s has %d bytes" % (path, len(files[path])))
            kinds[path] = check_linked(path, Head(files[path].decode("utf-8")))
            expect(wanted_data(path, pages[path]) <= set(kinds[path]), "%s: data %s" % (path, kinds[path]))
        expect("Dataset" in kinds["index.html"], "home: no Dataset")
        if base:
            check_absolute(files, pages, languages)
            continue
        for path in files:
            expect(not re.match(r"sitemap|feed|opensearch|assets/card", path), "%s without a base URL" % path)
            if path.endswith(".png"):
                continue
            found = set(ADDRESS.findall(html.unescape(files[path].decode("utf-8"))))
            own = {url for url in found - NAMES if start(url) not in written
                   and not (url.endswith("\u2026") and any(one.startswith(url[:-1]) for one in written))}
            expect(not own, "%s: absolute without a base URL: %s" % (path, sorted(own)[:3]))
        for path in pages:
            for link in Head(files[path].decode("utf-8")).links:
                expect(link["rel"] in ("stylesheet", "icon") or link.get("type") == "text/markdown",
                       "%s: %s without a base URL" % (path, link))
    print("%s: %d records, %d files" % (name, len(records), len(files)))


HOSTILE = ["</script><script>alert(1)</script>", "<!-- ]]> &amp; <b>", "\u2028 \u2029 \u202e \u0001 \\", "`<i>` `` ` ``` x",
           "[x](javascript:alert(1)) ![y](z) <http://evil.example/>", "# a\n\n- b\n> c\n1. d\n---\n    e\n\n\t<p>", "```\n<b>\n```",
           "\"'\\\"", "x" * 5000, "\u4f60\u597d"]


def read_layout(name):
    with open(os.path.join(source, "schema", name + ".schema.json"), encoding="utf-8") as file:
        return json.load(file)["x-kb"]


def hostile(folder):
    os.makedirs(folder)
    ids = ["a", "a.json/b", "a/index.md/b", "A/b", "llms.txt", "feed.xml", "..", "x/y/z/u", "a.json", "\u4f60/&<", "api", "index.md"]
    for i, one in enumerate(ids):
        text = HOSTILE[i % len(HOSTILE)]
        entry = {"condition": text, "sources": [text]}
        record = {"id": one, "signature": text, "signature_zh": text + "z", "regex": "</script>\u2028`{3,}|" + str(i), "domain": text[:500],
                  "category": text, "root_cause": text, "root_cause_zh": text + "z", "error_code": text,
                  "dead_ends": [{"action": text, "why_fails": text, "fail_rate": 0.7, **entry}],
                  "workarounds": [{"action": text, "how": text + "\nx", "success_rate": 0.5, **entry}],
                  "tags": [text], "aliases": [text], "versions": [{"version": text, "status": text}],
                  "transition_graph": {"leads_to": [{"id": ids[0], "condition": text}, {"id": text}]},
                  "fix_success_rate": [0.10, 1e-3, 1][i % 3], "resolvable": text}
        if i % 2:
            record["last_updated"] = "2024-01-%02d" % (i + 1)
        with open(os.path.join(folder, "%02d.json" % i), "w", encoding="utf-8") as file:
            json.dump(record, file, ensure_ascii=bool(i % 2))
    return any_schema(source, folder + ".schema.json")


def main():
    if not os.access(kbc, os.X_OK):
        print("site_machine.py: there is no", kbc)
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        flat = read_layout("error-record")["fields"]
        check("seeds", os.path.join(source, "seeds"), work, ["en", "zh"], flat)
        odd = os.path.join(work, "hostile")
        check("hostile", odd, work, ["en", "zh"], flat, hostile(odd))
        corpus = os.path.join(os.environ.get("KBC_CORPUS") or os.path.join(source, "..", "shared", "corpus"), "errorcanon")
        if os.path.isdir(corpus):
            check("errorcanon", some_of(corpus, os.path.join(work, "some")), work, ["en"],
                  read_layout("errorcanon")["fields"], ("--schema", "errorcanon"))
        else:
            print("site_machine.py: the corpus is not here")
    sys.exit(1 if failures else 0)


main()
