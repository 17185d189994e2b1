# SPDX-License-Identifier: MIT
"""What a search over a base is asked, of `kbc search` and of the search page alike: the signatures of
its records, the rarest words of their root causes, pieces of its Chinese texts."""
import collections
import glob
import json
import re

SAMPLE = 200
HAN = re.compile("[\u4e00-\u9fff]")


def read(folder):
    """The records of a folder of the errorcanon layout or the flat one, in the order of their paths."""
    for path in sorted(glob.glob(folder + "/**/*.json", recursive=True)):
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        if "id" in record:
            yield record


def texts_of(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


def chinese_pieces(folder):
    """About 1,500 pieces of 2 to 6 characters with Han among them, taken evenly: [piece, ids of the
    records that have it, whether all of it is Han]."""
    pieces = collections.defaultdict(set)
    for record in read(folder):
        for text in texts_of(record):
            for n in range(2, 7):
                for i in range(len(text) - n + 1):
                    if HAN.search(text[i:i + n]):
                        pieces[text[i:i + n]].add(record["id"])
    found = sorted(pieces.items())[::1 + len(pieces) // 1500]
    return [[piece, sorted(ids), all(HAN.match(c) for c in piece)] for piece, ids in found]


def words_of(record):
    return set(re.findall("[a-z]{4,}", record["verdict"]["summary"].lower()))


def sample_of(records):
    """SAMPLE records of the errorcanon layout, taken evenly: their id and signature, the ids of all
    that have the same signature, and their three rarest words, None where they have fewer."""
    count = collections.Counter(word for record in records for word in words_of(record))
    by_signature = collections.defaultdict(list)
    for record in records:
        by_signature[record["error"]["signature"]].append(record["id"])
    for record in records[::len(records) // SAMPLE][:SAMPLE]:
        rare = sorted(words_of(record), key=lambda word: (count[word], word))[:3]
        signature = record["error"]["signature"]
        yield {"id": record["id"], "signature": signature, "same": by_signature[signature],
               "rare": " ".join(rare) if len(rare) == 3 else None}
