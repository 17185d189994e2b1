#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each rule that makes the required literals sound is broken in turn, and the suites that hold the
gate against PCRE2 must notice: literal_mutants.py KBC SOURCE_DIR BUILD_DIR

All rules with KBC_FULL, else one, to see that this test works."""
import glob
import os
import re
import subprocess
import sys
import tempfile

SOURCE, BUILD = (os.path.abspath(p) for p in sys.argv[2:4])
FULL = "KBC_FULL" in os.environ
ROOMS = ["kb_emit_kbx", "kb_emit_terms", "kb_emit", "kb_pattern", "kbx", "kb_model", "embedded"]
SUITES = ["match_small", "match_rolls", "literal", "match"]

# (what is forgotten, file, text, what takes its place); the text stands there once
MUTANTS = [
    ("a loop may be left out", "literal.c", """    if (min == 0 && max > 1) {
        end_run(walk);
        return;
    }
""", "    min = min == 0 && max > 1 ? 1 : min;\n"),
    ("what is optional may be left out", "literal.c",
     'kb_text_pool_add(&pool, &KB_STR(""), 1);', ";"),
    ("an optional part that is not finite ends the run", "literal.c", """            multiply(walk, pool.items, pool.count);
        else
            end_run(walk);
        kb_text_pool_free""", """            multiply(walk, pool.items, pool.count);
        kb_text_pool_free"""),
    ("more may follow a + before what comes next", "literal.c",
     """    if (max > min || min > KB_LITERAL_LONGEST) {
        end_run(walk);
        multiply(walk, part.texts.items, part.texts.count);
    }
""", ""),
    ("a repeated part that is not finite ends the run", "literal.c", """    if (!part.finite) {
        end_run(walk);
        require_all""", """    if (!part.finite) {
        require_all"""),
    ("a class of many characters ends the run", "literal.c", """{KB_LITERAL_ANY}, 1}, 1);
    else
        end_run(walk);
""", "{KB_LITERAL_ANY}, 1}, 1);\n"),
    ("where literals are short, it is one character", "literal.c", """    else if (walk->found.is_short)
        multiply(walk, &(struct kb_str){(const char[]){KB_LITERAL_ANY}, 1}, 1);
    else
""", "    else if (!walk->found.is_short)\n"),
    ("a character has several bytes", "../kbx/gate.c", "        for (p++; p < end && (*p & 0xC0) == 0x80;)\n            p++;\n", "        p++;\n"),
    ("a class counts all its characters", "literal.c",
     "if (++seen > CLASS_MOST * KB_FOLD_MOST || i == CLASS_MOST)\n                return 0;",
     "if (++seen > CLASS_MOST * KB_FOLD_MOST || i == CLASS_MOST)\n                return count;"),
    ("characters are folded", "literal.c", "uint32_t to = kb_fold(cp);", "uint32_t to = cp;"),
    ("a choice goes on only when all its alternatives do", "literal.c",
     "        finite &= part.finite;\n", ""),
    ("every alternative of a choice needs a literal", "literal.c", "if (!best.lacking && !best.full)",
     "if (!best.full)"),
    ("a choice that does not go on ends the run", "literal.c", """    } else {
        end_run(walk);
        walk->found.gave_up |= best.full;""", """    } else {
        walk->found.gave_up |= best.full;"""),
    ("a part whose run was ended is not finite", "literal.c", "    walk->broken = true;\n", ""),
    ("what must not follow is not required", "literal.c",
     "    if (node->as.look.negative)\n        return;\n", ""),
    ("what is looked at takes no text", "literal.c", """    if (part.finite)
        require(&walk->found, part.texts);
    require_all(&walk->found, &part.found);
}""", """    if (part.finite)
        multiply(walk, part.texts.items, part.texts.count);
    require_all(&walk->found, &part.found);
}"""),
    ("what is not understood ends the run", "literal.c", """    default:
        end_run(walk);
        return;""", """    default:
        return;"""),
    ("every way needs a literal", "literal.c", "        ways->without = node;\n", "        return;\n"),
    ("all texts of a set are long enough", "literal.c",
     "        if (texts.items[i].n < (found->is_short ? 1 : KB_LITERAL_LEAST))\n            return;\n",
     "        if (texts.items[i].n < (found->is_short ? 1 : KB_LITERAL_LEAST))\n            texts.items[i] = texts.items[0];\n"),
    ("a set keeps all its texts", "texts.c", "        if (kept == 0 || !kb_str_eq(texts->items[kept - 1], texts->items[i]))",
     "        if (kept == 0 || texts->items[kept - 1].p[0] != texts->items[i].p[0])"),
    ("of two texts that contain each other the shorter is kept", "texts.c",
     "texts->items[j].n < texts->items[i].n && contains(texts->items[i], texts->items[j])",
     "texts->items[j].n > texts->items[i].n && contains(texts->items[j], texts->items[i])"),
    ("too many ways are given up whole", "literal.c", "ways.count && !ways.gave_up", "ways.count"),
    ("a set with a NUL is left out", "../emit/kbx/gate.c", "            memchr(set->items[i].p, '\\0', set->items[i].n))",
     "            false)"),
    ("every way has a set that fits", "../emit/kbx/gate.c", "        if (s == literals->ways[w].count)\n            return false;\n", ""),
    ("a class tells of its line feed", "../emit/kbx/gate.c", "kb_syntax_has(node, '\\n')", "false"),
]


def link(work, suite, objects):
    program = os.path.join(work, suite)
    archives = [glob.glob(f"{BUILD}/**/lib{room}.a", recursive=True)[0] for room in ROOMS]
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "check", "libpcre2-8", "zlib"], check=True,
                           capture_output=True, text=True).stdout.split()
    subprocess.run(["cc", "-O1", "-D_POSIX_C_SOURCE=200809L", "-I" + SOURCE, "-o", program,
                    f"{SOURCE}/tests/unit/{suite}.c", *objects, *archives, *archives, *flags], check=True)
    return program


def passes(program):
    """Whether the suite is content; a crash or a hang is a way of noticing too."""
    env = {name: value for name, value in os.environ.items() if name != "KBC_FULL"}
    try:
        return subprocess.run([program], env={**env, "CK_FORK": "no"}, capture_output=True, timeout=120,
                              check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def mutated(work, name, before, after):
    with open(os.path.join(SOURCE, "pattern", name), encoding="utf-8") as f:
        text = f.read()
    assert text.count(before) == 1, f"{name} has this not once: {before}"
    path = os.path.join(work, os.path.basename(name))
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace(before, after))
    subprocess.run(["cc", "-O1", "-w", "-D_POSIX_C_SOURCE=200809L", "-I" + SOURCE, "-c", path,
                    "-o", path + ".o"], check=True)
    return path + ".o"


with open(os.path.join(BUILD, "CMakeCache.txt"), encoding="utf-8") as f:
    if re.search(r"^KBC_SANITIZE:\w+=.", f.read(), re.M):
        print("skipped: the libraries are built with sanitizers")
        sys.exit(77)
unnoticed = []
with tempfile.TemporaryDirectory() as work:
    if FULL:
        for suite in SUITES:
            assert passes(link(work, suite, [])), f"{suite} fails as it is"
    for what, name, before, after in MUTANTS if FULL else MUTANTS[:1]:
        mutant = mutated(work, name, before, after)
        noticed = next((suite for suite in SUITES if not passes(link(work, suite, [mutant]))), None)
        print(f"{noticed or 'NOT NOTICED':12} {what}", flush=True)
        if not noticed:
            unnoticed.append(what)
sys.exit(1 if unnoticed else 0)
