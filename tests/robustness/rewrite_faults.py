#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kbc fmt on a disk that fails: every call that writes is made to fail in turn, or the program is
killed there (fault.c). Each file must be old or new, with its permissions; where a call failed, the
status is 2, the reason is said and nothing lies beside the files."""
import os
import stat
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
OLD, NEW = b'{"id":"a/b"}', b'{\n  "id": "a/b"\n}\n'
FILES = 3
problems = []


def round_of(lib, call, nth, kill):
    """One run on files of the old form. False once there is no nth call."""
    with tempfile.TemporaryDirectory() as work:
        names = [f"{i}.json" for i in range(FILES)]
        for name in names:
            with open(os.path.join(work, name), "wb") as f:
                f.write(OLD)
            os.chmod(os.path.join(work, name), 0o640)
        log = os.path.join(work, "log")
        env = {**os.environ, "LD_PRELOAD": lib, "FAULT_CALL": call, "FAULT_NTH": str(nth),
               "FAULT_LOG": log}
        # Under AddressSanitizer its library wants to be first; ours only forwards.
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        if kill:
            env["FAULT_KILL"] = "1"
        run = subprocess.run([KBC, "fmt", *names], cwd=work, env=env, capture_output=True)
        struck = os.path.exists(log)
        if struck:
            os.remove(log)
        what = f"{call} {nth} {'killed' if kill else 'failed'}"
        new = 0
        for name in names:
            path = os.path.join(work, name)
            with open(path, "rb") as f:
                text = f.read()
            new += text == NEW
            if text not in (OLD, NEW) or stat.S_IMODE(os.stat(path).st_mode) != 0o640:
                problems.append(f"{what}: {name} holds {text!r}")
        left = sorted(set(os.listdir(work)) - set(names))
        if not struck and (run.returncode != 0 or new != FILES or left):
            problems.append(f"{what}: {run}")
        if struck and not kill and (run.returncode != 2 or left or new != FILES - 1 or
                                    b"No space left" not in run.stderr):
            problems.append(f"{what}: {run}, {new} new, {left} left")
        return struck


def main():
    with tempfile.TemporaryDirectory() as place:
        lib = os.path.join(place, "fault.so")
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", lib,
                        os.path.join(HERE, "fault.c"), "-ldl"], check=True)
        struck = 0
        for call in ("open", "write", "fsync", "close", "rename"):
            for kill in (False, True):
                nth = 1
                while round_of(lib, call, nth, kill) and nth < 100:
                    nth += 1
                struck += nth - 1
                if nth <= FILES:
                    problems.append(f"{call}: only {nth - 1} calls")
    print("\n".join(problems[:20]) or f"{struck} faults, every file old or new")
    sys.exit(1 if problems else 0)


main()
