#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `kbc search` is worth, measured on the corpus (KBC_CORPUS) and the seeds.

  - of 200 records, taken evenly, at least 97 of 100 are first for their own signature, or level
    with others that have the same
  - and at least 90 of 100 are among the first three for the three rarest words of their root cause
  - every piece of 2 to 6 characters of a Chinese text of the seeds finds its record
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", ""), "errorcanon")
SAMPLE, FIRST, THREE = 200, 97, 90
HAN = re.compile("[\u4e00-\u9fff]")
problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)


def load(folder):
    for path in sorted(glob.glob(folder + "/**/*.json", recursive=True)):
        with open(path, encoding="utf-8") as f:
            record = json.load(f)
        if "id" in record:
            yield record


def search(index, query, *options):
    got = subprocess.run([KBC, "search", "--json", "--index", index, *options, "--", query],
                         capture_output=True, check=False)
    expect(got.returncode in (0, 1) and not got.stderr, f"{query!r}: {got.stderr.decode()}")
    return json.loads(got.stdout) if got.stdout else {"found": []}


def own_signatures(index, sample):
    good = 0
    for record in sample:
        signature = record["error"]["signature"]
        for hit in search(index, signature)["found"]:
            if hit["id"] == record["id"]:
                good += 1
                break
            if hit["signature"] != signature:
                break
    return 100 * good / len(sample)


def words_of(record):
    return set(re.findall("[a-z]{4,}", record["verdict"]["summary"].lower()))


def rare_words(index, records, sample):
    count = collections.Counter(word for record in records for word in words_of(record))
    good = tried = 0
    for record in sample:
        rare = sorted(words_of(record), key=lambda word: (count[word], word))[:3]
        if len(rare) < 3:
            continue
        tried += 1
        ids = [hit["id"] for hit in search(index, " ".join(rare), "--top", "3")["found"]]
        good += record["id"] in ids
    return 100 * good / tried


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


def chinese_pieces(folder):
    """Each piece once, with the records that have it; those of Han alone, and those mixed."""
    pieces = collections.defaultdict(set)
    for record in load(folder):
        for text in texts_of(record):
            for n in range(2, 7):
                for i in range(len(text) - n + 1):
                    if HAN.search(text[i:i + n]):
                        pieces[text[i:i + n]].add(record["id"])
    return pieces


def any_piece(work):
    folder = os.path.join(SOURCE, "seeds")
    subprocess.run([KBC, "build", folder, "-o", work, "--emit", "kbx", "-q"], check=True)
    index = os.path.join(work, "kb.kbx")
    pieces = sorted(chinese_pieces(folder).items())
    for piece, ids in pieces[::1 + len(pieces) // 1500]:
        found = {hit["id"] for hit in search(index, piece, "--top", "0")["found"]}
        expect(ids <= found, f"{piece!r} does not find {sorted(ids - found)}")
        if all(HAN.match(c) for c in piece):
            expect(found == ids, f"{piece!r} finds {sorted(found - ids)}, which do not have it")
    return len(pieces)


def main():
    with tempfile.TemporaryDirectory() as work:
        print(f"{any_piece(work)} pieces of Chinese texts")
        if not os.path.isdir(CORPUS):
            print("without the corpus (KBC_CORPUS), ranking is not measured")
            sys.exit(1 if problems else 77)
        subprocess.run([KBC, "build", CORPUS, "--schema", "errorcanon", "-o", work, "--emit", "kbx", "-q"],
                       check=True)
        index = os.path.join(work, "kb.kbx")
        records = list(load(CORPUS))
        sample = records[::len(records) // SAMPLE][:SAMPLE]
        first, three = own_signatures(index, sample), rare_words(index, records, sample)
        print(f"first for its own signature: {first:.1f} of 100; "
              f"among three for three rare words: {three:.1f} of 100")
        expect(first >= FIRST, f"only {first:.1f} of 100 are first for their own signature")
        expect(three >= THREE, f"only {three:.1f} of 100 are among three for three rare words")


main()
print("\n".join(problems))
sys.exit(1 if problems else 0)
