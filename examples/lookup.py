#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is this error? lookup.py INDEX ID|CODE|ALIAS [LANGUAGE]"""
import sys

import kbx


def main(path, wanted, language=None):
    with kbx.open(path, verify=True) as index:
        record = index.get(wanted) or next(iter(index.code(wanted) + index.alias(wanted)), None)
        if record is None:
            print("no record is found by it", file=sys.stderr)
            return 1
        print("Cause:", record.text("root_cause", language) or "not known")
        for heading, entries, words, rate in (("What not to try:", "dead_end", "why_fails", "fail_rate"),
                                              ("What to try:", "workaround", "how", "success_rate")):
            print(heading)
            for entry in record.entries(entries):
                text = entry.text("action", language) or entry.text(words, language) or ""
                known = entry.rate(rate)
                # No rate is not a rate of 0.
                print("  %3s %%  %s" % (format(known.value * 100, ".0f") if known else "?", text))
    return 0


if len(sys.argv) not in (3, 4):
    sys.exit(__doc__)
try:
    sys.exit(main(*sys.argv[1:]))
except OSError as error:  # names the file
    print(error, file=sys.stderr)
    sys.exit(2)
except kbx.Error as error:
    print(f"{sys.argv[1]}: {error}", file=sys.stderr)
    sys.exit(2)
