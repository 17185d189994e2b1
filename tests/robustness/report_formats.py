#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every report, of hostile records in files with hostile names, read by Python's own parsers and
compared with the json report: report_formats.py KBC SOURCE_DIR BUILD_DIR. Also: the carets of the
text report against Unicode's own widths, and --output against --format."""
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ElementTree

KBC = os.path.abspath(sys.argv[1])
FORMATS = ["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"]
NASTY = ["]]>", "<b a=\"c\" d='e'>&amp;", "%0A::error::x", "a,b:c", "[x](http://y)", "{0}", "\x1b[31m",
         "line\nbreak\r\n", "\u202e\u2028\x9b", "中文字符", "👩‍💻 ⚠️ ✅", "e\u0301", "\\", "`|`", "\ufffe"]

failures = []


def check(ok, *what):
    if not ok:
        failures.append(what)
        print("FAIL:", *what)


def kbc(folder, *args):
    run = subprocess.run([KBC, "check", "--today", "2026-11-21", "--schema", "error-record", *args],
                         cwd=folder, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    check(run.returncode in (0, 1, 2) and b"kbc: --" not in run.stderr, args, run)
    return run.stdout.decode()  # fails where it is not UTF-8


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def make(folder):
    os.makedirs(f"{folder}/.git")
    write(f"{folder}/a b/ü,c:d%.json", json.dumps({"id": "a/b", **{n: 1 for n in NASTY}}).encode())
    write(f"{folder}/a b/<&'\"]]>.json", json.dumps({n: n for n in NASTY}, ensure_ascii=False, indent=1).encode())
    write(f"{folder}/line\nfeed\x1b[31m.json", b"{]\n")
    write(f"{folder}/::error::.ndjson", b'{"id": "\xff"}\n\xef\xbb\xbf{}\n' + "中文 ✅ nonsense\n".encode() * 25)
    wide = ['"中文" 7', "\t\t\"中文\"\t7", '"ｱ⚠️✅🎉" 7', '"e\u0301\u0301한글" 7', '"\u3000。「」" 7',
            '"👩\u200d💻" 7', '"ｗｉｄｅ" "中文错误" ', '"𠀀𠀁" 7', '"㉈①…—" 7']
    for i, line in enumerate(wide):
        write(f"{folder}/wide/{i}.json", ("{\n " + line + "\n}\n").encode())
    write(f"{folder}/wide/value.json", '{"last_updated": "二〇二六年", "confidence": "高🎉"}\n'.encode())
    os.symlink("nowhere.json", f"{folder}/gone.json")
    os.symlink("a b/ü,c:d%.json", f"{folder}/link.json")


def width(text):
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return wide - sum(unicodedata.category(c) in ("Mn", "Me") for c in text)


def carets(folder, findings):
    """Where a line is shown in full, the carets stand under what the json report says."""
    blocks = kbc(folder, "-v", "wide").split("\n\n")
    seen = 0
    for block, f in zip(blocks, [f for f in findings if f["path"].startswith("wide/")]):
        lines = block.splitlines()
        with open(os.path.join(folder, f["path"]), encoding="utf-8") as source:
            line = source.read().split("\n")[f["line"] - 1]
        shown = lines[3].split(" | ", 1)[1]
        # A tab is shown as one blank, U+FE0F not at all, ZWJ as a mark of width 1.
        line = [" " if c == "\t" else "" if c == "\ufe0f" else "\ufffd" if c == "\u200d" else c for c in line]
        check(shown == "".join(line), "the line as shown", shown, line)
        at = f["column"] - 1
        under = line[at:f["endColumn"] - 1] if f["line"] == f["endLine"] else line[at:]
        wanted = " " * width("".join(line[:at])) + "^" * max(width("".join(under)), 1)
        check(lines[4].split(" | ", 1)[1] == wanted, "carets of", f["path"], lines, wanted)
        seen += 1
    check(seen >= 10, "wide lines", seen)


def sarif(text, findings):
    run = json.loads(text)["runs"][0]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    check(run["columnKind"] == "unicodeCodePoints" and not run["invocations"][0]["executionSuccessful"], "run")
    check(len(results) == len(findings), "sarif", len(results))
    for r, f in zip(results, findings):
        check(r["ruleId"] == f["rule"] == rules[r["ruleIndex"]]["id"], "ruleIndex", r)
        check(r["level"] == {"info": "note"}.get(f["severity"], f["severity"]), "level", r)
        check(r["message"]["text"].startswith(f["message"].replace("{", "{{").replace("}", "}}")
              .replace("](", "\\](")), "message", r, f)
        place = r["locations"][0]["physicalLocation"]
        path = urllib.parse.unquote(place["artifactLocation"]["uri"], errors="strict")
        check(path == f["path"].replace("link.json", "a b/ü,c:d%.json"), "uri", path, f["path"])
        check(re.fullmatch(r"[A-Za-z0-9._~/%-]+", place["artifactLocation"]["uri"]), "uri", place)
        region = place.get("region")
        check((region is None) == (f["rule"] == "json/read"), "region", r)
        if region and f["line"] != 1:
            check([region[k] for k in ("startLine", "startColumn", "endLine", "endColumn")]
                  == [f[k] for k in ("line", "column", "endLine", "endColumn")], "region", region, f)


def github(text, findings):
    order = {"error": 0, "warning": 1, "notice": 2}
    lines = [line for line in text.splitlines() if line.startswith("::")]
    check(len(lines) == len(findings), "github", len(lines))
    check(text.splitlines()[len(lines):] and text.count("kbc: GitHub annotates") == 1, "what is dropped", text[-300:])
    levels = []
    findings = sorted(findings, key=lambda f: ["error", "warning", "info"].index(f["severity"]))
    for line, f in zip(lines, findings):
        level, properties, data = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line).groups()
        levels.append(order[level])
        values = dict(p.split("=", 1) for p in properties.split(","))
        check(values["title"] == f"kbc ({f['rule']})", "title", line)
        check(urllib.parse.unquote(values["file"]) == plain(f["path"]), "file", line, f)
        check(urllib.parse.unquote(data).split("\nhelp: ")[0] == f["message"], "message", line, f)
        check(("col" in values) == (f["line"] == f["endLine"] and f["rule"] != "json/read"), "columns", line)
    check(levels == sorted(levels), "order", levels)


def plain(path):
    """As kbc shows what a terminal should not see; GitHub's own escapes stand for CR and LF."""
    return "".join(f"\\u{ord(c):04X}" if unicodedata.category(c) in ("Cc", "Cf") and c not in "\r\n" else c for c in path)


def gitlab(text, findings):
    issues = json.loads(text)
    check(len(issues) == len(findings), "gitlab", len(issues))
    check(len({i["fingerprint"] for i in issues}) == len(issues), "fingerprints are not unique")
    for i, f in zip(issues, findings):
        check(i["description"] == f"{f['rule']}: {f['message']}" and i["check_name"] == f["rule"], "issue", i)
        check(i["severity"] == ("critical" if f["rule"] == "json/read" else
              {"error": "major", "warning": "minor", "info": "info"}[f["severity"]]), "severity", i)
        check(i["location"]["positions"]["begin"]["line"] == f["line"], "line", i)


def legal(text):
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def junit(text, findings):
    root = ElementTree.fromstring(text)
    cases = list(root.iter("testcase"))
    wrong = [c[0] for c in cases]
    check(len(cases) == len(findings) == int(root.get("tests")), "junit", len(cases))
    check(int(root.get("failures")) + int(root.get("errors")) == len(cases), "junit sums")
    for suite in root:
        check(int(suite.get("tests")) == len(suite) == int(suite.get("failures")) + int(suite.get("errors")), "suite")
    suites = [s.get("name") for s in root for _ in s]
    for c, w, s, f in zip(cases, wrong, suites, findings):
        check(c.get("name") == "org.kbc." + f["rule"] and w.get("message") == legal(f["message"]), "case", f)
        check(s == legal(f["path"]) and c.get("classname") + ".ndjson" >= os.path.splitext(s)[0], "suite", s, f)
        check(w.tag == ("error" if f["rule"] == "json/read" else "failure"), "tag", f)
        check(legal(f["message"]) in w.text, "body", w.text)


def checkstyle(text, findings):
    root = ElementTree.fromstring(text)
    check(root.get("version") == "10.0", "checkstyle version")
    got = [(file.get("name"), e.get("source"), e.get("message"), e.get("severity")) for file in root for e in file]
    check(got == [(legal(f["path"]), "kbc." + f["rule"], legal(f["message"]), f["severity"]) for f in findings],
          "checkstyle", got)


def rdjson(text, findings, folder):
    diagnostics = json.loads(text)["diagnostics"]
    check(len(diagnostics) == len(findings), "rdjson", len(diagnostics))
    for d, f in zip(diagnostics, findings):
        check(d["message"].split("\nhelp: ")[0] == f["message"] and d["location"]["path"] == f["path"], "rdjson", d)
        if f["rule"] == "json/read":
            continue
        with open(os.path.join(folder, f["path"]), "rb") as source:
            lines = source.read().split(b"\n")
        for end, line, column in (("start", f["line"], f["column"]), ("end", f["endLine"], f["endColumn"])):
            place = d["location"]["range"][end]
            before = lines[place["line"] - 1][:place["column"] - 1]
            try:
                count = len(before.decode())
            except UnicodeDecodeError:
                continue  # there each broken byte is a column
            check(place["line"] == line and count + 1 == column, "byte column", d, f)


def concise(text, findings):
    got = text.splitlines()
    check(len(got) == len(findings), "concise", len(got))
    for line, f in zip(got, findings):
        check(line.endswith(f":{f['line']}:{f['column']}: {f['severity']}[{f['rule']}]: {f['message']}"), "concise", line)


def main():
    with tempfile.TemporaryDirectory() as work:
        folder = os.path.join(work, "base")
        make(folder)
        reports = {name: kbc(folder, "--format", name, ".") for name in FORMATS}
        findings = json.loads(reports["json"])["findings"]
        check(len(findings) > 40 and {f["severity"] for f in findings} >= {"error"}, "findings", len(findings))
        check([json.loads(line) for line in reports["jsonl"].splitlines()] == findings, "jsonl")
        concise(reports["concise"], findings)
        sarif(reports["sarif"], findings)
        github(reports["github"], findings)
        gitlab(reports["gitlab"], findings)
        junit(reports["junit"], findings)
        checkstyle(reports["checkstyle"], findings)
        rdjson(reports["rdjson"], findings, folder)
        carets(folder, findings)
        for name, text in reports.items():
            bad = [c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c != "\n" and c != "\ue000"]
            check(not bad, name, "shows a terminal", bad)

        # All at once are the same bytes, whatever the thread count; for services also from a folder below.
        given = itertools.chain.from_iterable(("--output", f"{n}:{work}/{n}") for n in FORMATS)
        kbc(folder, *given, "--jobs", "3", ".")
        for name in FORMATS:
            with open(f"{work}/{name}", encoding="utf-8", newline="") as f:
                check(f.read() == reports[name], "--output", name, "differs from --format")
        for name in ("sarif", "github", "gitlab"):
            below = kbc(f"{folder}/a b", "--format", name, "..")
            below = below.replace("`../", "`")  # messages name files as the operand leads to them
            check(below == reports[name], name, "differs from a folder below")
    sys.exit(1 if failures else 0)


main()
