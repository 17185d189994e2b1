#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""check --output on failing disks: report_faults.py KBC SOURCE_DIR BUILD_DIR

Three reports over older ones (one behind a link, one new), with every single call of each kind that
writes made to fail, or the program killed there, in turn (fault.c): the run must end with status 2
and say why, every report must be old or new, all old before the first rename, and a run that was not
killed leaves nothing beside them."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
ARGS = ["check", "-q", "--today", "2026-11-21", "--format", "concise", "--output", "sarif:a.sarif",
        "--output", "json:link", "--output", "junit:sub/new.xml", "seeds"]
ENV = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}

failures = []


def check(ok, *what):
    if not ok:
        failures.append(what)
        print("FAIL:", *what)


def reset(place):
    shutil.rmtree(f"{place}/sub", ignore_errors=True)
    os.makedirs(f"{place}/sub")
    for name in os.listdir(place):
        if name not in ("sub", "seeds"):
            os.remove(f"{place}/{name}")
    for name in ("a.sarif", "sub/b.json"):
        with open(f"{place}/{name}", "w", encoding="utf-8") as f:
            f.write("old")
    os.symlink("sub/b.json", f"{place}/link")


def files(place):
    found = {}
    for folder in (place, f"{place}/sub"):
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as f:
                    found[os.path.relpath(path, place)] = f.read()
    return found


def faults(work, place, library, call, kill):
    reset(place)
    old = files(place)
    run = subprocess.run([KBC, *ARGS], cwd=place, capture_output=True, env=ENV)
    new = files(place)
    check(run.returncode == 1 and len(new) == 3 and all(len(v) > 100 for v in new.values()), "without faults", run)
    log = f"{work}/log"
    for nth in range(1, 100):
        what = (call, nth, "killed" if kill else "failed")
        reset(place)
        env = {**ENV, "LD_PRELOAD": library, "FAULT_CALL": call, "FAULT_NTH": str(nth), "FAULT_LOG": log}
        run = subprocess.run([KBC, *ARGS], cwd=place, capture_output=True,
                             env={**env, "FAULT_KILL": "1"} if kill else env)
        now = files(place)
        if not os.path.exists(log):
            check(run.returncode == 1 and now == new, *what, "not reached, yet", run.returncode)
            return nth - 1
        with open(log, encoding="ascii") as f:
            renames = int(f.read())
        os.remove(log)
        beside = [name for name in now if ".kbc-" in name]
        if kill:
            check(run.returncode == -signal.SIGKILL, *what, run.returncode)
        else:
            check(run.returncode == 2 and b"kbc: --output " in run.stderr
                  and b"No space left on device" in run.stderr, *what, run.returncode, run.stderr)
            check(not beside, *what, "left", beside)
            check(run.stdout.startswith(b"seeds/"), *what, "standard output shows nothing")
        for name in beside:
            del now[name]
        check(now == old or renames, *what, "changed before any rename")
        odd = [name for name in now if now[name] not in (old.get(name), new.get(name))]
        check(not odd and old.keys() <= now.keys(), *what, "neither old nor new:", odd)
    check(False, call, "never ends")
    return 0


def main():
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if not compiler:
        print("skipped: no C compiler")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        library, place = f"{work}/fault.so", f"{work}/place"
        subprocess.run([compiler, "-shared", "-fPIC", f"{HERE}/fault.c", "-o", library, "-ldl"], check=True)
        shutil.copytree(f"{SOURCE}/seeds", f"{place}/seeds")
        for kill in (False, True):
            for call in ("open", "write", "fsync", "close", "rename"):
                reached = faults(work, place, library, call, kill)
                print(f"{call}: {'killed at' if kill else 'failed'} {reached} calls in turn")
                check(reached >= 3, call, "is hardly called: the test does not test")
    sys.exit(1 if failures else 0)


main()
