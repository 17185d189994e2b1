#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""libkbx as other programs get it: kbx_install.py KBC SOURCE_DIR BUILD_DIR

Installs into a folder of its own, which is then moved, and builds examples/ from there: by
pkg-config and by CMake, as C99 and as C++, against the shared and the static library. Each program
must answer, and so must examples/lookup.py with the installed module. The shared library exports
what the headers declare with KBX_API, and nothing else.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

KBC, SOURCE, BUILD = (os.path.abspath(p) for p in sys.argv[1:4])
sys.path.insert(0, os.path.join(SOURCE, "tests"))
from bases import compiler  # noqa: E402 pylint: disable=wrong-import-position

ASKED = "cuda/cuda-error-invalid-sync-object", "CUDAERRORINVALIDSYNCOBJECT", "no such error"
LINE = "[3] rank 0: CUDA Error: Invalid sync object (at step 7)"
PROJECT = """cmake_minimum_required(VERSION 3.25)
project(user C CXX)
find_package(kbx 0.1 REQUIRED COMPONENTS static)
configure_file({source}/examples/lookup.c lookup.cc COPYONLY)
add_executable(c_shared {source}/examples/lookup.c)
add_executable(c_static {source}/examples/lookup.c)
add_executable(cc_shared ${{CMAKE_BINARY_DIR}}/lookup.cc)
set_target_properties(c_shared c_static PROPERTIES C_STANDARD 99)
target_link_libraries(c_shared PRIVATE kbx::kbx)
target_link_libraries(cc_shared PRIVATE kbx::kbx)
target_link_libraries(c_static PRIVATE kbx::static)
"""
problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)
        print("FAIL:", what)


def run(*command, **options):
    got = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    expect(got.returncode == 0, f"{' '.join(command)}: {got.stdout}{got.stderr}")
    return got.stdout


def exports(prefix):
    """What nm sees against what the headers say, as far as it is there: a header whose functions are
    in none of the sources would be an empty promise."""
    library = glob.glob(prefix + "/lib/**/libkbx.so.[0-9]", recursive=True)
    expect(len(library) == 1, "there is no libkbx.so with a version")
    seen = {line.split()[-1] for line in run("nm", "-D", "--defined-only", *library).splitlines()}
    promised = set()
    for header in glob.glob(prefix + "/include/kbx/*.h"):
        with open(header, encoding="utf-8") as f:
            promised |= set(re.findall(r"KBX_API\b[^;]*?\b(kbx_\w+)\(", f.read()))
    foreign = {name for name in seen - promised if not name.startswith(("__asan", "__odr_asan", "__ubsan", "__gcov"))}
    expect(not foreign, f"exported, but not by the headers: {sorted(foreign)}")
    expect(not promised - seen, f"in the headers, but not exported: {sorted(promised - seen)}")


def answers(what, index, *command, env=None):
    """The program finds the record by its id, by its code and, where it knows regexes, by a line of a
    log, and says so when there is none."""
    said = [subprocess.run([*command, index, asked], capture_output=True, text=True, check=False, env=env) for asked in ASKED]
    expect([got.returncode for got in said] == [0, 0, 1], f"{what} ended with {[got.returncode for got in said]}: {said[0].stderr}")
    expect(said[0].stdout == said[1].stdout and said[0].stdout.startswith("Cause: A CUDA synchronization object"),
           f"{what} says {said[0].stdout!r}")
    if not command[-1].endswith(".py"):
        line = subprocess.run([*command, index, LINE], capture_output=True, text=True, check=False, env=env)
        expect(line.returncode == 0 and line.stdout == said[0].stdout, f"{what} does not know the line: {line}")
    broken = subprocess.run([*command, KBC, "x"], capture_output=True, text=True, check=False, env=env)
    expect(broken.returncode == 2 and "not a packed index" in broken.stderr, f"{what} takes a foreign file: {broken}")
    return said[0].stdout


def main():
    missing = [tool for tool in ("cmake", "pkg-config", "g++", "nm") if not shutil.which(tool)]
    if missing:
        print("skipped: no", ", ".join(missing))
        sys.exit(77)
    plain = len(compiler(BUILD)) == 1
    with tempfile.TemporaryDirectory() as work:
        run("cmake", "--install", BUILD, "--prefix", os.path.join(work, "first"))
        prefix = os.path.join(work, "moved")
        os.rename(os.path.join(work, "first"), prefix)
        libraries = os.path.dirname(glob.glob(prefix + "/lib/**/libkbx.so", recursive=True)[0])
        exports(prefix)
        index = os.path.join(work, "out", "kb.kbx")
        run(os.path.join(prefix, "bin", "kbc"), "build", os.path.join(SOURCE, "seeds"), "-q", "-o", os.path.dirname(index), "--emit", "kbx")
        module = os.path.dirname(glob.glob(prefix + "/**/kbx.py", recursive=True)[0])
        env = {**os.environ, "LD_LIBRARY_PATH": libraries, "PYTHONPATH": module,
               "PKG_CONFIG_PATH": os.path.join(libraries, "pkgconfig")}
        said = {answers("lookup.py", index, sys.executable, SOURCE + "/examples/lookup.py", env=env)}
        # A sanitized library wants a sanitized program; C++ and CMake are left to the plain build.
        flags = run("pkg-config", "--cflags", "--libs", "kbx", env=env).split()
        static = [f for f in run("pkg-config", "--cflags", "--libs", "--static", "kbx", env=env).split() if f != "-lkbx"]
        expect("-lz" not in flags and "-lz" in static, "zlib is a private requirement")
        example, program = os.path.join(SOURCE, "examples", "lookup.c"), os.path.join(work, "lookup")
        commands = {"C99": [*compiler(BUILD), "-std=c99", example, *flags],
                    "static": [*compiler(BUILD), "-std=c99", example, os.path.join(libraries, "libkbx.a"), *static]}
        if plain:
            commands["C++"] = ["g++", "-std=c++11", "-xc++", example, *flags]
        for what, command in commands.items():
            run(*command, "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-o", program)
            said.add(answers(what, index, program, env=env if what != "static" else None))
        if plain:
            with open(os.path.join(work, "CMakeLists.txt"), "w", encoding="utf-8") as f:
                f.write(PROJECT.format(source=SOURCE))
            built = os.path.join(work, "build")
            run("cmake", "-S", work, "-B", built, "-DCMAKE_PREFIX_PATH=" + prefix)
            run("cmake", "--build", built)
            for name in ("c_shared", "c_static", "cc_shared"):
                said.add(answers("CMake, " + name, index, os.path.join(built, name)))
        expect(len(said) == 1, f"the examples differ: {said}")
    print(f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


main()
