# SPDX-License-Identifier: MIT
# Sourced by the other scripts: installing what is missing, and where the project is.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The tests write many small files, and kbc waits for the disk to have them: in memory they take half
# the time.
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && ! grep -q ' /dev/shm .*noexec' /proc/mounts &&
    [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 4000000 ]; then
    export TMPDIR=/dev/shm
fi

say() { printf '== %s\n' "$*"; }

# need TEST PACKAGE: PACKAGE is wanted unless TEST, a command line, succeeds.
wanted=()
need() {
    if ! eval "$1" >/dev/null 2>&1; then wanted+=("$2"); fi
}

# Installs what the calls of `need` found missing.
install_wanted() {
    if [ ${#wanted[@]} -eq 0 ]; then return; fi
    if ! command -v apt-get >/dev/null; then
        say "missing: ${wanted[*]} (names of Debian packages); install them and run this again"
        exit 2
    fi
    local root=()
    if [ "$(id -u)" -ne 0 ]; then root=(sudo); fi
    say "installing ${wanted[*]}"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "${wanted[@]}" >/dev/null
    wanted=()
}

need_build() {
    need "command -v cmake" cmake
    need "command -v ninja" ninja-build
    need "command -v cc" gcc
    need "printf '#include <stdio.h>\n' | cc -E -" libc6-dev
    need "command -v pkg-config" pkg-config
    need "pkg-config --exists json-c" libjson-c-dev
    need "pkg-config --exists libxml-2.0" libxml2-dev
    need "pkg-config --exists libpcre2-8" libpcre2-dev
    need "pkg-config --exists zlib" zlib1g-dev
    need "pkg-config --exists check" check
}

need_tests() {
    need_build
    need "command -v python3" python3
    need "python3 -c 'import jsonschema'" python3-jsonschema
    need "command -v g++" g++
    need "command -v clang" clang
    need "command -v readelf" binutils
    need "command -v git" git
    need "command -v patch" patch
    need "command -v setpriv" util-linux
    need "command -v pre-commit" pre-commit
}

# build PRESET: configures when needed and builds.
build() {
    if [ ! -f "build/$1/build.ninja" ]; then
        cmake --preset "$1" >/dev/null
    fi
    cmake --build --preset "$1" -- --quiet
}
