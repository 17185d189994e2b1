#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""libkbx stands alone, and its format can be read by Python's standard library.

  - kbx/ includes nothing but itself, libc, POSIX and its stated libraries
  - every header compiles by itself as C99 and as C++, every source as C99
  - the library exports nothing that does not begin with kbx_
  - an index made by kbc is taken apart here by its specification alone, and each record's JSON
    equals its source's, as does what `kbc show --json` prints
"""
import glob
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

KBC, SOURCE, BUILD = (os.path.abspath(p) for p in sys.argv[1:4])
LIBC = {"stdatomic.h", "stdbool.h", "stddef.h", "stdint.h", "string.h", "stdlib.h", "stdio.h", "stdarg.h", "errno.h",
        "math.h", "fcntl.h", "unistd.h", "sys/mman.h", "sys/stat.h", "limits.h", "ctype.h", "pthread.h"}
LIBRARIES = {"zlib.h", "pcre2.h"}
WARN = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-D_POSIX_C_SOURCE=200809L", "-I" + SOURCE]
problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)


def includes():
    for path in glob.glob(SOURCE + "/kbx/*.[ch]"):
        with open(path, encoding="utf-8") as f:
            for kind, name in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)', f.read(), re.M):
                allowed = name in LIBC | LIBRARIES if kind == "<" else name.startswith("kbx/")
                expect(allowed, f"{path} includes {name}")


def compiles():
    with tempfile.TemporaryDirectory() as work:
        jobs = []
        for compiler in ("gcc", "clang"):
            jobs += [([compiler, "-std=c99"], p) for p in glob.glob(SOURCE + "/kbx/*.c")]
            jobs += [([compiler, "-std=c99", "-xc"], p) for p in glob.glob(SOURCE + "/kbx/*.h")]
        for compiler in ("g++", "clang++"):
            jobs += [([compiler, "-std=c++11", "-xc++"], f"{SOURCE}/kbx/{h}.h")
                     for h in ("kbx", "format", "match", "search")]
        for command, path in jobs:
            if not shutil.which(command[0]):
                continue
            name = os.path.relpath(path, SOURCE)
            unit = os.path.join(work, "unit." + ("cc" if "++" in command[0] else "c"))
            with open(unit, "w", encoding="utf-8") as f:
                f.write(f'#include "{name}"\n')
            got = subprocess.run(command + WARN + ["-c", unit, "-o", os.devnull], capture_output=True,
                                 text=True, check=False)
            expect(got.returncode == 0, f"{' '.join(command)} {name}: {got.stderr}")


def exports():
    found = glob.glob(BUILD + "/**/libkbx.a", recursive=True)
    expect(found, "libkbx.a is not in the build folder")
    for library in found:
        names = subprocess.run(["nm", "-g", "--defined-only", library], capture_output=True, text=True,
                               check=True).stdout
        for kind, name in re.findall(r"^[0-9a-f]+ (\w) (\S+)$", names, re.M):
            sanitizer = name.startswith(("__asan", "__odr_asan", "__ubsan", "__tsan", "__gcov"))
            expect(name.startswith("kbx_") or sanitizer or kind in "Ww", f"{library} exports {name}")


def take_apart(data):
    """The records' JSON texts and ids, by docs/index-format.md."""
    assert data[:8] == b"\x89KBX\r\n\x1a\n"
    major, _, header, size, count, entry, directory = struct.unpack_from("<HHIQIIQ", data, 8)
    assert major == 1 and size == len(data) and directory == header
    head = bytearray(data[:directory + count * entry])
    head[60:64] = bytes(4)
    assert zlib.crc32(head) == struct.unpack_from("<I", data, 60)[0]
    sections, end = {}, len(head)
    for i in range(count):
        tag, _, at, length, element, number, crc, _ = struct.unpack_from("<4sIQQIIII", data, directory + i * entry)
        assert at == (end + 63) // 64 * 64 and not any(data[end:at])
        end = at + length
        assert zlib.crc32(data[at:end]) == crc and element * number == (length if element else 0)
        sections[tag.decode()] = (data[at:end], element, number)
    assert end == len(data)
    records, element, number = sections["RECS"]
    strings, dictionary = sections["STRS"][0], sections["DICT"][0]
    for i in range(number):
        at, length = struct.unpack_from("<II", records, i * element)
        assert at and strings[at + length] == 0
        name = strings[at:at + length].decode()
        offset, packed, plain = struct.unpack_from("<QII", records, i * element + 280)
        z = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
        text = z.decompress(sections["JSON"][0][offset:offset + packed], plain + 1)
        assert len(text) == plain and z.eof and not z.unused_data
        yield name, text


def exact(text):
    """A value with its numbers as written and its keys in order."""
    return json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=list)


def read_back():
    sources = {}
    for path in glob.glob(SOURCE + "/seeds/**/*.json", recursive=True):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        sources[json.loads(text)["id"]] = text
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([KBC, "build", SOURCE + "/seeds", "-o", out, "--emit", "kbx"], check=True,
                       capture_output=True)
        index = os.path.join(out, "kb.kbx")
        with open(index, "rb") as f:
            got = dict(take_apart(f.read()))
        expect(set(got) == set(sources), "the index does not have the ids of the seeds")
        for name, text in got.items():
            expect(exact(text) == exact(sources[name]), f"{name}: its JSON differs from its source")
            shown = subprocess.run([KBC, "show", name, "--json", "--index", index], check=True,
                                   capture_output=True).stdout
            expect(shown == text + b"\n", f"{name}: show --json differs")
        damage(index)


def damage(index):
    """The commands on damaged files: a bit of each place, and ends cut off."""
    with open(index, "rb") as f:
        whole = f.read()
    name = next(iter(take_apart(whole)))[0]
    good = subprocess.run([KBC, "show", name, "--index", index], capture_output=True, check=True).stdout
    bad = index + ".bad"
    places = list(range(0, len(whole), max(1, len(whole) // 150)))
    for damaged in [whole[:p] + bytes([whole[p] ^ 4]) + whole[p + 1:] for p in places] + [whole[:p] for p in places[::10]]:
        with open(bad, "wb") as f:
            f.write(damaged)
        verify = subprocess.run([KBC, "kbx", "verify", bad], capture_output=True, check=False)
        expect(verify.returncode in (1, 2), f"verify ended with {verify.returncode}")
        for option in ([], ["--sizes"]):
            dump = subprocess.run([KBC, "kbx", "dump", *option, bad], capture_output=True, check=False)
            expect(dump.returncode == 2 and dump.stderr and not dump.stdout, "dump took a damaged file")
        show = subprocess.run([KBC, "show", name, "--index", bad], capture_output=True, check=False)
        right = show.returncode == 0 and show.stdout == good
        refused = show.returncode == 2 and show.stderr and not show.stdout
        expect(right or refused, f"show ended with {show.returncode} and {show.stdout[:80]!r}")


includes()
compiles()
exports()
read_back()
for line in problems:
    print(line)
sys.exit(1 if problems else 0)
