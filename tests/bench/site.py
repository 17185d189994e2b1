#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The documentation site, measured: prints Markdown for docs/benchmarks.md.

  site.py KBC SOURCE CORPUS WORK RUNS

KBC is the program, SOURCE this repository with what scripts/web-tools.sh installs, CORPUS the folder of the
errorcanon records, WORK a folder to build in. What is built is compared with
`cp -r` of the same site in the same turn: that is what its files cost with nothing made.
"""
import glob
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

KBC, SOURCE, CORPUS, WORK = (os.path.abspath(path) for path in sys.argv[1:5])
sys.path.insert(0, os.path.join(SOURCE, "tests", "robustness"))
import search_page as page  # noqa: E402 pylint: disable=wrong-import-position
RUNS = int(sys.argv[5])
MEMORY = "/dev/shm"  # a file system without a disk, where there is one
# The direct peer's generator, as measured elsewhere on such a machine: 4.7 s for 2,522 records.
PEER = 4700 / 2522
PARALLEL = "from nothing, on all cores"
OPTIONS = ["--schema", "errorcanon", "--emit", "html", "--base-url", "https://example.org/kb/", "-q"]


def cost(*command):
    """Milliseconds of CPU, of the program and of the system for it, and by the clock."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.decode(errors='replace')}")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return [1000 * seconds for seconds in (after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime, wall)]


def stamps(folder):
    """What tells a file that was written again from one that was left alone."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            info = os.lstat(path)
            found[os.path.relpath(path, folder)] = (info.st_ino, info.st_mtime_ns, info.st_size)
    return found


class Site:
    """A copy of the records and the site of them, in one place."""

    def __init__(self, place):
        self.place, self.records = place, os.path.join(place, "records")
        self.out = self.copy = self.parallel = None
        shutil.copytree(CORPUS, self.records)
        self.path = sorted(glob.glob(self.records + "/**/*.json", recursive=True))[700]
        self.other = self.path.replace(".json", "-again.json")
        with open(self.path, encoding="utf-8") as file:
            self.text = file.read()

    def build(self, *options, out=None):
        """With one thread unless told: threads that share a core charge each other."""
        return cost(KBC, "build", self.records, "-o", out or self.out, *OPTIONS, *(options or ["-j1"]))

    def start(self, turn):
        """The records as they were, and the turn's own folders. What an earlier turn made stays: right
        after files were deleted or replaced, ext4 takes several times as long to make new ones."""
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(self.text)
        self.out, self.copy, self.parallel = (os.path.join(self.place, f"{name}-{turn}")
                                              for name in ("out", "copy", "parallel"))

    def edit(self):
        record = json.loads(self.text)
        record["verdict"]["summary"] += " The serendipitous defenestration of a process is another cause."
        self.write(self.path, record)

    def add(self):
        record = json.loads(self.text)
        record["id"] += "-again"
        self.write(self.other, record)

    def remove(self):
        os.remove(self.other)

    @staticmethod
    def write(path, record):
        with open(path, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=2)


def turns(place):
    """{what: [costs]}, {what: files written or removed} and the bytes of the site: each thing once a turn,
    after one turn for nothing; first all that is made from nothing, see Site.start."""
    site = Site(place)
    steps = {"nothing changed": lambda: None, "the text of one record": site.edit,
             "one record more": site.add, "one record less": site.remove}
    costs = {name: [] for name in ("cp -r", "from nothing", PARALLEL, *steps)}
    files = {}
    for turn in range(RUNS + 1):
        site.start(turn)
        costs["from nothing"].append(site.build())
        costs["cp -r"].append(cost("cp", "-r", site.out, site.copy))
        costs[PARALLEL].append(site.build(f"-j{os.cpu_count()}", out=site.parallel))
    for turn in range(RUNS + 1):
        site.start(turn)
        before = stamps(site.out)
        files["from nothing"] = files["cp -r"] = files[PARALLEL] = len(before)
        for name, step in steps.items():
            step()
            costs[name].append(site.build())
            after = stamps(site.out)
            files[name] = sum(before.get(path) != after.get(path) for path in {*before, *after})
            before = after
    return {name: all_[1:] for name, all_ in costs.items()}, files, sum(size for _, _, size in before.values())


def table(where, costs, files, size, count):
    whole = {name: statistics.median(user + system for user, system, _ in all_) for name, all_ in costs.items()}
    print(f"### {count:,} records, {where}\n")
    print("| command | CPU, ms | of it system | by the clock | a record | of from nothing | files written or removed |")
    print("|---|---|---|---|---|---|---|")
    for name, all_ in costs.items():
        _, system, wall = (statistics.median(values) for values in zip(*all_))
        label = "`cp -r` of the site" if name == "cp -r" else name
        print(f"| {label} | {whole[name]:.0f} | {system:.0f} | {wall:.0f} | {whole[name] / count:.3f} | "
              f"{whole[name] / whole['from nothing']:.2f} | {files[name]:,} |")
    each = whole["from nothing"] / count
    print(f"\n{size / 1e6:.0f} MB in {files['from nothing']:,} files. Of CPU a record takes {each:.3f} ms, "
          f"{PEER / each:.1f} times less than the peer's {PEER:.2f} ms; the program itself, without the "
          f"system, {statistics.median(user for user, _, _ in costs['from nothing']) / count:.3f} ms.\n")


def search(work):
    print("### The search page in headless Chromium, from disk\n")
    records = sorted(page.questions.read(CORPUS), key=lambda record: record["id"].encode())
    log, explained = page.log_of(records)
    job = {"modules": page.tools.packages(SOURCE, "playwright-core"), "chromium": page.tools.chromium(),
           "measure": os.path.join(work, "measured.json"),
           "corpus": page.build(CORPUS, os.path.join(work, "site"), "--schema", "errorcanon"),
           "sample": list(page.questions.sample_of(records)), "log": log, "explained": explained}
    path = os.path.join(work, "job.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(job, file)
    run = subprocess.run(["node", os.path.join(SOURCE, "tests", "web", "search.mjs"), path], check=False,
                         stdout=sys.stderr)
    with open(job["measure"], encoding="utf-8") as file:
        found = json.load(file)

    def row(what, name, asked=""):
        of = found[name]
        print(f"| {what} | {of['median']:.1f} | {of['most']:.1f} | {of['longest']:.1f} | {asked} |")

    print("|  | median | 99 of 100 | most | asked |")
    print("|---|---|---|---|---|")
    keys, paste, shards = found["middle"]["count"], found["paste"], found["shards"]
    row("entering the field, which loads the index, ms", "entries")
    row(f"a key of {keys:,}, of {shards['count']} signatures taken evenly, until the first results stand, "
        "each behind the answer to the one before, no shard loaded before the first of a query, ms: "
        "the middle of its three times, each on a fresh page", "middle", 50)
    row(f"all {found['keys']['count']:,} times of these", "keys", 50)
    row(f"keys at ten a second, of {found['typed']['count']:,}, once each, ms", "typed", 50)
    print(f"| a log of 1,000 lines pasted, the first time, ms | {paste[0]:.0f} |  |  | 1,000 |")
    print(f"| the same log again, twice, ms | {statistics.mean(paste[1:]):.0f} |  | {max(paste[1:]):.0f} | 1,000 |")
    print(f"| shards of one of {shards['count']} queries, kB | {shards['median'] / 1000:.0f} |  | "
          f"{shards['longest'] / 1000:.0f} | 300 |\n")
    if run.returncode:
        sys.exit("search.mjs found problems")


def main():
    count = sum(1 for _ in page.questions.read(CORPUS))
    print("With all that is for machines: Markdown twins, JSON, feed, sitemap. The peer (deadends.dev) is not on this "
          "machine; its 4.7 s for 2,522 records, 1.9 ms each, is a stated figure. It writes a summary page, a "
          "redirect and a JSON file for each record, pages of the domains and texts for language models; its search "
          "is one page that holds every record. Here are more pages (lists by every facet, quality, graphs, a Markdown "
          "twin of each record), and a search index in shards. Builds run with one thread unless told otherwise: "
          "two that share a core charge each other.\n")
    places = [("on disk", WORK)] + ([("in memory (tmpfs)", MEMORY)] if os.path.isdir(MEMORY) else [])
    for where, place in places:
        with tempfile.TemporaryDirectory(dir=place) as work:
            table(where, *turns(work), count)
    with tempfile.TemporaryDirectory(dir=WORK) as work:
        search(work)


if __name__ == "__main__":
    main()
