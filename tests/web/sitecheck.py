# SPDX-License-Identifier: MIT
"""Reads a built site with Python's own HTML parser and says what is wrong with it."""
import html.parser
import json
import os
import re
import urllib.parse

VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "circle"}
ELEMENTS = VOID - {"br", "hr", "img"} | set(
    "html head title body header nav main section footer div aside h1 h2 h3 p pre ul ol li dl dt "
    "dd table thead tbody tr th td details summary a bdi code span strong time svg text script "
    "form label button".split())
ATTRIBUTES = set(
    "class id lang dir rel charset http-equiv content name tabindex role scope datetime viewbox "
    "preserveaspectratio width height aria-label aria-hidden aria-current href hreflang "
    "src defer hidden d x y cx cy r rx text-anchor stroke-width "
    "action method type for autocomplete spellcheck property".split())
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
ASSETS = ("style.css", "assets/icon.svg", "assets/site.js", "assets/search-words.js", "assets/search-typo.js",
          "assets/search-find.js", "assets/search-paste.js", "assets/search.js")
LIGHT = 30000  # bytes that the page of a real record stays below
SHARD = re.compile(r"search/(index|[dgrt][0-9a-f]{16}|[bs](?:[0-9a-f]{2})+|[nw][0-9]+)\.js")
# Other files that are no pages: tests/robustness/site_machine.py reads them.
MACHINE = re.compile(r"robots\.txt|sitemap(-\d+)?\.xml|(feed|opensearch)(\.[^/]+)?\.xml|"
                     r"llms(\.[^/]+)?\.txt|assets/card\.png|api/(index|match|stats|openapi)\.json|"
                     r"api/errors\.ndjson|api/records/.+\.json|[^/]+/.+/index\.md|"
                     r"browse/[^/]+/domain/.+\.md")
# What HTML forbids in text, and what turns the direction of the page around.
FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
                       "\ufdd0-\ufdef\ufffe\uffff]")


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.problems, self.open, self.ids, self.links, self.actions = [], [], [], [], []
        self.headings, self.landmarks, self.language, self.policy = [], [], None, None
        self.forward = None  # where it leads on to by itself
        self.unlisted = False  # for those who come from elsewhere: no link need lead there
        self.described = False
        self.words = []  # text of the links and headings that are open
        self.title = ""
        self.data = []  # of its blocks of JSON
        if not text.startswith("<!DOCTYPE html>\n"):
            self.problems.append("no doctype")
        found = FORBIDDEN.search(text)
        if found:
            self.problems.append("forbidden character U+%04X" % ord(found.group()))
        self.feed(text)
        self.close()
        if self.rawdata:
            self.problems.append("cut off: %r" % self.rawdata[:40])
        if self.open:
            self.problems.append("not closed: %s" % self.open)
        self.finish()

    def finish(self):
        if not self.language:
            self.problems.append("no lang")
        if not self.title.strip():
            self.problems.append("no title")
        if not (self.policy or "").startswith(POLICY):
            self.problems.append("no strict policy")
        if len(self.ids) != len(set(self.ids)):
            self.problems.append("an id twice")
        if self.headings.count(1) != 1 or self.headings[:1] != [1]:
            self.problems.append("headings %s" % self.headings[:5])
        for above, below in zip(self.headings, self.headings[1:]):
            if below > above + 1:
                self.problems.append("h%d after h%d" % (below, above))
        for data in self.data:
            if json.loads(data).get("@context") != "https://schema.org":
                self.problems.append("data without context")
        for name in ("header", "main", "footer"):
            if self.landmarks.count(name) != 1:
                self.problems.append("%d %s" % (self.landmarks.count(name), name))

    def handle_starttag(self, tag, attrs):
        self.start(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)
            if tag in ("a", "h1", "h2", "h3", "title"):
                self.words.append([tag, ""])

    def handle_startendtag(self, tag, attrs):
        if tag not in VOID:
            self.problems.append("<%s/>" % tag)
        self.start(tag, attrs)

    def start(self, tag, attrs):
        if tag not in ELEMENTS:
            self.problems.append("element <%s>" % tag)
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append("an attribute twice in <%s>" % tag)
        values = dict(attrs)
        for name in names:
            if name not in ATTRIBUTES and (tag, name) != ("link", "title") and not re.fullmatch("data-[a-z]+", name):
                self.problems.append("attribute %s in <%s>" % (name, tag))
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])
        if "src" in values:
            self.links.append(values["src"])
        if tag == "form":
            # A query goes to a page of the site, by address.
            action = values.get("action", "")
            if values.get("method") != "get" or ":" in action or action.startswith("/"):
                self.problems.append("form to %r" % action)
            self.actions.append(action)
        if tag == "svg" and values.get("aria-hidden") != "true" and not values.get("aria-label"):
            self.problems.append("a picture without words")
        if tag == "html":
            self.language = values.get("lang")
        if tag == "meta" and values.get("http-equiv") == "refresh":
            self.forward = values["content"].partition("; url=")[2]
            self.links.append(self.forward)
        elif tag == "meta" and "http-equiv" in values:
            if values["http-equiv"] != "Content-Security-Policy":
                self.problems.append("http-equiv %s" % values["http-equiv"])
            self.policy = values.get("content")
        if tag == "meta" and values.get("name") == "description":
            self.described = bool(values["content"].strip())
        if tag == "meta" and values.get("name") == "robots":
            self.unlisted = values["content"] == "noindex"
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.landmarks.append(tag)
        if tag == "script":
            self.script_is_data = "src" not in values
            if attrs == [("type", "application/ld+json")]:
                self.data.append("")
            elif "src" not in values or "defer" not in values:
                self.problems.append("a script within the page, or one that it waits for")
        if tag == "th" and values.get("scope") not in ("row", "col"):
            self.problems.append("<th> without scope")
        if tag == "a" and self.open.count("a"):
            self.problems.append("a link within a link")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.problems.append("</%s> within %s" % (tag, self.open[-3:]))
            return
        self.open.pop()
        if self.words and self.words[-1][0] == tag:
            text = self.words.pop()[1]
            if tag == "title":
                self.title = text
            if not text.strip():
                self.problems.append("<%s> without text" % tag)

    def handle_data(self, data):
        if self.open[-1:] == ["script"]:
            if self.script_is_data:
                self.data[-1] += data
            else:
                self.problems.append("text within a script")
            if re.search("[<>&]", data):
                self.problems.append("markup in a block of data")
        for entry in self.words:
            entry[1] += data

    def handle_comment(self, data):
        self.problems.append("comment %r" % data[:40])

    def unknown_decl(self, data):
        self.problems.append("declaration %r" % data[:40])

    def handle_pi(self, data):
        self.problems.append("processing instruction %r" % data[:40])


def read_site(root):
    """All files below root, by path with "/"; pages parsed."""
    files, pages = {}, {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            rel = os.path.relpath(path, root).replace(os.sep, "/")
            with open(path, "rb") as file:
                files[rel] = file.read()
            if rel.endswith(".html"):
                pages[rel] = Page(files[rel].decode("utf-8"))
    return files, pages


def check_link(files, pages, path, href, top=None):
    """None when the link is fine, else what is wrong with it. 404.html, which is shown at any
    address, names files from `top` on where that is known."""
    if top and path == "404.html" and href.startswith(top):
        path, href = "index.html", href[len(top):]
    if re.match("https?://[^/]", href, re.I):
        return None
    parts = urllib.parse.urlsplit(href)
    if parts.scheme or parts.netloc or parts.query or href.startswith("/"):
        return "not local"
    target = path
    if parts.path:
        folder = os.path.dirname(path)
        target = os.path.normpath(os.path.join(folder, urllib.parse.unquote(parts.path)))
    if target not in files:
        return "leads nowhere"
    if parts.fragment and parts.fragment not in pages[target].ids:
        return "anchor is missing"
    return None


def check_site(root, top=None):
    """(problems, files, pages) of the site below root; `top` as check_link has it."""
    files, pages = read_site(root)
    problems = []
    for path, page in sorted(pages.items()):
        problems += ["%s: %s" % (path, problem) for problem in page.problems]
        if path.startswith("browse/") and not page.described:
            problems.append("%s: no description" % path)
        for href in page.links:
            wrong = check_link(files, pages, path, href, top)
            if wrong:
                problems.append("%s: link %s: %s" % (path, href, wrong))
        for action in page.actions:
            wrong = check_link(files, pages, path, action)
            if wrong:
                problems.append("%s: form to %s: %s" % (path, action, wrong))
    empty = "browse/en/search/index.html" not in pages  # there is nothing to be searched
    for name in ("index.html", *(ASSETS[:3] if empty else ASSETS)):
        if name not in files:
            problems.append("no %s" % name)
    for path in files:
        if (path not in pages and path not in ASSETS and not MACHINE.fullmatch(path)
                and not SHARD.fullmatch(path)):
            problems.append("%s: does not belong here" % path)
    for path in files:
        if SHARD.fullmatch(path) and re.search(rb"[<\0-\x09\x0b-\x1f]", files[path]):
            problems.append("%s: a character that could end a script" % path)
    linked = {"index.html"}
    for path, page in pages.items():
        for href in page.links:
            href = href.split("#")[0]
            if href and "://" not in href:
                linked.add(os.path.normpath(os.path.join(os.path.dirname(path), href)))
    problems += ["%s: no link leads here" % path for path, page in pages.items()
                 if path not in linked and not page.unlisted]
    return problems, files, pages


def targets(path, page):
    """The files that a page links to."""
    for href in page.links:
        parts = urllib.parse.urlsplit(href)
        if parts.path and not parts.scheme:
            yield os.path.normpath(os.path.join(os.path.dirname(path), parts.path))


def clicks(pages, start):
    """How many links in the same language lead from start to each page."""
    language = pages[start].language
    far, border = {start: 0}, [start]
    while border:
        path = border.pop(0)
        for target in targets(path, pages[path]):
            if target in far or target not in pages or pages[target].language != language:
                continue
            far[target] = far[path] + 1
            border.append(target)
    return far
