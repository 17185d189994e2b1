#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Both readers of the packed index, libkbx and kbx/python/kbx.py, over the same files: kbx_readers.py
KBC SOURCE_DIR BUILD_DIR

They know the same fields and give the same answers to every question about the indexes of the
seeds, of awkward records, of no record and, where it is at hand, of a public knowledge base. Of
damaged files, of files damaged with their checksums made right again, and of files of other
versions, both say the same: refused when opened or verified, and for what reason, or accepted, and
then they answer alike. What the unverified Python reader meets, it says with its own Error.

KBC_FULL=1 tries every truncation and flips every bit of the small ones.
"""
import datetime
import glob
import itertools
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import zlib

KBC, SOURCE, BUILD = (os.path.abspath(p) for p in sys.argv[1:4])
CORPUS = os.environ.get("KBC_CORPUS", os.path.join(SOURCE, "..", "shared", "corpus"))
FULL = bool(os.environ.get("KBC_FULL"))
sys.path[:0] = [os.path.join(SOURCE, "kbx", "python"), os.path.join(SOURCE, "tests")]
import kbx  # noqa: E402 pylint: disable=wrong-import-position
from bases import awkward, compiler  # noqa: E402 pylint: disable=wrong-import-position

problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)
        print("FAIL:", what)


def day(text):
    if text is None:
        return None
    year = int(text[:4]) or 400
    shift = 0 if int(text[:4]) else 146097
    return datetime.date.fromisoformat("%04d%s" % (year, text[4:])).toordinal() - 719163 - shift


def field_answers(entry, field, languages):
    name = field.name[len(kbx.LISTS[field.list][0]) + 1:] if field.list else field.name
    row = [field.name, entry.entry]
    if field.kind == kbx.TEXT:
        row.append(entry.text(name))
        for language in languages:
            text = entry.text(name, language)
            row += [text, int(text.fallback) if text is not None else 0]
    elif field.kind == kbx.RATE:
        rate = entry.rate(name)
        row += [rate.text, rate.value] if rate else [None, 0.0]
    elif field.kind == kbx.COUNT:
        row.append(entry.count(name))
    elif field.kind == kbx.DATE:
        row.append(day(entry.date(name)))
    elif field.kind == kbx.TEXTS:
        row += [len(entry.texts(name)), *entry.texts(name)]
    else:
        row.append(len(entry.entries(name)))
    return row


def record_answers(index, record):
    for field in kbx.FIELDS.values():
        owner = kbx.LISTS[field.list][0] if field.list else None
        for entry in record.entries(owner) if owner else [record]:
            yield field_answers(entry, field, index.languages)
        if field.kind == kbx.LIST and field.number >= 80:
            for edge in record.entries(field.name):
                yield ["target", edge.target.number if edge.target else -1]
    for edge in record.incoming():
        yield ["incoming", edge.record.number, edge.list, edge.entry]
    for t in record.translations():
        field = kbx.BY_NAME[t.field].number if t.field in kbx.BY_NAME else t.field
        yield ["translation", index.languages.index(t.language), field, t.entry, t.text]
    for f in record.findings():
        yield ["finding", kbx.SEVERITIES.index(f.severity), f.line, f.column, f.rule, f.pointer, f.message, f.help]
    yield ["counts", *record.counts, record.quality]
    yield ["source", record.source[1], record.source[0]]
    text = record.json()
    yield ["json", None if text is None else text.decode()]


def found(index, kind, key):
    raw = key.encode()
    capitals = bytes(c - 32 if 97 <= c <= 122 else c for c in raw[:1024])
    for way, text in enumerate((raw, raw[:1], raw[:min(len(raw), 1024) // 2], capitals)):
        got = index.find(kind, text, prefix=way in (1, 2))
        row = ["found", kbx.KEYS[kind], way, len(got)]
        yield row + [got[0][1].number, got[0][0]] if got else row


def answers(index):
    yield ["layout", index.layout, day(index.today), day(index.newest), *index.totals, *index.languages]
    for record in index:
        if index[record.id] != record:
            yield ["not found by its id"]
        yield from found(index, "id", record.id)
        yield from record_answers(index, record)
    for kind in ("code", "number", "alias"):
        for key, _ in index.find(kind, "", prefix=True):
            yield from found(index, kind, key)


def wander(index):
    """Asks a damaged index everything; only kbx.Error may come of it."""
    def tried(iterator):
        try:
            for _ in itertools.islice(iterator, 2000):
                pass
        except kbx.Error:
            pass
    tried(answers(index))
    for record in itertools.islice(index, 4):
        tried(record_answers(index, record))


def judged(data):
    """Statuses of opening and of verifying with the reason, and the index."""
    try:
        index = kbx.open(data)
    except kbx.Error as error:
        return [error.status, error.status], error, None
    try:
        index.verify()
    except kbx.Error as error:
        wander(index)
        return [0, error.status], error, None
    return [0, 0], None, index


class Reader:
    """libkbx by way of its answers."""

    def __init__(self, work):
        self.work, self.program = work, os.path.join(work, "answers")
        library = glob.glob(BUILD + "/**/libkbx.a", recursive=True)[0]
        subprocess.run([*compiler(BUILD), "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1", "-I" + SOURCE,
                        os.path.join(SOURCE, "tests", "robustness", "kbx_answers.c"), library, "-lz", "-lpcre2-8", "-lm",
                        "-o", self.program], check=True)

    def run(self, *args):
        got = subprocess.run([self.program, *args], capture_output=True, check=False)
        expect(got.returncode == 0, f"libkbx ended with {got.returncode}: {got.stderr[-800:]!r}")
        lines = [json.loads(line) for line in got.stdout.decode().split("\n") if line]
        for line in lines:
            if len(line) == 4 and isinstance(line[3], str) and line[3].startswith(("0x", "-0x")) and line[0] in kbx.BY_NAME:
                if kbx.BY_NAME[line[0]].kind == kbx.RATE:
                    line[3] = float.fromhex(line[3])
        return lines, got.stderr.decode().split("\n")

    def compare(self, what, files):
        """Holds both readers' verdicts and answers together; returns how many files both took."""
        files, took = iter(files), 0
        while some := list(itertools.islice(files, 500)):
            took += self.compare_some(what, some)
        return took

    def compare_some(self, what, files):
        paths = []
        for i, data in enumerate(files):
            paths.append(os.path.join(self.work, f"file-{i}.kbx"))
            with open(paths[-1], "wb") as f:
                f.write(data)
        lines, reasons = self.run(*paths)
        for path in paths:
            os.remove(path)  # to write over a file is slow where its system wants no data lost
        took, at = 0, 0
        for i, data in enumerate(files):
            verdict, reason, index = judged(data)
            end = next((n for n in range(at + 1, len(lines)) if lines[n][0] == "file"), len(lines))
            theirs = lines[at:end]
            at = end
            expect(theirs and theirs[0] == ["file", *verdict],
                   f"{what} {i}: libkbx says {theirs[:1]} ({reasons[i]}), Python {verdict} ({reason})")
            if index is None:
                continue
            took += 1
            for ours, other in itertools.zip_longest(answers(index), theirs[1:]):
                if ours != other:
                    expect(False, f"{what} {i}: Python answers {ours!r}, libkbx {other!r}")
                    break
        return took


def entries(data):
    size, count, entry = struct.unpack_from("<I8xII", data, 12)
    return [size + i * entry for i in range(min(count, len(data) // 40))]  # a damaged count may be anything


def resealed(data):
    """All checksums made right for the bytes as they are."""
    data = bytearray(data)
    places = entries(data)
    for at in places:
        start, length = struct.unpack_from("<QQ", data, at + 8)
        if start <= len(data) and length <= len(data) - start:
            struct.pack_into("<I", data, at + 32, zlib.crc32(data[start:start + length]))
    struct.pack_into("<I", data, 60, 0)
    struct.pack_into("<I", data, 60, zlib.crc32(data[:places[-1] + 40]))
    return bytes(data)


def remade(data, major=1, minor=0, header=64, entry=40, element=0, extra=(), order=None):
    """The same sections in a file of another version: sizes of the header and of entries, bytes more an
    element, sections more as (tag, flags, bytes, element)."""
    rows = []
    for at in entries(data):
        tag, flags, start, length, size, count = struct.unpack_from("<4sIQQII", data, at)
        body = data[start:start + length]
        if size and element:
            body = b"".join(body[i * size:i * size + size] + b"\xEE" * element for i in range(count))
            size += element
        rows.append((tag, flags, body, size))
    rows += extra
    rows = [rows[i] for i in order(len(rows))] if order else rows
    head, out = bytearray(header + entry * len(rows)), b""
    at = len(head)
    for i, (tag, flags, body, size) in enumerate(rows):
        pad = -at % 64
        out += bytes(pad) + body
        struct.pack_into("<4sIQQIII", head, header + i * entry, tag, flags, at + pad, len(body), size,
                         len(body) // size if size else 0, zlib.crc32(body))
        at += pad + len(body)
    struct.pack_into("<8sHHIQIIQ", head, 0, b"\x89KBX\r\n\x1a\n", major, minor, header, at, len(rows), entry, header)
    struct.pack_into("<I", head, 60, zlib.crc32(head))
    return bytes(head) + out


def versions(data):
    """Files of other versions: those to be accepted, and those not."""
    swap = lambda a, b: lambda n: [b if i == a else a if i == b else i for i in range(n)]  # noqa: E731
    good = [remade(data), remade(data, minor=1), remade(data, minor=7, header=96, entry=56, element=4),
            remade(data, minor=1, element=1, extra=[(b"NEW!", 0, b"abc", 3), (b"MORE", 0, b"", 0)]),
            remade(data, extra=[(b"NEW!", 0, b"abc", 3)]), remade(data, minor=65535, header=65, entry=41, element=3),
            remade(data, order=swap(3, 9)), remade(data, order=lambda n: list(range(n))[::-1])]
    bad = [remade(data, major=2), remade(data, major=0), remade(data, major=2, minor=3, header=1000),
           remade(data, extra=[(b"NEW!", 1, b"abc", 3)]), remade(data, minor=1, extra=[(b"NEW!", 1, b"", 0)]),
           remade(data, extra=[(b"NEW!", 2, b"abc", 3)]), remade(data, extra=[(b"META", 1, bytes(40), 40)]),
           remade(data, order=lambda n: range(n - 1)), remade(data, header=72)[:64], remade(data, element=0) + b"\0"]
    return good, bad


def damaged(data, every):
    """Cut off, or with a bit flipped."""
    full = FULL and len(data) < 8000
    yield from (data[:n] for n in (range(len(data)) if full else every.sample(range(len(data)), 60)))
    for bit in range(len(data) * 8) if full else every.sample(range(len(data) * 8), 150):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        yield bytes(flipped)


def hostile(data, every, count):
    """Whole by its checksums, wrong by what it says: bits and words anywhere, each section alike."""
    words = [0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, 0x10000000, 0xFFF00000]
    places = [struct.unpack_from("<QQ", data, at + 8) for at in entries(data)]
    places = [(0, entries(data)[-1] + 40)] + [p for p in places if p[1]]
    for _ in range(count):
        changed = bytearray(data)
        start, length = every.choice(places)
        at = start + every.randrange(length)
        if every.random() < 0.5:
            changed[at] ^= 1 << every.randrange(8)
        elif every.random() < 0.5:
            at = min(start + (at - start) // 4 * 4, len(data) - 4)
            struct.pack_into("<I", changed, at, every.choice(words))
        else:  # a neighbour: off by a little
            changed[at] = (changed[at] + every.choice((1, 255, 2, 254))) % 256
        if not 60 <= at < 64:
            try:
                yield resealed(changed)
            except (struct.error, IndexError):  # no directory
                yield bytes(changed)


def build(folder, schema, out):
    subprocess.run([KBC, "build", folder, "--schema", schema, "-o", out, "--emit", "kbx", "-q"], check=True)
    with open(os.path.join(out, "kb.kbx"), "rb") as f:
        return f.read()


def small(folder):
    """Two short records that have one of everything, to be damaged."""
    with open(os.path.join(SOURCE, "seeds", "cuda", "cuda-error-driver-unloading.json"), encoding="utf-8") as f:
        seed = json.load(f)
    for name, other in (("a", "b"), ("b", "a")):
        record = dict(seed, id="cuda/" + name, root_cause="cause " + name, aliases=["Alias", name])
        record["transition_graph"] = {"leads_to": [{"id": "cuda/" + other, "probability": 0.5}], "preceded_by": ["cuda/none"]}
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as f:
            json.dump(record, f)


def replaced(data, other, work):
    """A file that another is renamed over keeps serving what it was, for both readers."""
    path = os.path.join(work, "live.kbx")
    with open(path, "wb") as f:
        f.write(data)
    with kbx.open(path) as index:
        before = list(answers(index))
        with open(path + ".new", "wb") as f:
            f.write(other)
        os.rename(path + ".new", path)
        index.verify()
        expect(list(answers(index)) == before, "an open index changed when another file took its place")
        with kbx.open(path) as now:
            expect(len(now) != len(index), "the new file is not served")


def odd_sources(work):
    for path, kind in ((work, OSError), (os.path.join(work, "none"), FileNotFoundError), (os.devnull, OSError)):
        try:
            kbx.open(path)
            expect(False, f"{path} was opened")
        except kind:
            pass
    fifo = os.path.join(work, "fifo")
    os.mkfifo(fifo)
    try:
        kbx.open(fifo)
        expect(False, "a FIFO was opened")
    except OSError:
        pass
    empty = os.path.join(work, "nothing")
    with open(empty, "wb"):
        pass
    try:
        kbx.open(empty)
        expect(False, "an empty file was opened")
    except kbx.Error as error:
        expect(error.status == kbx.CORRUPT, f"an empty file: {error}")


def folded_to_half_a_character(data):
    changed = bytearray(data)
    fold = list(kbx.SECTIONS).index("FOLD")
    start, = struct.unpack_from("<Q", data, entries(data)[fold] + 8)
    struct.pack_into("<i", changed, start + 8, 0xDC00 - ord("A"))
    try:
        kbx.open(resealed(changed)).find("code", "A")
        expect(False, "a fold to half a character goes unnoticed")
    except kbx.Error as error:
        expect(error.status == kbx.CORRUPT, f"a fold to half a character: {error}")


def main():
    os.environ["SOURCE_DATE_EPOCH"] = "1795219200"
    every = random.Random(20)
    with tempfile.TemporaryDirectory() as work:
        reader = Reader(work)
        rows = [[f.number, f.name, f.kind, f.list] for f in kbx.FIELDS.values()]
        expect(reader.run("--fields")[0] == rows, "the readers do not know the same fields")
        folders = {name: os.path.join(work, name) for name in ("empty", "awkward", "small")}
        for folder in folders.values():
            os.mkdir(folder)
        with open(os.path.join(folders["empty"], "none.json"), "w", encoding="utf-8") as f:
            f.write("[]")
        awkward(SOURCE, folders["awkward"])
        small(folders["small"])
        sources = {"seeds": (os.path.join(SOURCE, "seeds"), "error-record")}
        sources.update({name: (folder, "error-record") for name, folder in folders.items()})
        if os.path.isdir(os.path.join(CORPUS, "errorcanon")):
            sources["corpus"] = (os.path.join(CORPUS, "errorcanon"), "errorcanon")
        good = {name: build(*source, os.path.join(work, name + ".out")) for name, source in sources.items()}
        for name, data in good.items():
            expect(reader.compare(name, [data]) == 1, f"{name}: not accepted")
        for name in ("seeds", "small", "empty"):
            fine, bad = versions(good[name])
            expect(reader.compare(name + ", other versions", fine) == len(fine), f"{name}: a version to be read is not")
            expect(reader.compare(name + ", versions to refuse", bad) == 0, f"{name}: a version to be refused is not")
            expect(reader.compare(name + ", damaged", damaged(good[name], every)) == 0, f"{name}: damage goes unnoticed")
        tried = took = 0
        for data in [good["small"]] * (40 if FULL else 6) + [good["empty"], good["seeds"]]:
            files = list(hostile(data, every, 250))
            tried, took = tried + len(files), took + reader.compare("hostile", files)
        print(f"{tried} files with right checksums and wrong contents, {took} of them harmless to both")
        expect(tried // 20 < took < tried // 2, "the sample is one-sided")
        replaced(good["small"], good["empty"], work)
        odd_sources(work)
        folded_to_half_a_character(good["small"])
    print(f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


main()
