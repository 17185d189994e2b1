#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds with warnings as errors and runs every test. Arguments go to ctest: scripts/test.sh -R case/
. "$(dirname "$0")/lib.sh"

need_tests
install_wanted
build test
ctest --preset test "$@"
