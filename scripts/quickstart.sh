#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# From a fresh clone to the first check and the first build. Safe to run again.
. "$(dirname "$0")/build.sh"

say "kbc check seeds/"
status=0
found=$(build/release/kbc check seeds/) || status=$?
printf '%s\n' "$found"
if [ "$status" -gt 1 ]; then exit "$status"; fi # findings (1) are expected in the seeds

say "kbc build seeds/ -o out/"
build/release/kbc build seeds/ -o out/

cat <<END

Found: ${found##*$'\n'}. The seeds are real records with real flaws; each finding is above.
Where to look:
  out/html/index.html   the site
  out/c/kb.h            the C tables (with out/c/kb.c)
  out/kb.kbx            the packed index: build/release/kbc show cuda/stream-capture-invalid-scope
END
