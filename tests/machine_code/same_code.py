#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that calls which are instrumented, but off, are the machine code of the bare calls.

off.cpp is compiled bare, off and on. Each probe must have equal instructions bare and off, and must
differ on: otherwise the test would compare nothing.

  same_code.py --compiler g++ --place library
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "off.cpp"
PLACES = {"program": [], "library": ["-fPIC"]}
FLAGS = ["-std=c++20", "-O2", "-Wall", "-Wextra", "-Werror", f"-I{HERE.parent.parent / 'include'}",
         "-ffunction-sections",  # every function begins at 0
         "-DTACHO_SEPARATE_COMPILATION"]  # only what is inline in both ways to compile is compared
FORMS = {
    "bare": [],
    "off": ["-DTACHO_CALLS=tacho::function_calls::off"],
    "on": ["-DTACHO_CALLS=tacho::function_calls::on"],
}


def code_of(compiler, place, form):
    """{function: its instructions and what they refer to}."""
    with tempfile.TemporaryDirectory() as folder:
        made = f"{folder}/off.o"
        command = [compiler, *FLAGS, *PLACES[place], *FORMS[form], "-c", str(SOURCE), "-o", made]
        subprocess.run(command, check=True)
        text = subprocess.run(
            ["objdump", "-dr", "-w", "--no-show-raw-insn", made],
            stdout=subprocess.PIPE, text=True, check=True,
        ).stdout
    functions, lines = {}, None
    for line in text.splitlines():
        if label := re.fullmatch(r"[0-9a-f]+ <(.+)>:", line):
            lines = functions.setdefault(label[1], [])
        elif lines is not None and re.match(r"\s+[0-9a-f]+:\s", line):
            lines.append(" ".join(line.split()))
    return functions


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--place", required=True, choices=PLACES)
    arguments = parser.parse_args()
    bare, off, on = (code_of(arguments.compiler, arguments.place, form) for form in FORMS)

    probes = re.findall(r"^PROBE\(\w+\) (probe_\w+)\(", SOURCE.read_text(), re.MULTILINE)
    failed = not probes
    for probe in probes:
        if not bare.get(probe):
            print(f"FAILED: {probe}: there is no machine code")
        elif off[probe] != bare[probe]:
            print(f"FAILED: {probe}: off is not the bare call:", *bare[probe], "---", *off[probe], sep="\n")
        elif on[probe] == bare[probe]:
            print(f"FAILED: {probe}: on is the bare call too: nothing is measured")
        else:
            continue
        failed = True
    if extra := sorted(off.keys() - bare.keys()):
        print(f"FAILED: off has functions that the bare program has not: {', '.join(extra)}")
        failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
