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
foreach(name lookup match)
  configure_file({source}/examples/${{name}}.c ${{name}}.cc COPYONLY)
  add_executable(c_shared_${{name}} {source}/examples/${{name}}.c)
  add_executable(c_static_${{name}} {source}/examples/${{name}}.c)
  add_executable(cc_shared_${{name}} ${{CMAKE_BINARY_DIR}}/${{name}}.cc)
  set_target_properties(c_shared_${{name}} c_static_${{name}} PROPERTIES C_STANDARD 99)
  target_link_libraries(c_shared_${{name}} PRIVATE kbx::kbx)
  target_link_libraries(cc_shared_${{name}} PRIVATE kbx::kbx)
  target_link_libraries(c_static_${{name}} PRIVATE kbx::static)
endforeach()
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
    """The program finds the record by its id and by its code, and says so when there is none."""
    said = [subprocess.run([*command, index, asked], capture_output=True, text=True, check=False, env=env) for asked in ASKED]
    expect([got.returncode for got in said] == [0, 0, 1], f"{what} ended with {[got.returncode for got in said]}: {said[0].stderr}")
    expect(said[0].stdout == said[1].stdout and said[0].stdout.startswith("Cause: A CUDA synchronization object"),
           f"{what} says {said[0].stdout!r}")
    refuses(what, *command, KBC, "x", env=env)
    return said[0].stdout


def refuses(what, *command, env=None):
    got = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    expect(got.returncode == 2 and "not a packed index" in got.stderr, f"{what} takes a foreign file: {got}")


def matches(what, index, program, env=None):
    """The program explains the one line of a log that a record knows."""
    got = subprocess.run([program, index], input=f"first\n{LINE}\nlast", capture_output=True, text=True, check=False, env=env)
    expect(got.returncode == 0 and got.stdout.count("\n") == 1 and
           got.stdout.startswith(ASKED[0] + ": A CUDA synchronization object"), f"{what} says {got}")
    refuses(what, program, KBC, env=env)


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
        commands = {"C99": ([*compiler(BUILD), "-std=c99"], flags),
                    "static": ([*compiler(BUILD), "-std=c99"], [os.path.join(libraries, "libkbx.a"), *static])}
        if plain:
            commands["C++"] = (["g++", "-std=c++11", "-xc++"], flags)
        for what, (command, linked) in commands.items():
            for name in ("lookup", "match"):
                run(*command, os.path.join(SOURCE, "examples", name + ".c"), *linked, "-Wall", "-Wextra", "-Wpedantic",
                    "-Werror", "-o", os.path.join(work, name))
            env_of = env if what != "static" else None
            said.add(answers(what, index, os.path.join(work, "lookup"), env=env_of))
            matches(what, index, os.path.join(work, "match"), env=env_of)
        if plain:
            with open(os.path.join(work, "CMakeLists.txt"), "w", encoding="utf-8") as f:
                f.write(PROJECT.format(source=SOURCE))
            built = os.path.join(work, "build")
            run("cmake", "-S", work, "-B", built, "-DCMAKE_PREFIX_PATH=" + prefix)
            run("cmake", "--build", built)
            for name in ("c_shared", "c_static", "cc_shared"):
                said.add(answers("CMake, " + name, index, os.path.join(built, name + "_lookup")))
                matches("CMake, " + name, index, os.path.join(built, name + "_match"))
        expect(len(said) == 1, f"the examples differ: {said}")
    print(f"{len(problems)} problems")
    sys.exit(1 if problems else 0)


main()
