#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Input made to hurt: each must end in a clear finding or message, within time and memory.
KBC_FULL=1 uses full sizes; otherwise a tenth."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

KBC, SOURCE, BUILD = sys.argv[1:4]
FULL = os.environ.get("KBC_FULL") == "1"
SCALE = 10 if FULL else 1
SANITIZED = "asan" in BUILD or "tsan" in BUILD
MEMORY = (6 if FULL else 2) << 30

with open(os.path.join(SOURCE, "seeds/cuda/stream-capture-invalid-scope.json"), encoding="utf-8") as f:
    SEED = json.load(f)


def record(**changes):
    return json.dumps({**SEED, **changes}, ensure_ascii=False).encode()


def limit():
    if not SANITIZED:  # sanitizers reserve address space of their own
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


problems = []


def check(name, data, status, *expected, args=("--format", "concise"), file="record.json",
          most=200_000):
    """Runs check on the bytes; the output must hold every expected text and nothing huge."""
    with tempfile.TemporaryDirectory() as work:
        with open(os.path.join(work, file), "wb") as f:
            for piece in [data] if isinstance(data, bytes) else data:
                f.write(piece)
        start = time.monotonic()
        run = subprocess.run([KBC, "check", "--today", "2026-11-21", *args, file], cwd=work,
                             capture_output=True, preexec_fn=limit, timeout=120)
        seconds = time.monotonic() - start
    out = run.stdout.decode() + run.stderr.decode()
    if run.returncode != status:
        problems.append(f"{name}: exit {run.returncode}, expected {status}: {out[:300]}")
    for text in expected:
        if text not in out:
            problems.append(f"{name}: nothing about {text!r}: {out[:300]}")
    if len(out) > most:
        problems.append(f"{name}: {len(out)} bytes of output")
    print(f"{name}: exit {run.returncode}, {seconds:.2f} s")


M = 1_000_000
check("many opening brackets", (b"[" * M for _ in range(20 * SCALE)), 1, "json/depth")
check("many opening braces", (b'{"a":' * M for _ in range(4 * SCALE)), 1, "json/depth")
check("brackets in a record", record()[:-1] + b', "x-deep": ' + b"[" * M * SCALE, 1, "json/depth")
big = b"a" * M
check("a long text", [b'{"signature": "'] + [big] * (10 * SCALE) + [b'"}'], 2 if FULL else 1,
      "json/read" if FULL else "schema/required")
check("a long text alone", [b'"'] + [big] * (10 * SCALE) + [b'"'], 2 if FULL else 1,
      "json/read" if FULL else "schema/type")
check("an endless text", [b'"'] + [big] * (10 * SCALE), 1, "json/syntax")
check("a long signature", record(signature="x" * (4 * M), regex="x+y"), 1, "regex/")
n = M * SCALE // 10
keys = b"{" + b",".join(b'"k%d":%d' % (i, i) for i in range(n)) + b"}"
check("many keys", keys, 1, f"and {n - 20} more findings")
check("one key many times", b"{" + b",".join(b'"k":1' for _ in range(n)) + b"}", 1,
      f"and {n - 21} more findings")
check("many entries", record(dead_ends=[{"action": ""}] * n), 1, "text/empty-action",
      f"and {n - 20} more findings")
check("many equal entries", record(dead_ends=[{"action": "a", "why_fails": "b"}] * n, workarounds=[]), 1,
      "text/duplicate", f"and {n - 21} more findings")
tried = [{"action": f"a{i}", "why_fails": "b"} for i in range(n)]
ignored = [{"rule": "evidence/no-sources", "reason": "none yet"}] * n
check("all of many findings", record(dead_ends=tried), 1, f"/dead_ends/{n - 1}", most=100 * M * SCALE,
      args=("--format", "jsonl", "--max-per-rule", "0"))
check("all of many findings at keys of their own", record(**{f"k{i}": 1 for i in range(n)}), 1,
      f'"/k{n - 1}"', most=100 * M * SCALE, args=("--format", "jsonl", "--max-per-rule", "0"))
check("many fixes of one record", record(dead_ends=[{"action": f"a{i} ", "why_fails": "b"} for i in range(n)]),
      1, f"would fix {n} findings", most=100 * M * SCALE, args=("--diff",))
# Half of each, so that at full size the record is not over its limit of 64 MiB.
check("many suppressions of many findings",
      record(dead_ends=tried[:n // 2], **{"x-kbc-ignore": ignored[:n // 2]}), 0,
      "1 record", args=("--select", "evidence,regex", "--max-per-rule", "0", "-v"))
check("many suppressions of nothing", record(**{"x-kbc-ignore": ignored[:-1] + [{"rule": "no/rule"}]}), 1,
      "suppress/unused")
check("many wrong entries", record(workarounds=[7] * n), 1, "schema/type",
      f"and {n - 20} more findings")
check("many records in an array", [b"["] + [b"{},"] * (n // 10) + [b"{}]"], 1, "schema/required",
      args=("--statistics",))
check("many bad lines", b"{\n" * (n // 10), 1, "json/syntax", file="lines.ndjson",
      args=("--statistics",))
check("one long line of findings", record(tags=[1] * n), 1, "schema/type", args=())
with tempfile.NamedTemporaryFile("w", suffix=".json") as free:
    json.dump({"additionalProperties": {"items": {"type": "object", "required": ["a"]}},
               "properties": {"id": {}}, "x-kb": {"fields": {"id": "/id"}}}, free)
    free.flush()
    key = '{"id":"a/b","' + "k" * M + '":['
    check("missing keys and wrong types below a long key",
          (key + ",".join(["{},7"] * n) + "]}").encode(), 1, "schema/required",
          f"and {n - 20} more findings", args=("--format", "concise", "--schema", free.name))
check("catastrophic regex", record(signature="a" * 40 + "!", regex="(a|aa)+$"), 1, "regex/limit")
check("catastrophic regex with limits of its own",
      record(signature="a" * 40 + "!", regex="(*LIMIT_MATCH=4000000000)(a|aa)+$"), 1, "regex/syntax")
check("possessive loops", record(signature="a" * 1_000_000, regex="a*+[bc]"), 1, "regex/limit")
check("endless recursion", record(signature="boom", regex="(?R)boom"), 1, "regex/")
check("deep regex", record(regex="(" * 1000 + ")" * 1000), 1, "regex/syntax")
check("long regex", record(regex="a" * 70_000), 1, "regex/syntax")
check("huge repeat", record(regex="(?:a{1,60000}){1,60000}"), 1, "regex/")
check("recursive regex", record(signature="(" * 4000, regex=r"(\((?1)*\))+x"), 1, "regex/")
for bad in (b"\xff", b"\xc3", b"\xc0\x80", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
            b"\xf8\x88\x80\x80\x80", b"\x80", b"\xfe\xff"):
    check(f"broken UTF-8 {bad.hex()}", record(root_cause="MARK").replace(b"MARK", b"a" + bad + b"b"), 1,
          "json/encoding", "text/empty-action")
check("NUL", record(root_cause="a\0b"), 1, "json/nul", "text/empty-action")
check("BOM", b"\xef\xbb\xbf" + record(), 1, "json/encoding", "text/empty-action")
check("CRLF", json.dumps(SEED, indent=2).replace("\n", "\r\n").encode(), 1, ":14:", "text/empty-action")
check("findings all along one line", b"[" + b"1," * 20_000 + b"1]", 1, "errors in", args=(),
      most=10_000_000)
check("a count beyond 2^63", record(evidence_count=7).replace(b'"evidence_count": 7', b'"evidence_count": 18446744073709551615'),
      1, "json/number-range")
check("a day that is none", record(last_updated="2026-02-30"), 1, "schema/format")
check("1e999", record(confidence=0.123).replace(b"0.123", b"1e999"), 1, "json/number-range")
check("a rate just above 1", record(confidence=1.0000001), 1, "schema/range", "1.0000001")
check("an empty file", b"", 1, "json/syntax", "empty")
check("no record", b"[]", 0)

# A baseline of many entries that differ by their place in a list alone.
with tempfile.TemporaryDirectory() as work:
    with open(os.path.join(work, "record.json"), "wb") as f:
        f.write(record(dead_ends=tried))
    for option in ("--write-baseline", "--baseline"):
        run = subprocess.run([KBC, "check", "--select", "evidence", option, "base.jsonl", "record.json"],
                             cwd=work, capture_output=True, text=True, preexec_fn=limit, timeout=120)
        if run.returncode != 0:
            problems.append(f"{option}: exit {run.returncode}: {run.stdout[:300]}{run.stderr[:200]}")
    if "no findings" not in run.stdout:
        problems.append(f"the baseline holds not all: {run.stdout[:300]}")

# Every truncation of a seed, and every byte of its head replaced, ends in 0 or 1.
text = record()
with tempfile.TemporaryDirectory() as work:
    path = os.path.join(work, "all.ndjson")
    lines = [text[:i] for i in range(1, len(text), 3 if SCALE == 1 else 1)]
    lines += [text[:i] + bytes([b]) + text[i + 1:] for i in range(0, 200, 2) for b in b'"\\{}[],:0\x00\xff\x1f']
    with open(path, "wb") as f:
        f.write(b"\n".join(lines))
    run = subprocess.run([KBC, "check", "--statistics", path], capture_output=True, preexec_fn=limit)
    if run.returncode != 1:
        problems.append(f"damaged seeds: exit {run.returncode} {run.stderr.decode()[:300]}")

# A folder that may not be read: a finding and exit 2, and the rest is still checked.
with tempfile.TemporaryDirectory() as work:
    os.chmod(work, 0o755)
    os.makedirs(os.path.join(work, "kb", "locked"))
    for name in ("kb/a.json", "kb/locked/b.json", "kb/secret.json"):
        with open(os.path.join(work, name), "wb") as f:
            f.write(record())
    os.chmod(os.path.join(work, "kb", "locked"), 0)
    os.chmod(os.path.join(work, "kb", "secret.json"), 0)
    user = ["setpriv", "--reuid=65534", "--clear-groups"] if os.getuid() == 0 else []
    run = subprocess.run(user + [KBC, "check", "--format", "concise", "kb"], cwd=work, capture_output=True,
                         text=True)
    os.chmod(os.path.join(work, "kb", "locked"), 0o700)
    if "setpriv" in run.stderr or run.returncode in (126, 127):
        print("skipped: no other user can be taken here, permissions are not tried")
    elif (run.returncode != 2 or run.stdout.count("json/read") != 2 or "kb/locked:1:1" not in run.stdout
          or "kb/a.json:" not in run.stdout):
        problems.append(f"no permission: exit {run.returncode}: {run.stdout[:400]}{run.stderr[:200]}")

print("\n".join(problems) or "all as expected")
sys.exit(1 if problems else 0)
