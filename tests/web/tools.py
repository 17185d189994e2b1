# SPDX-License-Identifier: MIT
"""What looks at a site from outside: the browser, packages of npm below the build folder, the sites
themselves, and which of their pages there is one of every kind."""
import html
import json
import os
import re
import shutil
import subprocess
import sys


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def chromium():
    path = shutil.which("chromium")
    if not path or not shutil.which("node"):
        skip("node or chromium is missing")
    return path


def packages(source, *names):
    """The folder where these packages of npm are."""
    modules = os.path.join(source, "build", "web")
    missing = [name for name in names if not os.path.isdir(os.path.join(modules, "node_modules", name))]
    if missing:
        skip(" and ".join(missing) + ": not in build/web, scripts/web-tools.sh installs it")
    return modules


def build(kbc, records, out, *options):
    """The folder of the site."""
    subprocess.run([kbc, "build", records, "-o", out, "--emit", "html", "-q", *options], check=True,
                   stdout=subprocess.DEVNULL)
    return os.path.join(out, "html")


def node(script, job, work):
    """Runs tests/web/<script> on a job; what it returned."""
    path = os.path.join(work, script + ".json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(job, file)
    return subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), script), path],
                          check=False).returncode


# Pages by their paths, the first that fits. What leads on, and the name of several records, is told
# by what stands in it.
KINDS = [(name, re.compile(path)) for name, path in [
    ("home", r"(zh/)?index\.html"),
    ("not found", r"404\.html"),
    ("browse", r"browse/\w+/index\.html"),
    ("about", r"browse/\w+/about/index\.html"),
    ("search", r"browse/\w+/search/index\.html"),
    ("translations", r"browse/\w+/translations/index\.html"),
    ("lacking translations", r"browse/\w+/translations/.*"),
    ("graph", r"browse/\w+/graph/index\.html"),
    ("graph of a domain", r"browse/\w+/graph/.*"),
    ("quality", r"browse/\w+/quality/index\.html"),
    ("list of quality", r"browse/\w+/quality/.*"),
    ("A to Z", r"browse/\w+/a-z/index\.html"),
    ("letter", r"browse/\w+/a-z/.*"),
    ("domains", r"browse/\w+/domain/index\.html"),
    ("part of a list", r"browse/\w+/.*=page-\d+\.html"),
    ("domain", r"browse/\w+/domain/.*"),
    ("values", r"browse/\w+/[^/]+/index\.html"),
    ("value", r"browse/\w+/.*"),
    ("record", r"\w+/.*"),
]]
BY_CONTENT = {"alias", "name of several"}


def kind_of(path, text):
    if b'<meta http-equiv="refresh"' in text:
        return "alias"
    name = next((name for name, pattern in KINDS if pattern.fullmatch(path)), None)
    return "name of several" if name == "record" and b'content="noindex"' in text else name


def pages_of(site):
    """(kind, language, path) of every page."""
    for folder, _, names in os.walk(site):
        for name in sorted(names):
            if name.endswith(".html"):
                path = os.path.relpath(os.path.join(folder, name), site).replace(os.sep, "/")
                with open(os.path.join(folder, name), "rb") as file:
                    text = file.read()
                yield kind_of(path, text), re.search(rb'<html lang="([^"]*)"', text).group(1).decode(), path


def largest(site):
    """Of each kind, in each language, the page with the most in it: {(kind, language): path}."""
    found = {}
    for kind, language, path in pages_of(site):
        size = os.path.getsize(os.path.join(site, path))
        if size > found.get((kind, language), (0, ""))[0] and not path.startswith(("ja/", "browse/ja/")):
            found[kind, language] = (size, path)
    return {key: path for key, (_, path) in sorted(found.items())}


def target_of(site, path):
    """The file that a page leads on to by itself."""
    with open(os.path.join(site, path), encoding="utf-8") as file:
        found = re.search(r'content="0; url=([^"]*)"', file.read())
    if not found:
        return None
    return os.path.normpath(os.path.join(site, os.path.dirname(path), html.unescape(found.group(1))))


def valid(source, files):
    """The Nu checker finds no error in these pages: one run, since it starts slowly."""
    jar = os.path.join(source, "build", "web", "node_modules", "vnu-jar", "build", "dist", "vnu.jar")
    if not shutil.which("java") or not os.path.isfile(jar):
        print("without java and vnu-jar, the Nu checker is not asked")
        return True
    run = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-Xss16m", "-jar", jar, "--errors-only", "--format", "json",
                          "--stdout", *files], stdout=subprocess.PIPE, check=False, timeout=300)
    messages = json.loads(run.stdout)["messages"]
    for one in messages[:20]:
        print("Nu checker:", one.get("url", "").partition("/html/")[2], one.get("lastLine"), one["message"])
    print(f"{len(files)} pages for the Nu checker: {len(messages)} errors")
    return not messages


def missing_kinds(pages):
    """Kinds that a site of two languages should have and lacks, as texts."""
    return [f"{kind} ({language})" for kind in [*(name for name, _ in KINDS), *BY_CONTENT] for language in ("en", "zh")
            if (kind, language) not in pages and (kind, language) != ("not found", "zh")]


def every_kind(kbc, source, work):
    """A site with a page of every kind in both languages: the seeds, and records enough for lists
    in parts. Some texts are in a third language, whose pages are English around them and not looked at;
    en/go/long/index.html has an error that fills a screen."""
    records = os.path.join(work, "every")
    shutil.copytree(os.path.join(source, "seeds"), records)
    with open(os.path.join(source, "schema", "error-record.schema.json"), encoding="utf-8") as file:
        layout = json.load(file)["x-kb"]
    layout["translations"]["ja"] = {"signature": "/signature_ja", "root_cause": "/root_cause_ja"}
    schema = os.path.join(work, "every.schema.json")
    with open(schema, "w", encoding="utf-8") as file:
        json.dump({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                   "required": ["id"], "x-kb": layout}, file)
    for i in range(250):
        domain = "go" if i % 2 else "make"
        with open(os.path.join(records, f"made-{i}.json"), "w", encoding="utf-8") as file:
            json.dump({"id": f"{domain}/{i}", "domain": domain, "signature": f"error {i}: no rule to make target",
                       "signature_zh": None if i % 3 else f"错误 {i}：没有规则可制作目标",
                       "signature_ja": None if i % 4 else f"エラー {i}：ルールがありません", "regex": f"error {i}:",
                       "root_cause": "The target is written nowhere.", "category": "build", "tags": ["t", "linux"],
                       "fix_success_rate": i / 250, "confidence": i / 250, "resolvable": ["true", "partial", "false"][i % 3],
                       "last_updated": f"20{20 + i % 5}-01-01", "aliases": [f"old/{i}", "shared"],
                       "transition_graph": {"leads_to": [{"id": f"make/{i // 20 * 10}", "probability": 0.5}],
                                            "frequently_confused_with": [{"id": f"go/{i // 10 * 10 + 1}", "distinction": "The exit status."}]},
                       "workarounds": [{"action": "Write the rule.", "how": "```\nall: target\n\tcc -o $@ $<\n```", "success_rate": 0.8}]},
                      file)
    with open(os.path.join(records, "long.json"), "w", encoding="utf-8") as file:
        json.dump({"id": "go/long", "domain": "go", "signature": "x" * 1000, "resolvable": "true"}, file)
    return build(kbc, records, os.path.join(work, "every-out"), "--schema", schema)
