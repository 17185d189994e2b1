#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What looks at the site from outside, for the tests: Chromium, Java, and packages of npm below
# build/web. Tests never reach a network: where something of it is missing they say so and are skipped.
# Arguments are further packages of npm.
. "$(dirname "$0")/lib.sh"

need "command -v chromium" chromium
need "command -v npm" npm
need "command -v java" default-jre-headless
install_wanted

# playwright-core from 1.62 asks for a newer Node.js than Debian 12 has.
packages=(playwright-core@1.60.0 axe-core@4.14.1 vnu-jar@26.9.27 "$@")
for package in "${packages[@]}"; do
    if ! grep -qs "\"version\": \"${package##*@}\"" "build/web/node_modules/${package%@*}/package.json"; then
        say "installing ${packages[*]}"
        mkdir -p build/web
        npm install --silent --no-audit --no-fund --ignore-scripts --prefix build/web \
            "${packages[@]}" >/dev/null
        break
    fi
done
