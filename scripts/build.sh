#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds build/release/kbc, installing what is missing. Safe to run again.
. "$(dirname "$0")/lib.sh"

need_build
install_wanted
say "building build/release/kbc"
build release
