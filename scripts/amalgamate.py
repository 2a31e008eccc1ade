#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the single headers, or with --check says how the committed ones differ.

single_include/tacho/tacho.hpp    the core, the text format, the systems' metrics: needs nothing
single_include/tacho/monitor.hpp  the same and execution monitors: needs threads
single_include/tacho/exposer.hpp  the first and the HTTP exposer: needs Boost

Every header is copied once, at its first use, with its include guard, so that single headers and
plain headers meet in one translation unit. Unconditional includes of other libraries move to the top;
conditional ones stay. The same tree gives the same bytes.
"""
import argparse
import difflib
import re
import sys
from pathlib import Path

CORE = [
    "tacho/tacho.hpp",
    "tacho/process_metrics.hpp",
    "tacho/hyperlight/wasm.hpp",
    "tacho/hyperlight/js.hpp",
    "tacho/hypertrace.hpp",
    "tacho/component.hpp",
]
OUTPUTS = {
    "tacho.hpp": CORE,
    "monitor.hpp": [*CORE, "tacho/monitor.hpp"],
    "exposer.hpp": [
        *CORE,
        "tacho/http/exposer.hpp",
        "tacho/hypertrace/prometheus.hpp",
        "tacho/component/status_server.hpp",
        "tacho/component/scrape_target.hpp",
    ],
}
# For programs that have another library: in no single header.
ADAPTERS = ["tacho/component/prometheus_cpp_registry.hpp"]
SPDX = "// SPDX-License-Identifier: BSL-1.0"
BLOCKS = [re.compile(r"boost/"), re.compile(r"")]  # as in .clang-format: third party, then standard


def directive(line):
    """The word after the # and what follows it; two empty strings for a line of code."""
    match = re.fullmatch(r"\s*#\s*(\w+)\s*(.*)", line)
    return match.groups() if match else ("", "")


class Wrong(Exception):
    """What is wrong, as file:line: sentence."""


class Amalgam:
    def __init__(self, include, entries):
        self.include = include
        self.seen = []
        self.hoisted = set()
        self.body = []
        self.gap = True
        for entry in entries:
            self.add(entry, "the entry list")

    def add(self, name, user):
        if name in self.seen:
            return
        path = self.include / name
        if not path.is_file():
            raise Wrong(f"{user}: there is no header {name}")
        self.seen.append(name)
        lines = path.read_text(encoding="utf-8").split("\n")
        check_frame(name, lines)
        depth = 0
        for number, line in enumerate(lines[2:], 3):
            where = f"include/{name}:{number}"
            word, rest = directive(line)
            if word in ("if", "ifdef", "ifndef"):
                depth += 1
            elif word == "endif":
                depth -= 1
            elif word == "define" and depth == 1 and not rest.startswith("TACHO_"):
                raise Wrong(f"{where}: includes would move above a macro that is not TACHO_'s")
            elif word == "include":
                target = re.match(r"<([^>]+)>", rest)
                if not target:
                    raise Wrong(f"{where}: only <full/path> can be included, not {rest}")
                if target[1].startswith("tacho/"):
                    if depth > 1:
                        raise Wrong(f"{where}: an own header must not be included inside #if")
                    self.add(target[1], where)
                    self.gap = True
                    continue
                if depth == 1:
                    self.hoisted.add(target[1])
                    self.gap = True
                    continue
            if self.gap and not line and self.body and not self.body[-1]:
                continue  # where includes were, one empty line is enough
            self.gap = self.gap and not line
            self.body.append(line)

    def includes(self):
        left = sorted(self.hoisted)
        for block in BLOCKS:
            chosen = [name for name in left if block.match(name)]
            left = [name for name in left if name not in chosen]
            if chosen:
                yield from (f"#include <{name}>" for name in chosen)
                yield ""


def check_frame(name, lines):
    """Every header begins with the licence and lies inside the include guard of its path."""
    guard = re.sub(r"[/.]", "_", name).upper()
    if lines[0] != SPDX or lines[1] != "":
        raise Wrong(f"include/{name}:1: must be '{SPDX}' and an empty line")
    if lines[2:4] != [f"#ifndef {guard}", f"#define {guard}"]:
        raise Wrong(f"include/{name}:3: the include guard must be {guard}")
    if lines[-2:] != ["#endif", ""]:
        raise Wrong(f"include/{name}:{len(lines) - 1}: must end with the guard's #endif")
    depth = 0
    for number, line in enumerate(lines[2:-2], 3):
        word, _ = directive(line)
        depth += word in ("if", "ifdef", "ifndef")
        depth -= word == "endif"
        if depth == 0:
            raise Wrong(f"include/{name}:{number}: the include guard must enclose the file")


def version(include):
    text = (include / "tacho/version.hpp").read_text(encoding="utf-8")
    return ".".join(re.findall(r"#define TACHO_VERSION_\w+ (\d+)", text))


def generate(root):
    include = root / "include"
    texts, reached = {}, set()
    for output, entries in OUTPUTS.items():
        amalgam = Amalgam(include, entries)
        reached.update(amalgam.seen)
        guard = f"TACHO_SINGLE_INCLUDE_{output.replace('.', '_').upper()}"
        texts[f"single_include/tacho/{output}"] = "\n".join([
            SPDX,
            "",
            f"// tacho {version(include)}. Generated by scripts/amalgamate.py. Do not edit.",
            "",
            f"#ifndef {guard}",
            f"#define {guard}",
            "",
            *amalgam.includes(),
            *amalgam.body,
            "#endif",
            "",
        ])
    for path in sorted(include.rglob("*.hpp")):
        name = path.relative_to(include).as_posix()
        if name not in reached and name not in ADAPTERS:
            raise Wrong(f"include/{name}: cannot be reached from any entry of {', '.join(OUTPUTS)}")
    return texts


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 on a difference")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    arguments = parser.parse_args()
    try:
        texts = generate(arguments.root)
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    status = 0
    for name, text in texts.items():
        path = arguments.root / name
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        if old == text:
            continue
        if arguments.check:
            old_lines, new_lines = old.splitlines(True), text.splitlines(True)
            sys.stdout.writelines(difflib.unified_diff(old_lines, new_lines, name, "generated"))
            status = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(name)
    return status


if __name__ == "__main__":
    sys.exit(main())
