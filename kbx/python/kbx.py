# SPDX-License-Identifier: MIT
"""Reads the packed index of a knowledge base of error records (docs/index-format.md): a second
reader beside libkbx, with nothing but the standard library.

    with kbx.open("kb.kbx", verify=True) as index:
        record = index["cuda/out-of-memory"]
        print(record.text("root_cause", "zh"))
        for dead_end in record.entries("dead_end"):
            print(dead_end.text("action"), dead_end.rate("fail_rate"))

Fields have the names of the specification; within an entry the name of its list is left out. Every
place is held against the bytes that are there, so a damaged file gives an Error or a wrong answer,
and after verify() only right ones. An index never changes and may be used by many threads.
"""
import bisect
import collections
import datetime
import functools
import itertools
import math
import mmap
import os
import stat
import struct
import zlib

MAJOR, MINOR, NONE = 1, 0, 0xFFFFFFFF
FOREIGN, VERSION, CORRUPT, MISSING, ARGUMENT = 2, 3, 4, 6, 8  # Error.status, as enum kbx_status has them
KEYS = {"id": 1, "code": 2, "number": 3, "alias": 4}
SEVERITIES = ("info", "warning", "error")
QUALITIES = {0: "id", 1: "date", 2: "rate", 3: "evidence", 4: "regex", 5: "text", 6: "i18n", 7: "graph", 8: "url",
             9: "fact", 10: "suppress", 31: "other"}
# Sections and the sizes of their elements, 0 for plain bytes.
SECTIONS = dict(META=40, LANG=8, FOLD=12, HASH=4, KEYS=16, RECS=328, VERS=48, OSNT=16, DEAD=48, WORK=56, EDGE=40,
                BACK=8, TXTS=8, TRAN=16, FIND=48, REGX=12, WAYS=8, LITS=8, TBLK=8, TERM=0, POST=0, SUMS=4, STRS=0, DICT=0, JSON=0)
FLAGGED = ("META", "RECS", "STRS")
TEXT, RATE, COUNT, DATE, TEXTS, LIST = range(1, 7)
# What else stands in elements, for verify(): section, kind, offset. PRESENT is a TEXT that is not absent.
PRESENT = 7
MEMBERS = [("META", PRESENT, 0), ("META", DATE, 8), ("META", DATE, 12), ("LANG", PRESENT, 0), ("TXTS", PRESENT, 0),
           ("KEYS", PRESENT, 0), ("TRAN", PRESENT, 8), ("FIND", PRESENT, 0), ("FIND", PRESENT, 8), ("FIND", PRESENT, 16),
           ("FIND", TEXT, 24), ("RECS", PRESENT, 0), ("RECS", TEXT, 296)]
SIZES = {TEXT: 8, RATE: 16, COUNT: 8, DATE: 4, TEXTS: 8, LIST: 8}
LISTS = {40: ("version", "VERS"), 50: ("os_specific", "OSNT"), 60: ("dead_end", "DEAD"), 70: ("workaround", "WORK"),
         80: ("leads_to", "EDGE"), 90: ("preceded_by", "EDGE"), 100: ("confused_with", "EDGE")}
# Runs of fields with successive numbers and offsets: first number, kind, list, first offset, names.
RUNS = [(1, TEXT, 0, 0, "id domain category subcategory signature regex error_code root_cause root_cause_type doc_url "
         "doc_section resolvable verification_tier locale environment.runtime environment.version_range environment.os"),
        (18, RATE, 0, 136, "confidence fix_success_rate"), (20, COUNT, 0, 168, "evidence_count"),
        (21, DATE, 0, 176, "first_seen last_confirmed last_updated"), (24, TEXTS, 0, 192, "tags aliases"),
        (41, TEXT, 40, 0, "version introduced deprecated removed behavior_change status"), (51, TEXT, 50, 0, "text name"),
        (61, TEXT, 60, 0, "action why_fails"), (63, RATE, 60, 16, "fail_rate"), (64, TEXT, 60, 32, "condition"),
        (65, TEXTS, 60, 40, "sources"), (71, TEXT, 70, 0, "action how"), (73, RATE, 70, 16, "success_rate"),
        (74, TEXT, 70, 32, "tradeoff condition"), (76, TEXTS, 70, 48, "sources")]
RUNS += [(number, LIST, 0, 208 + 8 * i, LISTS[number][0]) for i, number in enumerate(LISTS)]
for _edge in (80, 90, 100):
    RUNS += [(_edge + 1, TEXT, _edge, 0, "id"), (_edge + 2, RATE, _edge, 8, "probability"), (_edge + 3, TEXT, _edge, 24, "note")]

Field = collections.namedtuple("Field", "number name kind list section offset")
FIELDS = {field.number: field for field in sorted(
    Field(number + i, f"{LISTS[of][0]}.{name}" if of else name, kind, of, LISTS[of][1] if of else "RECS", at + i * SIZES[kind])
    for number, kind, of, at, names in RUNS for i, name in enumerate(names.split()))}
BY_NAME = {field.name: field for field in FIELDS.values()}
Rate = collections.namedtuple("Rate", "value text")
Translation = collections.namedtuple("Translation", "language field entry text")
Finding = collections.namedtuple("Finding", "rule pointer message help severity line column")
Section = collections.namedtuple("Section", "start end size count crc")


class Error(Exception):
    """What is wrong with a file or a question; `status` is FOREIGN (no packed index), VERSION (of one that this
    reader does not know), CORRUPT, MISSING (no such record) or ARGUMENT (no such field, or of another kind). A file
    that cannot be read is an OSError."""

    def __init__(self, status, text, section=None, offset=None):
        place = [section] * (section is not None) + [f"byte {offset}"] * (offset is not None)
        super().__init__(": ".join([", ".join(place), text] if place else [text]))
        self.status, self.section, self.offset = status, section, offset


class Text(str):
    """A text; `fallback` says that the language asked for has none, and this is the base's."""
    fallback = False


def open(source, verify=False):  # pylint: disable=redefined-builtin
    """An Index of a path (mapped) or of bytes; with `verify` checked in full."""
    if not isinstance(source, (bytes, bytearray, memoryview)):
        fd = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise OSError(f"{source}: not a regular file")
            source = mmap.mmap(fd, 0, access=mmap.ACCESS_READ) if os.fstat(fd).st_size else b""
        finally:
            os.close(fd)
    index = Index(source if isinstance(source, mmap.mmap) else bytes(source))
    if verify:
        index.verify()
    return index


class Index:
    """An open index: iterates over its records; index[id] is one of them, and code, alias and find look for others."""

    def __init__(self, data):
        self._data, self._sections, self._every = data, {}, []
        self._open()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Unmaps the file; texts that were handed out stay."""
        if isinstance(self._data, mmap.mmap):
            self._data.close()

    def _open(self):
        data, magic = self._data, b"\x89KBX\r\n\x1a\n"
        must(len(data) > 0, "the file is empty")
        if data[:8] != magic[:len(data)]:
            raise Error(FOREIGN, "not a packed index (or one damaged at its start)")
        must(len(data) >= 64, "cut off within the header")
        major, minor, header, size, count, entry, directory = struct.unpack_from("<HHIQIIQ", data, 8)
        self.version, self._known = (major, minor), minor <= MINOR
        if major != MAJOR:
            raise Error(VERSION, f"the index has version {major}.{minor}, this program reads {MAJOR}.{MINOR}: rebuild it")
        must(size == len(data), f"the header says {size} bytes, the file has {len(data)}")
        must(64 <= header <= size and directory == header, "impossible header size")
        must(entry >= 40 and count <= (size - header) // entry, "impossible directory")
        end = header + count * entry
        must(zlib.crc32(data[64:end], zlib.crc32(data[:60] + bytes(4))) == self._u32(60),
             "header and directory do not have their checksum")
        must(not self._known or not any(data[40:60]), "reserved bytes are not zero")
        for at in range(header, end, entry):
            tag, flags, start, length, size, count, crc, zero = struct.unpack_from("<4sIQQIIII", data, at)
            tag = tag.decode("latin-1")
            must(start == (end + 63) // 64 * 64 and start <= len(data) and length <= len(data) - start,
                 "a section is not where it must be", tag, at)
            must(not any(data[end:start]), "padding is not zero", tag, end)
            must(size * count == length if size else count == 0, "a length that does not fit the elements", tag, at)
            must(not self._known or zero == 0 and flags <= 1, "reserved bits are not zero", tag, at)
            end = start + length
            self._every.append((tag, Section(start, end, size, count, crc)))
            if tag not in SECTIONS:
                if flags & 1:
                    raise Error(VERSION, f"an index of version {major}.{minor} with a section that must be known", tag, at)
                continue
            must(tag not in self._sections, "a section stands twice", tag, at)
            must(size >= SECTIONS[tag] and (size == 0 or SECTIONS[tag] > 0), "impossible element size", tag, at)
            must(not self._known or flags == (tag in FLAGGED), "impossible flags", tag, at)
            self._sections[tag] = self._every[-1][1]
        must(end == len(data), "bytes that belong to no section")
        for tag in SECTIONS:
            must(tag in self._sections, "a section is missing", tag)
        slots = self._sections["HASH"].count
        must(slots >= 4 and slots & (slots - 1) == 0, "not a power of two of slots", "HASH")
        must(self._sections["META"].count == 1, "not one element", "META")
        start, end = self._sections["STRS"][:2]
        must(self._sections["SUMS"].count == (end - start + 16383) // 16384, "not one checksum a block", "SUMS")
        start, end = self._sections["DICT"][:2]
        must(end - start <= 32768, "a dictionary longer than zlib's window", "DICT")

    # Places, each held against the bytes that are there.

    def _get(self, form, at):
        return struct.unpack_from("<" + form, self._data, at)

    def _u32(self, at):
        return self._get("I", at)[0]

    def _bytes(self, tag):
        return self._data[self._sections[tag].start:self._sections[tag].end]

    def _column(self, tag, offset, form):
        """What stands at an offset of every element."""
        behind = self._sections[tag].size - offset - struct.calcsize("<" + form)
        return struct.iter_unpack(f"<{offset}x{form}{behind}x", self._bytes(tag))

    def _at(self, tag, i):
        section = self._sections[tag]
        must(0 <= i < section.count, "an element that is not there", tag, section.start)
        return section.start + i * section.size

    def _range(self, tag, at):
        """Places of the elements of the range that stands at `at`."""
        (first, count), section = self._get("II", at), self._sections[tag]
        must(first <= section.count and count <= section.count - first, "a range that lies outside", tag, at)
        return range(section.start + first * section.size, section.start + (first + count) * section.size, section.size)

    def _raw(self, offset, length):
        """The bytes of a text, or None."""
        pool, start = self._sections["STRS"], self._sections["STRS"].start + offset
        if offset == 0 and length == 0:
            return None
        must(offset > 0 and start < pool.end and length < pool.end - start and self._data[start + length] == 0,
             "a text that lies outside the pool", "STRS", offset)
        return self._data[start:start + length]

    def _text(self, at):
        raw = self._raw(*self._get("II", at))
        try:
            return None if raw is None else Text(raw, "utf-8")
        except UnicodeDecodeError as error:
            raise Error(CORRUPT, "broken UTF-8", "STRS", at) from error

    def _day(self, at):
        """A date as ISO 8601 writes it. (Python's own dates begin with the year 1.)"""
        day = self._get("i", at)[0]
        must(is_day(day), "an impossible date", offset=at)
        if day < -719162:
            return None if day == -2147483648 else "0000" + datetime.date.fromordinal(day + 865260).isoformat()[4:]
        return datetime.date.fromordinal(day + 719163).isoformat()

    # The base.

    @functools.cached_property
    def languages(self):
        """Languages of the translations."""
        return [self._text(self._at("LANG", i)) for i in range(self._sections["LANG"].count)]

    layout = property(lambda self: self._text(self._at("META", 0)), doc="Name of the schema.")
    today = property(lambda self: self._day(self._at("META", 0) + 8), doc="The day ages count from, YYYY-MM-DD or None.")
    newest = property(lambda self: self._day(self._at("META", 0) + 12), doc="The newest date in it, or None.")
    totals = property(lambda self: self._get("III", self._at("META", 0) + 20), doc="Infos, warnings, errors.")

    def __len__(self):
        return self._sections["RECS"].count

    def __iter__(self):
        return (Record(self, i) for i in range(len(self)))

    def record(self, number):
        """The record of a number, from 0, in the order of their ids."""
        if not 0 <= number < len(self):
            raise Error(MISSING, f"there is no record {number}")
        return Record(self, number)

    def get(self, name, default=None):
        """The record of an id, or the default."""
        wanted, slots = encoded(name), self._sections["HASH"].count
        first = hashed(wanted)
        for i in range(slots):
            number = self._u32(self._at("HASH", first + i & slots - 1))
            if number == NONE:
                return default
            if self._raw(*self._get("II", self._at("RECS", number))) == wanted:
                return Record(self, number)
        raise Error(CORRUPT, "no slot is empty", "HASH")

    def __getitem__(self, name):
        """The record of an id."""
        record = self.get(name)
        if record is None:
            raise Error(MISSING, f"there is no record {name!r}")
        return record

    def __contains__(self, name):
        return self.get(name) is not None

    def find(self, kind, text, prefix=False):
        """Pairs (key, record), sorted, whose key of that kind ("id", "code", "number" or "alias") is the text or, with
        `prefix`, begins with it. Upper and lower case are the same but in ids."""
        if kind not in KEYS:
            raise Error(ARGUMENT, f"there is no kind of keys {kind!r}")
        tag, wanted = "RECS" if kind == "id" else "KEYS", encoded(text)
        keys = range(self._sections[tag].count)
        if tag == "KEYS":
            if len(wanted) > 900:
                return []
            wanted = self.fold(wanted)
            keys = within(keys, KEYS[kind], lambda i: self._u32(self._at(tag, i) + 8))
        cut = len(wanted) if prefix else None
        keys = within(keys, wanted, lambda i: (self._raw(*self._get("II", self._at(tag, i))) or b"")[:cut])
        return [(self._text(self._at(tag, i)),
                 Record(self, self._u32(self._at(tag, i) + 12) if tag == "KEYS" else i)) for i in keys]

    def code(self, text):
        """Records with this error code, by its name or its number."""
        found = {record.number for kind in ("code", "number") for _, record in self.find(kind, text)}
        return [Record(self, number) for number in sorted(found)]

    def alias(self, text):
        """Records with this alias."""
        return [record for _, record in self.find("alias", text)]

    def fold(self, raw):
        """Bytes with their case folded by the table in the file; what is no UTF-8 stays."""
        section = self._sections["FOLD"]
        rows = range(section.start, section.end, section.size)

        def folded(cp):
            row = bisect.bisect_right(rows, cp, key=self._u32) - 1
            first, span, step, by = self._get("IHHi", rows[row]) if row >= 0 else (cp, 0, 1, 0)
            if cp - first > span or step == 2 and (cp - first) % 2:
                by = 0
            must(by == 0 or 0 <= cp + by < 0xD800 or 0xE000 <= cp + by <= 0x10FFFF, "folded to what is no character", "FOLD")
            return chr(cp + by)
        text = raw.decode("utf-8", "surrogateescape")
        return "".join(folded(ord(c)) for c in text).encode("utf-8", "surrogateescape")

    def verify(self):
        """Checks every byte. Raises an Error, or from now on every answer is right."""
        Verifier(self).run()


class Entry:
    """An entry of a list of a record, or the record itself: fields, by their names."""

    def __init__(self, index, record, of, entry, at):
        self._index, self.record, self.list, self.entry, self._place = index, record, of, entry, at

    def _named(self, name):
        return BY_NAME.get(f"{LISTS[self.list][0]}.{name}" if self.list else name)

    def _field(self, name, kind):
        field = self._named(name)
        if field is None or field.kind != kind or field.list != self.list:
            raise Error(ARGUMENT, f"there is no field {name!r} of that kind")
        return self._place + field.offset

    def text(self, name, language=None):
        """The text, or None; in a language that has none the base's, with `fallback` set."""
        index, at = self._index, self._field(name, TEXT)
        if language is not None and language in index.languages:
            wanted = (index.languages.index(language), self._named(name).number, self.entry)
            found = within(index._range("TRAN", self.record._place + 264), wanted, lambda row: index._get("HHI", row))
            if found and index._text(found[0] + 8):
                return index._text(found[0] + 8)
        base = index._text(at)
        if base is not None:
            base.fallback = language is not None
        return base

    def rate(self, name):
        """A Rate, whose value is to compute with and whose text is to show; or None."""
        at = self._field(name, RATE)
        rate = Rate(self._index._get("d", at)[0], self._index._text(at + 8))
        must(math.isfinite(rate.value), "an impossible rate", offset=at)
        return None if rate.text is None else rate

    def count(self, name):
        """A whole number, or None."""
        value = self._index._get("q", self._field(name, COUNT))[0]
        return None if value == -1 << 63 else value

    def date(self, name):
        """A date as YYYY-MM-DD, or None."""
        return self._index._day(self._field(name, DATE))

    def texts(self, name):
        """A list of texts: tags, aliases, sources."""
        return [self._index._text(at) for at in self._index._range("TXTS", self._field(name, TEXTS))]

    @property
    def target(self):
        """The record that an edge leads to; None where the base has none."""
        number = self._index._u32(self._place + 32) if self.list >= 80 else NONE
        return None if number == NONE else Record(self._index, number)


class Record(Entry):
    """A record."""

    def __init__(self, index, number):
        super().__init__(index, self, 0, 0, index._at("RECS", number))
        self.number = number

    def __eq__(self, other):
        return isinstance(other, Record) and (self._index, self.number) == (other._index, other.number)

    def __hash__(self):
        return self.number

    id = property(lambda self: self.text("id"))
    counts = property(lambda self: self._index._get("III", self._place + 308), doc="Findings: infos, warnings, errors.")
    quality = property(lambda self: self._index._u32(self._place + 188), doc="Bits, named by QUALITIES.")
    source = property(lambda self: (self._index._text(self._place + 296), self._index._u32(self._place + 304)),
                      doc="Path of its file, relative to what was compiled, and the line there.")

    def entries(self, name):
        """The entries of a list: version, os_specific, dead_end, workaround, leads_to, preceded_by, confused_with."""
        at, of = self._field(name, LIST), BY_NAME[name].number
        return [Entry(self._index, self, of, i, place) for i, place in enumerate(self._index._range(LISTS[of][1], at))]

    def incoming(self):
        """The edges that lead here: Entries of other records."""
        index = self._index
        for at in index._range("BACK", self._place + 320):
            owner, edge = index._get("II", at)
            place, record = index._at("EDGE", edge), Record(index, owner)
            of = index._u32(place + 36)
            edges = index._range("EDGE", record._field(LISTS[of][0], LIST)) if of in (80, 90, 100) else range(0)
            must(place in edges, "an edge that its record does not have", "BACK", at)
            yield Entry(index, record, of, edges.index(place), place)

    def translations(self):
        """All translated texts; `field` is a name, or a number that this reader has no name for."""
        index = self._index
        for at in index._range("TRAN", self._place + 264):
            language, field, entry = index._get("HHI", at)
            field = FIELDS[field].name if field in FIELDS else field
            yield Translation(index._text(index._at("LANG", language)), field, entry, index._text(at + 8))

    def findings(self):
        """What was found wrong with the record: warnings and errors."""
        index = self._index
        for at in index._range("FIND", self._place + 272):
            severity, line, column = index._get("III", at + 32)
            must(severity < 3, "an impossible finding", "FIND", at)
            yield Finding(*(index._text(at + 8 * i) for i in range(4)), SEVERITIES[severity], line, column)

    def json(self):
        """Its own JSON as bytes; None where the index has none."""
        index, (offset, packed, length) = self._index, self._index._get("QII", self._place + 280)
        start, end = index._sections["JSON"][:2]
        must(offset <= end - start and packed <= end - start - offset and length // 1040 <= packed,
             "JSON that lies outside its section", "JSON", start)
        if packed == 0:
            must(length == 0, "JSON of no bytes", "JSON", start)
            return None
        dictionary = index._bytes("DICT")
        stream = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
        try:
            text = stream.decompress(index._data[start + offset:start + offset + packed], length + 1)
        except zlib.error as error:
            raise Error(CORRUPT, str(error), "JSON", start + offset) from error
        must(len(text) == length and stream.eof and not stream.unused_data, "JSON of another length", "JSON", start + offset)
        return text


def must(holds, text, section=None, offset=None):
    """Raises CORRUPT where something does not hold."""
    if not holds:
        raise Error(CORRUPT, text, section, offset)


def encoded(text):
    """The bytes that a question is about."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def hashed(text):
    """The hash of section HASH."""
    value = len(text)
    for (word,) in struct.iter_unpack("<Q", text + bytes(-len(text) % 8)):
        value = (value ^ word) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
        value ^= value >> 32
    return value & 0xFFFFFFFF


def is_day(day):
    """Whether a date is one, or says that there is none."""
    return day == -2147483648 or -719528 <= day <= 2932896


def within(items, wanted, key):
    """The part of a sorted sequence whose key is the one wanted."""
    first = bisect.bisect_left(items, wanted, key=key)
    return items[first:max(first, bisect.bisect_right(items, wanted, key=key))]


class Verifier:
    """Section 3 of the specification, "To verify". Later steps rely on earlier ones."""

    def __init__(self, index):
        self.index, self.known, self.column = index, index._known, index._column
        self.owners = collections.defaultdict(list)  # of a section's elements: record and number of the list

    def run(self):
        """All of it."""
        for tag, section in self.index._every:
            data = self.index._data[section.start:section.end]
            must(zlib.crc32(data) == section.crc, "not its checksum", tag, section.start)
        self.members()
        self.lists()
        self.lookup()
        self.gate()
        self.terms()
        self.streams()

    def members(self):
        """The pool, and what MEMBERS and FIELDS say of every element."""
        index, pool, texts = self.index, self.index._bytes("STRS"), self.index._sections["TXTS"].count
        must(len(pool) > 1 and pool[0] == 0 == pool[-1], "the pool does not begin and end with a zero byte", "STRS")
        try:
            pool.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Error(CORRUPT, "broken UTF-8", "STRS", error.start) from error

        blocks = (pool[at:at + 16384] for at in range(0, len(pool), 16384))
        must(all(zlib.crc32(block) == crc for block, (crc,) in zip(blocks, self.column("SUMS", 0, "I"))),
             "not the checksum of its texts", "SUMS")

        @functools.cache
        def text(offset, length):
            raw = index._raw(offset, length) or b""
            return b"\0" not in raw and not b"\x80" <= raw[:1] < b"\xC0"
        rules = {TEXT: ("II", text, "a text that begins within a character or runs over its end"),
                 PRESENT: ("II", lambda offset, length: offset > 0 and text(offset, length), "a text is absent or cut"),
                 RATE: ("8sII", lambda bits, offset, length: text(offset, length) and (
                     math.isfinite(struct.unpack("<d", bits)[0]) if offset else bits == bytes(8)), "an impossible rate"),
                 DATE: ("i", is_day, "an impossible date"),
                 TEXTS: ("II", lambda first, count: first <= texts and count <= texts - first, "a range that lies outside")}
        for tag, kind, at in MEMBERS + [(field.section, field.kind, field.offset) for field in FIELDS.values()]:
            if kind in rules:
                form, holds, wrong = rules[kind]
                must(all(itertools.starmap(holds, self.column(tag, at, form))), wrong, tag)
        records, options = next(self.column("META", 16, "I12xI"))
        must(records == len(index), "records are miscounted", "META")
        must(not self.known or options == 31, "unknown options of regexes", "META")

    def lists(self):
        """Ranges of the records, one behind the other; what stands in RECS, TRAN, FIND and EDGE."""
        index, sections, severities = self.index, self.index._sections, collections.Counter()
        tiled = [(tag, number) for number, (_, tag) in LISTS.items()] + [("TRAN", 0), ("FIND", 0), ("BACK", 0)]
        for record, row in enumerate(self.column("RECS", 208, "18I40xII")):
            for (tag, number), first, count in zip(tiled, row[::2], row[1::2]):
                must(first == len(self.owners[tag]) and count <= sections[tag].count - first,
                     "ranges that do not follow one another", tag)
                self.owners[tag] += [(record, number)] * count
        for tag, _ in tiled:
            must(len(self.owners[tag]) == sections[tag].count, "elements that no record has", tag)
        must(rising([index._raw(*place) for place in self.column("RECS", 0, "II")]), "records out of order", "RECS")
        must(rising([(owner, *row) for owner, row in zip(self.owners["TRAN"], self.column("TRAN", 0, "HHI"))]),
             "translations out of order", "TRAN")
        for language, number, _ in self.column("TRAN", 0, "HHI"):
            must(language < sections["LANG"].count, "a language that is not in the file", "TRAN")
            must(FIELDS[number].kind == TEXT if number in FIELDS else not self.known, "a translation of no text", "TRAN")
        for (record, _), (severity, zero) in zip(self.owners["FIND"], self.column("FIND", 32, "I8xI")):
            must(severity in (1, 2) and (zero == 0 or not self.known), "an impossible finding", "FIND")
            severities[record, severity] += 1
        counts = list(self.column("RECS", 308, "III"))
        must(all(row[1:] == (severities[i, 1], severities[i, 2]) for i, row in enumerate(counts)),
             "findings are miscounted", "RECS")
        must(index.totals == tuple(sum(row[i] for row in counts) for i in range(3)), "findings are miscounted", "META")
        must([kind for kind, in self.column("EDGE", 36, "I")] == [number for _, number in self.owners["EDGE"]],
             "an edge of another kind", "EDGE")

    def lookup(self):
        """HASH, FOLD, KEYS, and edges there and back."""
        index, records, end = self.index, len(self.index), 0
        ids = {index._raw(*place): i for i, place in enumerate(self.column("RECS", 0, "II"))}
        used = sum(number != NONE for number, in self.column("HASH", 0, "I"))
        must(used == records and index._sections["HASH"].count >= 2 * used, "not one slot a record", "HASH")
        must(all(index.get(raw) == Record(index, i) for raw, i in ids.items()), "a record not found by its id", "HASH")
        must(next(self.column("FOLD", 0, "IHHi"), None) == (65, 25, 1, 32), "the first row is not A to Z", "FOLD")
        for first, span, step, by in self.column("FOLD", 0, "IHHi"):
            must(first >= end and first + span <= 0x10FFFF and step in (1, 2), "an impossible row", "FOLD")
            end = first + span + 1
            for cp in range(first, end, step):
                to = cp + by
                must(0 <= to <= 0x10FFFF and not 0xD800 <= to < 0xE000 and not 0xD800 <= cp < 0xE000 and
                     len(chr(to).encode()) <= len(chr(cp).encode()) * 3 // 2, "an impossible row", "FOLD")
        keys = [(kind, index._raw(at, length), record) for at, length, kind, record in self.column("KEYS", 0, "IIII")]
        must(rising(keys), "keys out of order", "KEYS")
        must(all(record < records and kind > 1 and (kind < 5 or not self.known) for kind, _, record in keys),
             "a key of no record, or of an unknown kind", "KEYS")
        edges = [(index._raw(at, length), target) for at, length, target in self.column("EDGE", 0, "II24xI")]
        must(all(ids.get(raw, NONE) == target for raw, target in edges), "a target that has another id", "EDGE")
        back = sorted((target, edge) for edge, (_, target) in enumerate(edges) if target != NONE)
        must([record for record, _ in self.owners["BACK"]] == [target for target, _ in back] and
             list(self.column("BACK", 0, "II")) == [(self.owners["EDGE"][edge][0], edge) for _, edge in back],
             "not every edge once, at the record that it leads to", "BACK")

    def gate(self):
        """REGX, WAYS, LITS."""
        regexes, ways = list(self.column("REGX", 0, "III")), list(self.column("WAYS", 0, "II"))
        literals, pool = list(self.column("LITS", 0, "IBBBB")), self.index._bytes("STRS")
        have = {record for record, place in enumerate(self.column("RECS", 40, "II")) if place != (0, 0)}
        order = [record for record, _, _ in regexes]
        must(have.issuperset(order) and rising(order), "no regex, or out of order", "REGX")
        must(not self.known or all(flags < 2 for _, flags, _ in regexes), "reserved bits are not zero", "REGX")
        starts = [first for _, _, first in regexes] + [len(ways)]
        must(starts[0] == 0 and starts == sorted(starts), "ways out of order", "REGX")
        owners = [regex for regex, (a, b) in enumerate(itertools.pairwise(starts)) for _ in range(b - a)]
        must([regex for regex, _ in ways] == owners, "a way of another regex", "WAYS")
        starts = [first for _, first in ways] + [len(literals)]
        must(starts[0] == 0 and rising(starts), "literals out of order", "WAYS")
        must(all(literals[end - 1][3] & 1 for end in starts[1:]), "a way that ends within a set", "LITS")
        for offset, length, gram, flags, zero in literals:
            text = pool[offset:offset + length]
            must(1 <= length <= 64 and 0 < offset and len(text) == length and 0 not in text and
                 b"A" not in (text[:1], text[-1:]) and gram <= max(0, len(text.split(b"A")[0]) - 4) and
                 (not self.known or flags < 2 and zero == 0), "an impossible literal", "LITS")

    def terms(self):
        """TBLK, TERM, POST."""
        index = self.index
        blocks, data, postings = list(self.column("TBLK", 0, "II")), index._bytes("TERM"), index._bytes("POST")
        count, at, start, term = index._u32(index._at("META", 0) + 36), 0, 0, b""
        must(len(blocks) == (count + 31) // 32, "terms are miscounted", "TBLK")
        for i in range(count):
            if i % 32 == 0:
                must(blocks[i // 32] == (at, start), "a block that is not where it must be", "TBLK")
            must(at + 2 <= len(data), "cut off", "TERM", at)
            shared, more = data[at], data[at + 1]
            last, term = term, term[:shared] + data[at + 2:at + 2 + more]
            must(shared <= (len(last) if i % 32 else 0) and len(term) == shared + more and 1 <= len(term) <= 64 and
                 0 not in term and term > last and term.decode("utf-8", "replace").encode() == term, "an impossible term", "TERM", at)
            (number, size), at = varints(data, at + 2 + more, 2)
            must(number > 0 and number <= size <= len(postings) - start, "impossible postings", "TERM", at)
            values, end = varints(postings, start, number)
            start += size
            must(end == start and all(value & 15 for value in values) and
                 sum(value >> 4 for value in values) + number <= len(index), "impossible postings", "POST", start)
        must(at == len(data) and start == len(postings), "bytes that belong to no term", "TERM")

    def streams(self):
        """JSON: one stream behind the other."""
        index, end = self.index, 0
        for record, (at, packed, _) in zip(index, self.column("RECS", 280, "QII")):
            must(at == end, "JSON that does not follow the one before", "JSON")
            record.json()
            end += packed
        must(end == len(index._bytes("JSON")), "bytes that belong to no record", "JSON")


def rising(items):
    """Whether each is less than the one behind it."""
    return all(a < b for a, b in itertools.pairwise(items))


def varints(data, at, count):
    """That many numbers of up to 5 groups of 7 bits, and the place behind them."""
    values = []
    for _ in range(count):
        value, shift = 0, 0
        while True:
            must(at < len(data) and shift < 35 and (shift == 0 or data[at] != 0), "an impossible number", "TERM", at)
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        values.append(value)
    return values, at
