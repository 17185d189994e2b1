# SPDX-License-Identifier: MIT
"""What several scripts want: knowledge bases, and how this build compiles."""
import glob
import json
import os
import shutil


def awkward(source, folder):
    """Records whose texts are what a literal can get wrong."""
    texts = ["", "?" * 9 + "=/'", "??/\"", "\\", "\\0", "\"quoted\"", "*/ int x; /*", "// \\",
             "%s%n", "\t\r\n", "\u9519\u8bef7", "\U0001F600", "\u00e9" * 3, "'", "</script>",
             "x" * 4094, "y" * 4095, "z" * 4096, "\u9519" * 1365, "\u9519" * 1366, "w" * 8191,
             "\x7f\x01\x1f\x80", "L\"\"", "#include <x>", "\u00077"]
    with open(os.path.join(source, "seeds", "cuda", "cuda-error-driver-unloading.json"),
              encoding="utf-8") as f:
        seed = json.load(f)
    codes = ["E", "E (5)", "5", "5 (5)", "F (5)", "a b (5)", "(5)", " (5)", "E ()", "E (5x)", "",
             None, "?\u9519 (0)"]
    for i, text in enumerate(texts):
        record = dict(seed, id="made/r%02d" % i, domain="made", root_cause=text,
                      error_code=codes[i % len(codes)], tags=[text, text, "t%d" % i],
                      aliases=[text, "Alias %d" % (i % 3), "\u00c4\u03a3\u212a"])
        record["dead_ends"] = [dict(seed["dead_ends"][0], action=text, fail_rate=rate)
                               for rate in (0, 1, 0.1, 1e-9, 0.30000000000000004, 5e-324)]
        record["os_specific"] = {text or "k": text, "linux": "x"} if i % 2 else {}
        record["transition_graph"] = {"leads_to": ["made/r%02d" % ((i + 1) % len(texts))],
                                      "preceded_by": [{"id": "made/none", "probability": 0.5}],
                                      "frequently_confused_with": []}
        record["workarounds_zh"] = [text, "", "\u4e2d"]
        record["first_seen"] = ["0000-01-01", "1969-12-31", "2000-02-29", "1900-03-01", None,
                                "9999-12-31", "0000-02-29", "0000-03-01", "2024-12-31"][i % 9]
        with open(os.path.join(folder, "r%02d.json" % i), "w", encoding="utf-8") as f:
            json.dump(record, f, ensure_ascii=i % 3 == 0)


def some_of(corpus, folder):
    """The records of a folder, all of them with KBC_FULL, else every eighth, copied to another."""
    if "KBC_FULL" in os.environ:
        return corpus
    for path in sorted(glob.glob("**/*.json", root_dir=corpus, recursive=True))[::8]:
        os.makedirs(os.path.join(folder, os.path.dirname(path)), exist_ok=True)
        shutil.copy(os.path.join(corpus, path), os.path.join(folder, path))
    return folder


def any_schema(source, path, tag="zh"):
    """Writes a schema that lets every text through, with the map of the flat layout, whose translations
    are into that language. Returns the options of `kbc build`."""
    with open(os.path.join(source, "schema", "error-record.schema.json"), encoding="utf-8") as f:
        layout = json.load(f)["x-kb"]
    layout["translations"] = {tag: layout["translations"]["zh"]}
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                   "required": ["id"], "x-kb": layout}, f)
    return "--schema", path


def compiler(build):
    """The C compiler of a build folder, with what links to libraries made there (sanitizers, coverage)."""
    with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as f:
        cache = dict(line.strip().split("=", 1) for line in f if "=" in line and line[0] not in "#/")
    command = [next((v for k, v in cache.items() if k.startswith("CMAKE_C_COMPILER:")), "cc")]
    sanitize = cache.get("KBC_SANITIZE:STRING", "")
    if sanitize:
        command += ["-fsanitize=" + sanitize, "-fno-sanitize-recover=all"]
    if "--coverage" in cache.get("CMAKE_C_FLAGS:STRING", ""):
        command.append("--coverage")
    return command
