#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Failing disks, kills and obstacles: output_faults.py KBC SOURCE_DIR BUILD_DIR

A build on top of an older, different one, with every single call of each kind that writes made to
fail in turn (fault.c): each run must end with status 2 and say why, and leave the old output whole
or, once renaming has begun, every file old or new; a build that is killed likewise, with no link
dead that can be reached from the home page. The next build must repair everything.
"""
import fcntl
import os
import posixpath
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
CALLS = ["open", "write", "fsync", "close", "rename", "mkdir", "unlink"]
MOST = 20000  # calls of one kind in one build of a handful of records: more is a loop
FULL = os.environ.get("KBC_FULL") == "1"
EACH, SAMPLE = 6, 97  # a prime, so that it does not keep step with the kinds of files

ENV = {**os.environ, "SOURCE_DATE_EPOCH": "1795219200", "LC_ALL": "C"}
# Under AddressSanitizer its library wants to be first; ours only forwards.
ENV["ASAN_OPTIONS"] = ENV.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"

failures = []


def check(ok, *what):
    if not ok:
        failures.append(what)
        print("FAIL:", *what)
    return ok


def kbc(*args, env=None, stdout=subprocess.PIPE, prefix=()):
    return subprocess.run([*prefix, KBC, *args], env={**ENV, **(env or {})}, stdout=stdout,
                          stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120)


def said(run, *words):
    """Status 2 and one clear message on standard error."""
    text = run.stderr.decode(errors="replace")
    return run.returncode == 2 and text.startswith("kbc: ") and all(w in text for w in words)


def shown(run):
    return "status %d, %r" % (run.returncode, run.stderr.decode(errors="replace")[:300])


def tree(folder, stage=False):
    """Every file below, with its bytes; links as what they point to. What is known of how the files
    lie in that very folder is left out."""
    found = {}
    for place, folders, names in os.walk(folder):
        if not stage and ".kbc-stage" in folders:
            folders.remove(".kbc-stage")
        for name in names:
            path = os.path.join(place, name)
            key = os.path.relpath(path, folder)
            if key == ".kbc-made":
                continue
            if os.path.islink(path):
                found[key] = ("link", os.readlink(path))
            else:
                with open(path, "rb") as f:
                    found[key] = f.read()
        if not folders and not names:
            found[os.path.relpath(place, folder) + "/"] = "empty"
    return found


def seeds(folder, old):
    """The seeds as they are, or an older state of them: one less, one more, others changed."""
    shutil.copytree(os.path.join(SOURCE, "seeds"), folder)
    if not old:
        return
    place = os.path.join(folder, "cuda")
    names = sorted(os.listdir(place))
    with open(os.path.join(place, names[0]), encoding="utf-8") as f:
        text = f.read()
    os.remove(os.path.join(place, names[1]))
    with open(os.path.join(place, names[0]), "w", encoding="utf-8") as f:
        f.write(text.replace("CUDA driver", "CUDA device driver"))
    own = re.search(r'"id": "([^"]+)"', text).group(1)
    with open(os.path.join(place, "gone.json"), "w", encoding="utf-8") as f:
        f.write(text.replace(own, "cuda/gone"))
    os.mkdir(os.path.join(folder, "other"))
    with open(os.path.join(folder, "other", "gone.json"), "w", encoding="utf-8") as f:
        f.write(text.replace(own, "other/gone").replace('"domain": "cuda"', '"domain": "other"'))


def lines(data):
    return set(data.split(b"\n")) if isinstance(data, bytes) else set()


def between(now, old, new):
    """Names of files that are neither as before nor as they are to be. The list of files may name
    both."""
    odd = []
    for path in set(now) | set(old) | set(new):
        if path == ".kbc-files":
            if not (lines(old[path]) & lines(new[path]) <= lines(now.get(path))
                    <= lines(old[path]) | lines(new[path])):
                odd.append(path)
        elif path.endswith("/"):
            continue  # an empty folder
        elif now.get(path) not in (old.get(path), new.get(path)):
            odd.append(path)
    return odd


def dead_links(files):
    """Links that lead nowhere, on pages that can be reached from the home page."""
    todo, seen, dead = ["html/index.html"], set(), []
    while todo:
        page = todo.pop()
        if page in seen or not isinstance(files.get(page), bytes):
            continue
        seen.add(page)
        for link in re.findall(rb'(?:href|src)="([^"#?]+)', files[page]):
            link = link.decode().replace("&amp;", "&")
            if re.match(r"[a-z][a-z0-9+.-]*:|//", link):
                continue
            link = re.sub("%([0-9A-Fa-f]{2})", lambda m: chr(int(m.group(1), 16)), link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
            if target not in files:
                dead.append((page, link))
            elif target.endswith(".html"):
                todo.append(target)
    return dead


class Place:
    """A folder with old and new input, and what each builds."""

    def __init__(self, work):
        self.work = work
        self.old_in, self.new_in = os.path.join(work, "old"), os.path.join(work, "new")
        self.base, self.out = os.path.join(work, "base"), os.path.join(work, "out")
        seeds(self.old_in, True)
        seeds(self.new_in, False)
        built = kbc("build", self.old_in, "-o", self.base)
        check(built.returncode == 0, "the old build:", shown(built))
        built = kbc("build", self.new_in, "-o", self.out)
        check(built.returncode == 0, "the new build:", shown(built))
        self.old, self.new = tree(self.base), tree(self.out)
        self.reset()
        built = kbc("build", self.new_in, "-o", self.out)
        check(tree(self.out) == self.new, "a build over an old one differs from a fresh one",
              sorted(set(tree(self.out)) ^ set(self.new)))
        check(not dead_links(self.new), "dead links", dead_links(self.new))

    def reset(self, fresh=False):
        shutil.rmtree(self.out, ignore_errors=True)
        if not fresh:
            shutil.copytree(self.base, self.out, symlinks=True)

    def build(self, **options):
        return kbc("build", self.new_in, "-o", self.out, **options)

    def repaired(self, *what):
        again = self.build()
        check(again.returncode == 0 and tree(self.out, stage=True) == self.new,
              "not repaired after", *what, shown(again))

    def turned_back(self, *what):
        """What a killed build had put in place goes when the records go: it was written down."""
        other = os.path.join(self.work, "other")
        shutil.copytree(self.out, other, symlinks=True)
        again = kbc("build", self.old_in, "-o", other)
        check(again.returncode == 0 and tree(other, stage=True) == self.old,
              "the old records do not give the old output after", *what, shown(again),
              sorted(set(tree(other)) ^ set(self.old)))
        shutil.rmtree(other)


def struck(log):
    """Renames that went before the fault, or None when it did not come to it."""
    if not os.path.exists(log):
        return None
    with open(log, encoding="ascii") as f:
        return int(f.read())


def faults(place, library, call, kill=False, fresh=False):
    """Fails, or kills at, calls of that kind in turn, until a run is not reached: each of them with
    KBC_FULL=1, else the first, where files of every kind begin, and a sample of the rest."""
    log = os.path.join(place.work, "log")
    nth = 0
    while nth < MOST:
        nth += 1 if FULL or nth < EACH else SAMPLE
        what = (call, nth, "killed" if kill else "failed", "fresh" if fresh else "")
        place.reset(fresh)
        if os.path.exists(log):
            os.remove(log)
        env = {"LD_PRELOAD": library, "FAULT_CALL": call, "FAULT_NTH": str(nth), "FAULT_LOG": log}
        if kill:
            env["FAULT_KILL"] = "1"
        run = place.build(env=env)
        before = struck(log)
        if before is None:
            check(run.returncode == 0 and tree(place.out, stage=True) == place.new, *what,
                  "was never reached:", shown(run))
            return nth - 1
        now = tree(place.out, stage=not kill)
        old = {} if fresh else place.old
        if kill:
            check(run.returncode == -signal.SIGKILL, *what, shown(run))
            check(not dead_links(now), *what, "dead links", dead_links(now))
            place.turned_back(*what)
        else:
            check(said(run, "cannot", "No space left on device"), *what, shown(run))
        if before == 0 and not kill:
            check(now == old, *what, "before any rename, yet changed:",
                  sorted(p for p in set(now) | set(old) if now.get(p) != old.get(p)))
        if not fresh:
            odd = between(now, old, place.new)
            check(not odd, *what, "neither old nor new:", odd)
        place.repaired(*what)
    check(False, call, "never ends")
    return MOST


def obstacles(place):
    """What may stand where the output is to go. Nothing may change."""
    def refused(*words, prefix=(), of=None):
        before = tree(of or place.out, stage=True)
        run = place.build(prefix=prefix)
        check(said(run, *words), words, shown(run))
        check(tree(of or place.out, stage=True) == before, words, "changed something")

    shutil.rmtree(place.out)
    with open(place.out, "w", encoding="ascii") as f:
        f.write("a file")
    run = place.build()
    check(said(run, "Not a directory"), "out is a file", shown(run))
    with open(place.out, encoding="ascii") as f:
        check(f.read() == "a file", "out was a file")
    os.remove(place.out)

    place.reset()
    os.remove(os.path.join(place.out, "c", "kb.h"))
    os.makedirs(os.path.join(place.out, "c", "kb.h"))
    refused("c/kb.h", "Is a directory")

    place.reset()
    shutil.rmtree(os.path.join(place.out, "c"))
    with open(os.path.join(place.out, "c"), "w", encoding="ascii") as f:
        f.write("a file")
    refused("out/c", "no folder")

    place.reset()
    away = os.path.join(place.work, "away")
    os.rename(os.path.join(place.out, "html"), away)
    os.symlink(away, os.path.join(place.out, "html"))
    before = tree(away)
    refused("out/html", "no folder, or is a link")
    check(tree(away) == before, "wrote through a linked folder")
    shutil.rmtree(away)

    place.reset()
    victim = os.path.join(place.work, "victim")
    with open(victim, "w", encoding="ascii") as f:
        f.write("mine")
    for name in ("kb.kbx", os.path.join("html", "index.html"), ".kbc-files", ".kbc-made"):
        os.remove(os.path.join(place.out, name))
        os.symlink(victim, os.path.join(place.out, name))
    run = place.build()
    check(run.returncode == 0, "links at targets", shown(run))
    # Without the list of its files, what only the old build had stays.
    now = tree(place.out)
    check(all(now.get(path) == data for path, data in place.new.items()),
          "links at targets were not replaced")
    with open(victim, encoding="ascii") as f:
        check(f.read() == "mine", "wrote through a link")

    place.reset()
    fd = os.open(place.out, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_SH)
    refused("another build is writing into")
    os.close(fd)
    place.repaired("a lock")


def unwritable(place):
    """Without the rights to write; as root, by the user nobody."""
    prefix = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            print("unwritable folders: skipped, no setpriv")
            return
        prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    global KBC
    usual = KBC
    KBC = shutil.copy(KBC, os.path.join(place.work, "kbc"))
    os.chmod(KBC, 0o755)
    os.chmod(place.work, 0o755)
    for closed in ("", "html", os.path.join("html", "en", "cuda"), "c"):
        place.reset()
        if os.geteuid() == 0:
            for where, folders, names in os.walk(place.out):
                for name in [where] + [os.path.join(where, n) for n in folders + names]:
                    os.chown(name, 65534, 65534)
        os.chmod(os.path.join(place.out, closed), 0o555)
        run = place.build(prefix=prefix)
        check(said(run, "cannot write into", "Permission denied"), "unwritable", closed, shown(run))
        check(tree(place.out, stage=True) == place.old, "unwritable", closed, "but changed")
        os.chmod(os.path.join(place.out, closed), 0o755)
    KBC = usual


def modes(place):
    """Files get the rights that the umask leaves."""
    for mask in (0o022, 0o077, 0o002):
        place.reset(fresh=True)
        old = os.umask(mask)
        try:
            place.build()
        finally:
            os.umask(old)
        mode = stat.S_IMODE(os.stat(os.path.join(place.out, "kb.kbx")).st_mode)
        check(mode == 0o666 & ~mask, "umask", oct(mask), "gives", oct(mode))


def standard_output(place):
    """A full disk or a closed pipe behind standard output."""
    place.reset()
    ident = "cuda/cuda-error-driver-unloading"
    index = os.path.join(place.out, "kb.kbx")
    commands = [["check", place.new_in], ["check", place.new_in, "--format", "json"],
                ["build", place.new_in, "-o", place.out], ["rule"], ["schema", "errorcanon"],
                ["show", ident, "--index", index], ["show", ident, "--json", "--index", index],
                ["kbx", "dump", index], ["version"], ["help"]]
    for command in commands:
        words = " ".join(command[:2])
        plain = kbc(*command)
        check(plain.returncode in (0, 1), words, shown(plain))
        with open("/dev/full", "wb") as full:
            run = kbc(*command, stdout=full)
        check(said(run, "No space left on device"), words, "into a full disk:", shown(run))
        ends = os.pipe()
        os.close(ends[0])
        run = kbc(*command, stdout=ends[1])
        os.close(ends[1])
        check(said(run), words, "into a closed pipe:", shown(run))


def main():
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if not compiler:
        print("skipped: no C compiler")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as work:
        library = os.path.join(work, "fault.so")
        subprocess.run([compiler, "-shared", "-fPIC", os.path.join(HERE, "fault.c"), "-o", library,
                        "-ldl"], check=True)
        place = Place(work)
        if failures:
            sys.exit(1)
        for call in CALLS:
            reached = faults(place, library, call)
            print("%s: %d calls failed in turn" % (call, reached))
            check(reached > 0, call, "is never called: the test does not test")
        for call in ("mkdir", "rename", "open"):
            print("%s, nothing there before: %d" % (call, faults(place, library, call, fresh=True)))
        for call in ("rename", "unlink", "mkdir", "open"):
            print("%s: killed at each of %d" % (call, faults(place, library, call, kill=True)))
        obstacles(place)
        unwritable(place)
        modes(place)
        standard_output(place)
    print("%d failures" % len(failures))
    sys.exit(1 if failures else 0)


main()
