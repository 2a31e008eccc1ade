#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints as JSON what it costs to compile programs of compile_time/: seconds of processor time.

Each program is compiled to an object, without a compiler cache, by each compiler and at -O0 and -O2. Programs with
tacho are compiled header-only and with definitions that are compiled apart (TACHO_SEPARATE_COMPILATION). All of them
take turns, run after run, so that a slow minute of the machine is everybody's. Beside the seconds of each run stand
the bytes of code and the number of symbols in the object.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "compile_time"
APART = "-DTACHO_SEPARATE_COMPILATION"
TACHO = ("tacho_text", "tacho_exposer", "counter_only", "include_only")
OTHERS = ("prometheus_cpp_text", "prometheus_cpp_exposer", "asio_beast", "fmt_format", "nlohmann_json")

# By name: the source file and its flags.
SUBJECTS = {name: (name, []) for name in (*TACHO, *OTHERS)}
SUBJECTS |= {f"{name}, apart": (name, [APART]) for name in TACHO}

LEVELS = ("-O0", "-O2")
ENVIRONMENT = {**os.environ, "CCACHE_DISABLE": "1"}


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def processor_seconds(command):
    """Of the compiler and its children, user and system, so that a busy machine does not count."""
    before = os.times()
    subprocess.run(command, check=True, env=ENVIRONMENT)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def command_of(compiler, subject, *flags):
    source, own = SUBJECTS[subject]
    return [compiler, "-std=c++20", f"-I{HERE.parent / 'include'}", *own, *flags, str(SOURCES / f"{source}.cpp")]


def object_of(path):
    """Bytes of code, and symbols that the object defines."""
    code = int(output_of("size", path).splitlines()[1].split()[0])
    return {"code_bytes": code, "symbols": len(output_of("nm", "--defined-only", path).splitlines())}


def measure(compilers, runs):
    seconds, objects = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "object.o"
        turns = []
        for compiler in compilers:
            for subject in SUBJECTS:
                # Reads every header once, so that all are in the file cache; and finds out which are missing.
                if subprocess.run(
                    command_of(compiler, subject, "-E", "-o", os.devnull), env=ENVIRONMENT, check=False
                ).returncode:
                    print(f"{subject}: left out, something it includes is not installed", file=sys.stderr)
                    continue
                turns += [(compiler, level, subject) for level in LEVELS]
        for run in range(runs):
            for compiler, level, subject in turns:
                taken = processor_seconds(command_of(compiler, subject, level, "-c", "-o", str(made)))
                key = f"{compiler} {level}"
                seconds.setdefault(key, {}).setdefault(subject, []).append(round(taken, 3))
                objects.setdefault(key, {})[subject] = object_of(str(made))
                print(f"run {run + 1} of {runs}: {key} {subject}: {taken:.2f} s", file=sys.stderr)
    return {"seconds": seconds, "objects": objects}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compilers", nargs="+", default=["g++", "clang++-19"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--medians", action="store_true", help="print medians to read instead of JSON to keep")
    arguments = parser.parse_args()
    compilers = [each for each in arguments.compilers if shutil.which(each)]
    data = measure(compilers, arguments.runs)
    if not arguments.medians:
        print(json.dumps({"compilers": compilers, **data}, indent=1))
        return
    for key, subjects in data["seconds"].items():
        for subject, taken in subjects.items():
            kept = data["objects"][key][subject]
            print(
                f"{key:15}{subject:25}{statistics.median(taken):7.2f} s"
                f"{kept['code_bytes']:10} bytes of code{kept['symbols']:7} symbols"
            )


if __name__ == "__main__":
    main()
