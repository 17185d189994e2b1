#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is this error? lookup.py INDEX ID|CODE|ALIAS [LANGUAGE]"""
import sys

import kbx


def main(path, wanted, language=None):
    with kbx.open(path, verify=True) as index:
        record = index.get(wanted) or next(iter(index.code(wanted) + index.alias(wanted)), None)
        if record is None:
            return 1
        print("Cause:", record.text("root_cause", language) or "not known")
        for heading, entries, words, rate in (("What not to try:", "dead_end", "why_fails", "fail_rate"),
                                              ("What to try:", "workaround", "how", "success_rate")):
            print(heading)
            for entry in record.entries(entries):
                text = entry.text("action", language) or entry.text(words, language) or ""
                known = entry.rate(rate)
                print("  %3.0f %%  %s" % (known.value * 100 if known else 0, text))
    return 0


if len(sys.argv) not in (3, 4):
    sys.exit(__doc__)
try:
    sys.exit(main(*sys.argv[1:]))
except (OSError, kbx.Error) as error:
    print(error, file=sys.stderr)
    sys.exit(2)
