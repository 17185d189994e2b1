#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `kbc search` is worth, measured on the corpus (KBC_CORPUS) and the seeds.

  - of 200 records, taken evenly, at least 97 of 100 are first for their own signature, or level
    with others that have the same
  - and at least 90 of 100 are among the first three for the three rarest words of their root cause
  - every piece of 2 to 6 characters of a Chinese text of the seeds finds its record
"""
import json
import os
import subprocess
import sys
import tempfile

KBC, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
sys.path.insert(0, os.path.join(SOURCE, "tests"))
import questions  # noqa: E402 pylint: disable=wrong-import-position
CORPUS = os.path.join(os.environ.get("KBC_CORPUS", ""), "errorcanon")
FIRST, THREE = 97, 90
problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)


def search(index, query, *options):
    got = subprocess.run([KBC, "search", "--json", "--index", index, *options, "--", query],
                         capture_output=True, check=False)
    expect(got.returncode in (0, 1) and not got.stderr, f"{query!r}: {got.stderr.decode()}")
    return json.loads(got.stdout) if got.stdout else {"found": []}


def own_signatures(index, sample):
    """How many of 100 stand first, or behind others of the same signature alone."""
    good = 0
    for one in sample:
        for hit in search(index, one["signature"])["found"]:
            if hit["id"] == one["id"]:
                good += 1
                break
            if hit["signature"] != one["signature"]:
                break
    return 100 * good / len(sample)


def rare_words(index, sample):
    """How many of 100 stand among the first three."""
    asked = [one for one in sample if one["rare"]]
    found = [[hit["id"] for hit in search(index, one["rare"], "--top", "3")["found"]] for one in asked]
    return 100 * sum(one["id"] in ids for one, ids in zip(asked, found)) / len(asked)


def any_piece(work):
    folder = os.path.join(SOURCE, "seeds")
    subprocess.run([KBC, "build", folder, "-o", work, "--emit", "kbx", "-q"], check=True)
    index = os.path.join(work, "kb.kbx")
    pieces = questions.chinese_pieces(folder)
    for piece, have, only_han in pieces:
        ids, found = set(have), {hit["id"] for hit in search(index, piece, "--top", "0")["found"]}
        expect(ids <= found, f"{piece!r} does not find {sorted(ids - found)}")
        if only_han:
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
        sample = list(questions.sample_of(list(questions.read(CORPUS))))
        first, three = own_signatures(index, sample), rare_words(index, sample)
        print(f"first for its own signature: {first:.1f} of 100; "
              f"among three for three rare words: {three:.1f} of 100")
        expect(first >= FIRST, f"only {first:.1f} of 100 are first for their own signature")
        expect(three >= THREE, f"only {three:.1f} of 100 are among three for three rare words")


main()
print("\n".join(problems))
sys.exit(1 if problems else 0)
