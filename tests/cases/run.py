#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run one case folder: run.py KBC FOLDER [--update]

  cmd             a shell script; "kbc" is the program under test; runs in a copy of in/
  in/             its input files, if any
  expect.stdout   what it must print, byte for byte
  expect.stderr   the same for standard error; absent means: must be empty
  expect.status   its exit status; absent means 0

--update writes the expectations anew, to be read as a diff.
"""
import os
import shutil
import subprocess
import sys
import tempfile


def main():
    kbc, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    update = "--update" in sys.argv[3:]
    with tempfile.TemporaryDirectory() as work:
        place = os.path.join(work, "in")
        if os.path.isdir(os.path.join(folder, "in")):
            shutil.copytree(os.path.join(folder, "in"), place, symlinks=True)
        else:
            os.mkdir(place)
        bin_dir = os.path.join(work, "bin")
        os.mkdir(bin_dir)
        os.symlink(kbc, os.path.join(bin_dir, "kbc"))
        keep = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS") or k == "KBC_SOURCE_DIR"}
        # What git says outside of a repository must not hang on where a file system begins.
        env = {"PATH": bin_dir + os.pathsep + os.environ["PATH"], "HOME": work, "LC_ALL": "C.UTF-8",
               "GIT_DISCOVERY_ACROSS_FILESYSTEM": "1", **keep}
        with open(os.path.join(folder, "cmd"), encoding="utf-8") as f:
            script = f.read()
        got = subprocess.run(["bash", "-c", script], cwd=place, env=env, stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=120)
    results = {"expect.stdout": got.stdout, "expect.stderr": got.stderr,
               "expect.status": b"%d\n" % got.returncode}
    defaults = {"expect.stdout": None, "expect.stderr": b"", "expect.status": b"0\n"}
    bad = False
    for name, actual in results.items():
        path = os.path.join(folder, name)
        if update:
            if actual != defaults[name]:
                with open(path, "wb") as f:
                    f.write(actual)
            elif os.path.exists(path):
                os.remove(path)
            continue
        expected = defaults[name]
        if os.path.exists(path):
            with open(path, "rb") as f:
                expected = f.read()
        if expected is None:
            print(f"{name} is missing")
            bad = True
        elif expected != actual:
            print(f"--- {name}: expected\n{expected.decode(errors='replace')}"
                  f"\n--- {name}: got\n{actual.decode(errors='replace')}")
            bad = True
    sys.exit(1 if bad else 0)


main()
