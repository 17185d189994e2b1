#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# kbc for pre-commit: the one on the path, else the one built in this clone. Never installs
# anything, never uses the network.
here=$(cd "$(dirname "$0")/.." && pwd) || exit 2
if command -v kbc >/dev/null; then exec kbc "$@"; fi
if [ ! -x "$here/build/release/kbc" ]; then
    if ! { cmake -S "$here" --preset release && cmake --build "$here/build/release"; } >"$here/hook.log" 2>&1; then
        printf 'kbc is not on the path, and could not be built: see %s\n' "$here/hook.log" >&2
        exit 2
    fi
fi
exec "$here/build/release/kbc" "$@"
