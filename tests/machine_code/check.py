#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads the machine code that compilers make of probes.cpp and compares it with table.txt.

  check.py                                 every installed compiler, in a program and in a library
  check.py --update                        checks all of them, and writes the table again
  check.py --compiler g++ --place library  one of them

A probe may not lock, call, ask the loader for its thread-local or take more instructions than the table
says (straight_path.py defines the count). For a compiler that the table does not know, everything but
the count is checked.
"""
import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from straight_path import Fault, Program

HERE = Path(__file__).resolve().parent
TABLE = HERE / "table.txt"
COMPILERS = ("g++", "clang++-19")
PLACES = {"program": [], "library": ["-fPIC", "-shared"]}
FLAGS = ["-std=c++20", "-O2", "-Wall", "-Wextra", "-Werror", f"-I{HERE.parent.parent / 'include'}"]

# Allowed beside the straight path only: the names of slow functions say that they are slow.
COLD = re.compile(
    r"^_ZNK?5tacho2v0.*\d[a-z_]+_cold[EI]|^_ZNK5tacho2v06family.*16find_out_of_line|11find_beyond"
    # Read where the processor's counter cannot be trusted.
    r"|^_ZNSt6chrono3_V212steady_clock3nowEv$|17steady_tick_clock3nowEv$"
)

# Exceptions for single probes.
GIVEN_BOUNDS = {
    # Clang does not inline it: it counts as if it were inlined.
    "follows": re.compile(r"^_ZNK5tacho2v09histogramINS0_15runtime_bucketsEE7observe"),
    "loops": True,  # several bounds may share a slice
}
EXCEPTIONS = {
    "probe_histogram_observe_given_bounds": GIVEN_BOUNDS,
    "probe_component_histogram_observe": GIVEN_BOUNDS,
    "probe_text_labels_inc": {
        "follows": re.compile(r"^_ZZ?N5tacho2v06detail12series_table7visible"),
        "loops": True,  # probing
        # A missing series is made by show(), which is virtual; GCC guesses which class has it.
        "cold": re.compile(rf"{COLD.pattern}|^\*$|^bcmp$|^memcmp$|detail12series_group4show"),
    },
    "probe_timer_ticks": {"loops": True},
}


def probes():
    return re.findall(r"^PROBE (probe_\w+)\(", (HERE / "probes.cpp").read_text(), re.MULTILINE)


def said(command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def name_of(compiler):
    """gcc-12, clang-19."""
    about = said([compiler, "--version"])
    version = re.search(r"\b(\d+)\.\d+\.\d+", about)
    kind = "clang" if "clang" in about else "gcc"
    return f"{kind}-{version[1]}" if version else kind


def disassemble(compiler, place, more=(), libraries=()):
    """The compiled probes: (their machine code, their relocations)."""
    with tempfile.TemporaryDirectory() as folder:
        made = f"{folder}/probes"
        command = [compiler, *FLAGS, *PLACES[place], *more, str(HERE / "probes.cpp"), *libraries, "-o", made]
        subprocess.run(command, check=True)
        return said(["objdump", "-d", "-w", "--no-show-raw-insn", made]), said(["objdump", "-R", made])


def faults_of(code, relocations):
    """({probe: its instructions}, [its faults])."""
    counts, faults = {}, []
    program = Program(code)
    for probe in probes():
        allowed = {"cold": COLD, **EXCEPTIONS.get(probe, {})}
        try:
            counts[probe] = program.straight_path(probe, **allowed)
        except Fault as fault:
            faults.append(f"{probe}: {fault}")
    for relocation in re.findall(r".*(?:DTPMOD|DTPOFF|TLSDESC).*", relocations):
        faults.append(f"the loader is asked for a thread-local: {relocation}")
    return counts, faults


def compare(counts, allowed):
    """The differences that the table does not allow."""
    for probe, count in counts.items():
        if probe not in allowed:
            yield f"{probe}: the table has no row for it; it takes {count}"
        elif count > allowed[probe]:
            yield f"{probe}: {count} instructions on its straight path, the table says {allowed[probe]}"


def read_table():
    """{(compiler, place): {probe: instructions}}."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line[:1] not in ("#", "")]
    columns = [tuple(column.split("/")) for column in lines[0][1:]]
    return {
        column: {f"probe_{row[0]}": int(row[1 + i]) for row in lines[1:] if row[1 + i] != "-"}
        for i, column in enumerate(columns)
    }


def write_table(table):
    comment = TABLE.read_text().split("\n\n")[0]
    heads = ["/".join(column) for column in table]
    rows = [["probe", *heads]]
    for probe in probes():
        rows.append([probe.removeprefix("probe_"), *(str(c.get(probe, "-")) for c in table.values())])
    first, *others = (max(map(len, column)) for column in zip(*rows))
    lines = [
        row[0].ljust(first) + "".join("  " + cell.rjust(n) for cell, n in zip(row[1:], others))
        for row in rows
    ]
    TABLE.write_text(comment + "\n\n" + "\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--compiler", action="append")
    parser.add_argument("--place", action="append", choices=PLACES)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--compiled", metavar="LIBRARY", help="the file of tacho::compiled, for probes that only declare")
    arguments = parser.parse_args()
    compilers = arguments.compiler or [each for each in COMPILERS if shutil.which(each)]

    # What records is inline in both ways to compile, so one table says both.
    apart = ["-DTACHO_SEPARATE_COMPILATION"] if arguments.compiled else []
    linked = [arguments.compiled] if arguments.compiled else []

    table, failed = read_table(), False
    for compiler in compilers:
        for place in arguments.place or PLACES:
            column = (name_of(compiler), place)
            counts, faults = faults_of(*disassemble(compiler, place, apart, linked))
            if arguments.update:
                table[column] = counts
            elif column in table:
                faults += compare(counts, table[column])
            else:
                print(f"{'/'.join(column)}: the table has no such column, nothing to compare with")
            for fault in faults:
                print(f"FAILED: {'/'.join(column)}: {fault}")
            failed = failed or bool(faults)
            fewer = [p for p, count in counts.items() if count < table.get(column, {}).get(p, 0)]
            if fewer:
                print(f"{'/'.join(column)}: fewer than the table says (--update): {', '.join(fewer)}")
    if arguments.update and not failed:
        write_table(table)
    elif failed and not arguments.update:
        print("Where that is meant, tests/machine_code/check.py --update writes the table again.")
    sys.exit(failed)


if __name__ == "__main__":
    main()
