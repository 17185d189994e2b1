#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The include rule of docs/architecture.md: a room sees only the rooms its row names, and a
library only the rooms it is given to. Read from the include lines, so nothing can slip by."""
import os
import re
import sys

SOURCE = sys.argv[2]

# room: (rooms it may include, libraries it may include); the longest matching room counts.
MAY = {
    "kb": (["kb"], []),
    "pattern": (["kb", "pattern"], ["pcre2"]),
    "kbx": (["kbx"], ["zlib", "pcre2"]),
    "validate/schema": (["kb", "pattern", "validate/schema"], ["json-c"]),
    "validate/rules": (["kb", "pattern", "validate/rules"], []),
    "emit": (["kb", "emit"], []),
    "emit/c": (["kb", "emit", "emit/c"], []),
    "emit/html": (["kb", "pattern", "emit", "emit/terms", "emit/html"], ["libxml2"]),
    "emit/kbx": (["kb", "pattern", "emit", "emit/terms", "emit/kbx", "kbx/format.h", "kbx/hash.h"],
                 ["zlib"]),
    "emit/terms": (["kb", "pattern", "emit/terms", "kbx/format.h", "kbx/words.h"], []),
    "emit/report": (["kb", "emit", "emit/report"], []),
    "compiler": (["kb", "pattern", "kbx", "validate/schema", "validate/rules", "emit", "emit/report",
                  "compiler"], ["json-c", "pthread"]),
    "compiler/cli": (["kb", "pattern", "kbx", "validate/schema", "validate/rules", "emit",
                      "emit/report", "compiler", "compiler/cli"], ["json-c"]),
}
LIBRARIES = {"json-c/": "json-c", "json.h": "json-c", "libxml/": "libxml2", "pcre2.h": "pcre2",
             "zlib.h": "zlib", "pthread.h": "pthread"}
# libxml2 is seen by one file, json-c by the loader and the schema engine only.
ONE_FILE = {"libxml2": 1, "pcre2": 2}


def room_of(path):
    folder = os.path.dirname(path)
    while folder and folder not in MAY:
        folder = os.path.dirname(folder)
    return folder


def problems(files):
    users = {}
    for path, text in files:
        room = room_of(path)
        rooms, libraries = MAY[room]
        for line, include in enumerate(re.findall(r'^\s*#\s*include\s*([<"][^>"]+)[>"]', text, re.M)):
            name = include[1:]
            if include[0] == '"':
                target = room_of(name)
                if not target:
                    yield f'{path}: "{name}" is not written from the root'
                elif target not in rooms and name not in rooms:
                    yield f"{path}: {room} may not see {name}"
                continue
            for prefix, library in LIBRARIES.items():
                if name.startswith(prefix):
                    users.setdefault(library, set()).add(path)
                    if library not in libraries:
                        yield f"{path}: {room} may not see {library}"
    for library, limit in ONE_FILE.items():
        if len(users.get(library, ())) > limit:
            yield f"{library} is seen by {sorted(users[library])}, should be by one file"


def tree():
    for room in ("kb", "pattern", "kbx", "validate", "emit", "compiler"):
        for folder, _, names in os.walk(os.path.join(SOURCE, room)):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".def")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as f:
                        yield os.path.relpath(path, SOURCE), f.read()


# The test itself must be able to fail.
planted = [("kb/x.c", '#include "emit/emit.h"\n'), ("emit/c/x.c", "#include <json-c/json.h>\n"),
           ("validate/rules/x.c", '#include "compiler/scan.h"\n'), ("kb/y.c", '#include "str.h"\n')]
assert len(list(problems(planted))) == len(planted), list(problems(planted))

found = list(problems(tree()))
print("\n".join(found) or "every include is allowed")
sys.exit(1 if found else 0)
