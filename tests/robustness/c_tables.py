#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The C tables against the source: c_tables.py KBC SOURCE_DIR BUILD_DIR

Builds the tables of the seeds, of records made to be awkward, of no record at all and, where it
is at hand ($KBC_CORPUS or ../shared/corpus), of a public knowledge base. Each must compile as C99
and C++ with gcc and clang with every warning an error, in little time and memory, must hold no
relocations and nothing to initialise, and a program that looks up every record by its id and by
its error code must find, field for field and byte for byte, what the JSON says.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from bases import awkward  # pylint: disable=wrong-import-position

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
CORPUS = os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus"))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
COMPILERS = {
    "gcc": ["gcc", "-std=c99"],
    "clang": ["clang", "-std=c99"],
    "g++": ["g++", "-x", "c++", "-std=c++11"],
    "clang++": ["clang++", "-x", "c++", "-std=c++11"],
}
MAX_SECONDS, MAX_MB = 5, 200  # of each compiler, promised for 2,013 records
NEEDS = ["gcc", "g++", "clang", "clang++", "readelf"]
EDGES = ["leads_to", "preceded_by", "confused_with"]


failures = []


def fail(what):
    failures.append(what)
    print("FAIL:", what)


class Number(str):
    """A JSON number as it was written."""


def measured(command, **options):
    """Runs it; (status, output, CPU seconds, wall seconds, peak MB), its children included."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, **options)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode(errors="replace")
    return (child.returncode, text, usage.ru_utime + usage.ru_stime, time.monotonic() - start,
            usage.ru_maxrss / 1024)


def follow(value, keys):
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def keys_of(pointer):
    return [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]


def put(out, path, value):
    """One expected field, by the type that the JSON value has."""
    if isinstance(value, Number):
        if path.endswith("evidence_count"):
            out[path] = value
        else:
            out[path] = value
            out[path + ".value"] = "%.17g" % float(value)
    elif isinstance(value, str):
        out[path] = value
    elif isinstance(value, list):
        out[path + ".count"] = "%d" % len(value)
        for i, item in enumerate(value):
            if isinstance(item, str):
                out["%s[%d]" % (path, i)] = item


DATES = ("first_seen", "last_confirmed", "last_updated")


def expected(record, layout, ids):
    """What the tables must say of a record: path to text."""
    fields = layout["fields"]
    out = {"%s.count" % name: "0" for name in
           ["tags", "aliases", "version", "os_specific", "dead_end", "workaround"] + EDGES}
    for name in ("dead_end", "workaround"):
        entries = follow(record, keys_of(fields[name])[:-1])
        for i in range(len(entries or [])):
            out["%s[%d].sources.count" % (name, i)] = "0"
    lists = [name for name in fields if "%s." % name in " ".join("%s " % f for f in fields)
             and fields[name].endswith("/*")]
    for name, pointer in fields.items():
        owner = name.split(".")[0]
        if owner not in lists:
            put(out, name, follow(record, keys_of(pointer)))
            continue
        if name == owner:
            continue
        base = keys_of(fields[owner])[:-1]
        rest = keys_of(pointer)[len(base) + 1:]
        entries = follow(record, base)
        if isinstance(entries, dict):
            for i, key in enumerate(entries):
                out["%s[%d].name" % (owner, i)] = key
            entries = list(entries.values())
        out[owner + ".count"] = "%d" % len(entries or [])
        member = name.split(".")[1]
        first = next(n for n in fields if n.startswith(owner + ".")) == name
        for i, entry in enumerate(entries or []):
            value = follow(entry, rest) if isinstance(entry, dict) or not rest else \
                entry if first else None
            put(out, "%s[%d].%s" % (owner, i, member), value)
            if member == "id" and value in ids:
                out["%s[%d].target" % (owner, i)] = value
    for language, texts in layout.get("translations", {}).items():
        for name, pointer in texts.items():
            keys = keys_of(pointer)
            if "*" not in keys:
                value = follow(record, keys)
                if isinstance(value, str):
                    out["%s.%s[0]" % (language, name)] = value
                continue
            star = keys.index("*")
            for i, item in enumerate(follow(record, keys[:star]) or []):
                value = follow(item, keys[star + 1:]) if keys[star + 1:] else item
                if isinstance(value, str):
                    out["%s.%s[%d]" % (language, name, i)] = value
    out["verdict"] = out.get("resolvable") if out.get("resolvable") in (
        "true", "partial", "false") else "other"
    return out


def code_keys(code):
    """The text, and name and number where it reads "name (number)"."""
    keys = [code] if code else []
    found = re.fullmatch(r"([^ (]+) \(([0-9]+)\)", code or "")
    return list(dict.fromkeys(keys + list(found.groups() if found else [])))


def numbers(value):
    """Turns plain Python numbers of made records into what json.loads gives here."""
    return json.loads(json.dumps(value), parse_float=Number, parse_int=Number)


def load(folder):
    records = []
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith(".json"):
                with open(os.path.join(place, name), encoding="utf-8") as f:
                    value = json.load(f, parse_float=Number, parse_int=Number)
                    records.extend(value if isinstance(value, list) else [value])
    return records


def ask(consumer, what, keys, work):
    path = os.path.join(work, what)
    with open(path, "wb") as f:
        for key in keys:
            f.write(key.encode() + b"\0")
    got = subprocess.run([consumer, what, path], capture_output=True, timeout=300)
    if got.returncode != 0:
        fail("consumer %s ends with %d" % (what, got.returncode))
        return 0, []
    head, _, rest = got.stdout.partition(b"\0\0")
    answers, open_items = [], []
    for item in rest.split(b"\0")[:-1]:
        if item:
            open_items.append(item)
        else:
            answers.append(open_items)
            open_items = []
    return int(head.split(b"=")[1]), answers


def problems(folder, schema):
    """The findings of each record, as the tables show them; those of severity info apart."""
    got = subprocess.run([KBC, "check", folder, "--schema", schema, "--format", "json"],
                         capture_output=True, timeout=300)
    found = {}
    for f in json.loads(got.stdout)["findings"]:
        line = "%s %s %s: %s" % (f["severity"], f["rule"], f["pointer"], f["message"])
        found.setdefault(f["record"], set()).add(line.encode())
    return found


def compare(name, consumer, folder, schema, work):
    with open(os.path.join(SOURCE, "schema", schema + ".schema.json"), encoding="utf-8") as f:
        layout = json.load(f)["x-kb"]
    records = load(folder)
    ids = [record["id"] for record in records]
    known = set(ids)
    count, answers = ask(consumer, "ids", ids + ["", "zzz/none", ids[0] + "x" if ids else "x"],
                         work)
    if count != len(ids) or len(answers) != len(ids) + 3 or any(answers[len(ids):]):
        fail("%s: %d records, %d answers for %d ids" % (name, count, len(answers), len(ids)))
        return
    shown = problems(folder, schema)
    for record, answer in zip(records, answers):
        want = {k.encode(): v.encode() for k, v in expected(record, layout, known).items()}
        got = dict(item.split(b"=", 1) for item in answer if not item.startswith(b"problem="))
        for path in sorted(set(want) | set(got)):
            if want.get(path) != got.get(path):
                fail("%s: %s: %s is %r, source says %r" % (name, record["id"], path.decode(),
                                                           got.get(path), want.get(path)))
        flagged = {item[8:] for item in answer if item.startswith(b"problem=")}
        all_found = shown.get(record["id"], set())
        due = {f for f in all_found if not f.startswith(b"info ")}
        if not due <= flagged or not flagged <= all_found:
            fail("%s: %s: problems differ: %r" % (name, record["id"], flagged ^ due))
    codes = {}
    field = keys_of(layout["fields"].get("error_code", "/-"))
    for record in records:
        for key in code_keys(follow(record, field)):
            codes.setdefault(key, []).append(record["id"])
    keys = list(codes) + ["", "no such code"]
    _, answers = ask(consumer, "codes", keys, work)
    for key, answer in zip(keys, answers):
        want = sorted(i.encode() for i in codes.get(key, []))
        if answer != want:
            fail("%s: code %r gives %r, not %r" % (name, key, answer, want))
    print("%s: %d records, %d codes compared" % (name, len(ids), len(codes)))


def sections(name, obj):
    """No relocations but those of code and unwind tables, nothing writable, nothing to run."""
    out = subprocess.run(["readelf", "-SW", obj], capture_output=True, text=True, check=True).stdout
    for number, section, kind, size in re.findall(
            r"\[ *(\d+)\] (\S+) +([A-Z_]+) +[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)", out):
        if kind in ("RELA", "REL") and not re.match(r"\.rela?\.(text|eh_frame|debug)", section):
            fail("%s: section %s %s has relocations" % (name, number, section))
        if re.match(r"\.(data|bss|tdata|tbss|init_array|ctors)", section) and int(size, 16):
            fail("%s: section %s has %d bytes" % (name, section, int(size, 16)))


def compile_all(name, folder, work):
    """All four compilers, then the object files; gives the consumers of C and C++."""
    consumer = os.path.join(os.path.dirname(os.path.abspath(__file__)), "c_consumer.c")
    programs = []
    for compiler, command in COMPILERS.items():
        for level in ("-O2", "-O0") if compiler == "gcc" else ("-O2",):
            obj = os.path.join(work, "kb-%s%s.o" % (compiler, level))
            status, text, cpu, wall, mb = measured(
                command + WARNINGS + [level, "-fPIC", "-c", os.path.join(folder, "kb.c"), "-o",
                                      obj])
            print("%s: %s %s: %.2f s CPU, %.2f s, %.0f MB" % (name, compiler, level, cpu, wall, mb))
            if status != 0:
                fail("%s: %s: %s" % (name, compiler, text[:2000]))
                continue
            sections("%s: %s %s" % (name, compiler, level), obj)
            # CPU time, since the machine may have other work.
            if cpu > MAX_SECONDS or mb > MAX_MB:
                fail("%s: compiling takes %.2f s and %.0f MB" % (name, cpu, mb))
            if level == "-O2" and compiler in ("gcc", "clang++"):
                program = os.path.join(work, "consumer-" + compiler)
                made = measured(command + WARNINGS + ["-O1", "-I", folder, consumer, "-x", "none",
                                                      obj, "-o", program])
                if made[0] != 0:
                    fail("%s: consumer: %s" % (name, made[1][:2000]))
                else:
                    programs.append(program)
    return programs


def run(name, folder, schema):
    with tempfile.TemporaryDirectory() as work:
        out = os.path.join(work, "out")
        got = subprocess.run([KBC, "build", folder, "--schema", schema, "-o", out, "--emit", "c"],
                             capture_output=True, text=True, timeout=300)
        if got.returncode != 0:
            fail("%s: build ends with %d: %s" % (name, got.returncode, got.stderr))
            return
        files = sorted(os.listdir(os.path.join(out, "c")))
        if files != ["kb.c", "kb.h"]:
            fail("%s: wrote %s" % (name, files))
        for program in compile_all(name, os.path.join(out, "c"), work):
            compare(name, program, folder, schema, work)


def main():
    missing = [tool for tool in NEEDS if not shutil.which(tool)]
    if missing:
        print("skipped: no", ", ".join(missing))
        sys.exit(77)
    os.environ["SOURCE_DATE_EPOCH"] = "1795219200"  # check and build judge ages by the same day
    run("seeds", os.path.join(SOURCE, "seeds"), "error-record")
    with tempfile.TemporaryDirectory() as made:
        nothing = os.path.join(made, "none.json")
        with open(nothing, "w", encoding="utf-8") as f:
            f.write("[]")
        run("empty", made, "error-record")
        os.remove(nothing)
        awkward(SOURCE, made)
        run("awkward", made, "error-record")
    if os.path.isdir(os.path.join(CORPUS, "errorcanon")):
        run("errorcanon", os.path.join(CORPUS, "errorcanon"), "errorcanon")
    else:
        print("the corpus is not at hand: not compared")
    print("%d failures" % len(failures))
    sys.exit(1 if failures else 0)


main()
