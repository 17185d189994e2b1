#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""pre_commit.py KBC SOURCE BUILD

The hooks of .pre-commit-hooks.yaml under pre-commit itself, without network: a commit of a bad
record is refused with the finding shown, a good one passes, and kbc-fmt mends the form.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
failures = []


def check(what, ok, shown=""):
    print("%s: %s" % ("ok" if ok else "FAIL", what))
    if not ok:
        failures.append(what)
        print(shown)


def main():
    if not shutil.which("pre-commit") or not shutil.which("git"):
        print("skipped: no pre-commit or no git")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        run(work)
    print("%d failures" % len(failures))
    sys.exit(1 if failures else 0)


def run(work):
    binaries = os.path.join(work, "bin")
    os.mkdir(binaries)
    os.symlink(KBC, os.path.join(binaries, "kbc"))
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env.update(PATH=binaries + os.pathsep + env["PATH"], HOME=work, LC_ALL="C.UTF-8",
               PRE_COMMIT_HOME=os.path.join(work, "cache"), GIT_CONFIG_NOSYSTEM="1",
               GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.com", GIT_COMMITTER_NAME="a",
               GIT_COMMITTER_EMAIL="a@example.com", SOURCE_DATE_EPOCH="1795219200",
               PIP_NO_INDEX="1", http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")

    def git(folder, *args):
        got = subprocess.run(["git", "-C", folder, *args], env=env, capture_output=True, text=True)
        return got.returncode, got.stdout + got.stderr

    # What pre-commit clones: the hooks and their script, as a commit.
    hooks = os.path.join(work, "hooks")
    os.makedirs(os.path.join(hooks, "scripts"))
    shutil.copy(os.path.join(SOURCE, ".pre-commit-hooks.yaml"), hooks)
    shutil.copy(os.path.join(SOURCE, "scripts", "hook.sh"), os.path.join(hooks, "scripts"))
    git(hooks, "init", "-q")
    git(hooks, "add", ".")
    git(hooks, "commit", "-qm", "hooks")
    rev = git(hooks, "rev-parse", "HEAD")[1].strip()

    base = os.path.join(work, "base")
    os.makedirs(os.path.join(base, "seeds", "cuda"))
    git(base, "init", "-q")

    def configure(*ids):
        with open(os.path.join(base, ".pre-commit-config.yaml"), "w", encoding="utf-8") as f:
            f.write("repos:\n- repo: %s\n  rev: %s\n  hooks:\n" % (hooks, rev))
            f.writelines("  - id: %s\n" % i for i in ids)
        git(base, "add", ".pre-commit-config.yaml")

    good_case = os.path.join(SOURCE, "tests", "cases", "rule-date-order-good", "in", "cuda",
                             "out-of-memory.json")
    with open(good_case, encoding="utf-8") as f:
        good = json.load(f)

    def put(name, record, **dump):
        path = os.path.join(base, "seeds", "cuda", name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(json.dumps(record, ensure_ascii=False, **(dump or {"indent": 2})) + "\n")
        git(base, "add", path)

    with open(os.path.join(base, "kbc.json"), "w", encoding="utf-8") as f:
        f.write('{\n  "records": ["seeds"],\n  "ignore": ["date"]\n}\n')
    git(base, "add", "kbc.json")
    configure("kbc-check")
    got = subprocess.run(["pre-commit", "install"], cwd=base, env=env, capture_output=True,
                         text=True)
    check("pre-commit installs its hook", got.returncode == 0, got.stdout + got.stderr)

    put("out-of-memory.json", good)
    status, said = git(base, "commit", "-m", "good")
    check("a good record is committed", status == 0 and "Passed" in said, said)

    bad = dict(good, id="cuda/bad", dead_ends=[dict(good["dead_ends"][0], action="")])
    bad["transition_graph"] = {"leads_to": [{"id": "cuda/no-such-record"}]}
    put("bad.json", bad)
    status, said = git(base, "commit", "-m", "bad")
    check("a bad record is refused", status != 0 and git(base, "log", "--oneline")[1].count("\n") == 1,
          said)
    check("its findings are shown at their place",
          "error[text/empty-action]" in said and "error[graph/dangling]" in said and
          "seeds/cuda/bad.json:" in said and "action" in said, said)

    put("bad.json", dict(good, id="cuda/bad", signature="another error", regex="another error",
                         signature_zh="另一个错误"))
    status, said = git(base, "commit", "-m", "mended")
    check("the mended record is committed", status == 0, said)

    # The old defect of another record is not this commit's, unless everything is checked.
    put("old.json", dict(good, id="cuda/old", signature="a third one", regex="a third one",
                         signature_zh="第三个", root_cause=""))
    git(base, "commit", "--no-verify", "-m", "old defect")
    with open(os.path.join(base, "kbc.json"), "w", encoding="utf-8") as f:
        f.write('{\n  "records": ["seeds"],\n  "ignore": ["date"],\n  "fail-on": "warning"\n}\n')
    git(base, "add", "kbc.json")
    put("bad.json", dict(good, id="cuda/bad", signature="another fault", regex="another fault",
                         signature_zh="另一个错误", tags=["x"]))
    said = git(base, "commit", "-m", "a change beside it")[1]
    check("kbc-check speaks of the change alone", "old.json" not in said, said)
    configure("kbc-check-all")
    status, said = git(base, "commit", "-m", "strict")
    check("kbc-check-all speaks of everything", status != 0 and "old.json" in said, said)

    # A deletion breaks a link.
    put("old.json", dict(good, id="cuda/old", signature="a third one", regex="a third one",
                         signature_zh="第三个",
                         transition_graph={"leads_to": [{"id": "cuda/bad"}]}))
    with open(os.path.join(base, "kbc.json"), "w", encoding="utf-8") as f:
        f.write('{\n  "records": ["seeds"],\n  "ignore": ["date"]\n}\n')
    git(base, "add", "kbc.json")
    status, said = git(base, "commit", "-m", "a link")
    check("a link is committed", status == 0, said)
    git(base, "rm", "-q", "seeds/cuda/bad.json")
    status, said = git(base, "commit", "-m", "deletion")
    check("a deletion that breaks a link is refused", status != 0 and "graph/dangling" in said, said)
    git(base, "reset", "-q", "--hard")

    configure("kbc-fmt")
    put("old.json", dict(good, id="cuda/old"), separators=(",", ":"))
    status, said = git(base, "commit", "-m", "compact")
    check("kbc-fmt writes the canonical form and stops the commit", status != 0, said)
    git(base, "add", "-u")
    status, said = git(base, "commit", "-m", "formatted")
    check("what it wrote passes", status == 0, said)


main()
