#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the single headers, or with --check shows how the committed ones differ.

single_include/tacho/X.hpp has the contents of <tacho/X.hpp> (exposer.hpp: of <tacho/http/exposer.hpp>), no more
and no less, and needs no other file of tacho.

Every header is copied once, at its first use, with its include guard, so that single headers and plain headers
meet in one translation unit. Unconditional includes of other libraries move to the top; conditional ones stay. The
output is reproducible: one tree always gives equal bytes.

Definitions (x.ipp, which x.hpp includes unless TACHO_SEPARATE_COMPILATION is defined) come last, after all
headers, with the headers and the includes that only they need. Where TACHO_SEPARATE_COMPILATION is defined they are
there only for the one file that defines TACHO_SOURCE before it includes the single header.
"""
import argparse
import difflib
import re
import sys
from pathlib import Path

OUTPUTS = {
    "tacho.hpp": "tacho/tacho.hpp",
    "exposer.hpp": "tacho/http/exposer.hpp",
    "monitor.hpp": "tacho/monitor.hpp",
    "hyperlight.hpp": "tacho/hyperlight.hpp",
    "hypertrace.hpp": "tacho/hypertrace.hpp",
    "component.hpp": "tacho/component.hpp",
    "exposition.hpp": "tacho/exposition.hpp",
    "testing.hpp": "tacho/testing.hpp",
}
# Headers that are in no single header, as are the headers that only they need; and why.
SEPARATE = {
    "tacho/component/canary.hpp": "checks health, see health.hpp",
    "tacho/component/health.hpp": "belongs to the status server",
    "tacho/component/prometheus_cpp_registry.hpp": "needs prometheus-cpp",
    "tacho/component/scrape_target.hpp": "belongs to the exposer, and <tacho/component.hpp> does without",
    "tacho/component/status_options.hpp": "belongs to the status server",
    "tacho/component/status_server.hpp": "needs the exposer, and <tacho/component.hpp> does without",
    "tacho/hypertrace/prometheus.hpp": "needs the exposer, and <tacho/hypertrace.hpp> does without",
    "tacho/process_metrics.hpp": "is included by name, and by no umbrella",
}
# For the definitions of plain headers; a single header has its own.
BUNDLES = ["tacho/src.hpp", "tacho/http/src.hpp", "tacho/detail/language/separate_compilation.hpp"]
SPDX = "// SPDX-License-Identifier: BSL-1.0"
BLOCKS = [re.compile(r"boost/"), re.compile(r"")]  # as in .clang-format: third party, then standard
APART = "#if !defined(TACHO_SEPARATE_COMPILATION)"
DEFINED_HERE = f"{APART} || defined(TACHO_SOURCE)"


def directive(line):
    """The word after the # and the rest of the line; two empty strings for a line of code."""
    match = re.fullmatch(r"\s*#\s*(\w+)\s*(.*)", line)
    return match.groups() if match else ("", "")


class Wrong(Exception):
    """An error, as file:line: sentence."""


class Section:
    """Lines, and the includes of other libraries that they need above them."""

    def __init__(self):
        self.hoisted = set()
        self.body = []
        self.gap = True

    def add(self, line):
        if self.gap and not line and (not self.body or not self.body[-1]):
            return  # one empty line is enough in place of includes
        self.gap = self.gap and not line
        self.body.append(line)


class Amalgam:
    def __init__(self, include, entry):
        self.include = include
        self.seen = []
        self.pending = []  # files of definitions, and the headers that include them
        self.headers = Section()
        self.definitions = Section()
        self.add(entry, "scripts/amalgamate.py", self.headers)
        while self.pending:
            self.add(*self.pending.pop(0), self.definitions)
        self.definitions.hoisted -= self.headers.hoisted

    def add(self, name, user, section):
        if name in self.seen:
            return
        path = self.include / name
        if not path.is_file():
            raise Wrong(f"{user}: there is no header {name}")
        self.seen.append(name)
        lines = path.read_text(encoding="utf-8").split("\n")
        check_frame(name, lines)
        own, begin, end = definitions_of(name, lines)
        depth = 0
        for number, line in enumerate(lines[2:begin], 3):
            where = f"include/{name}:{number}"
            word, rest = directive(line)
            if word in ("if", "ifdef", "ifndef"):
                depth += 1
            elif word == "endif":
                depth -= 1
            elif word == "define" and depth == 1 and not rest.startswith("TACHO_"):
                raise Wrong(f"{where}: includes would move above a macro that is not TACHO_'s")
            elif word == "include":
                if depth > 1 and rest.startswith('"tacho needs '):  # what compilers print: language/cpp20.hpp
                    section.add(line)
                    continue
                target = re.match(r"<([^>]+)>", rest)
                if not target:
                    raise Wrong(f"{where}: only <full/path> can be included, not {rest}")
                if target[1].startswith("tacho/"):
                    if depth > 1:
                        raise Wrong(f"{where}: an own header must not be included inside #if")
                    if target[1].endswith(".ipp"):
                        raise Wrong(f"{where}: definitions are included by '{APART}' at the end only")
                    self.add(target[1], where, section)
                    section.gap = True
                    continue
                if depth == 1:
                    section.hoisted.add(target[1])
                    section.gap = True
                    continue
            section.add(line)
        section.gap = section.gap or bool(own)
        for line in lines[end:]:
            section.add(line)
        self.pending += own

    def text(self):
        lines = [*includes(self.headers.hoisted)]
        if self.definitions.hoisted:
            lines += [DEFINED_HERE, *includes(self.definitions.hoisted)]
            lines[-1] = "#endif"
            lines += [""]
        lines += self.headers.body
        if self.definitions.body:
            lines += [DEFINED_HERE, "", *self.definitions.body, "#endif", ""]
        return lines


def includes(names):
    left = sorted(names)
    for block in BLOCKS:
        chosen = [name for name in left if block.match(name)]
        left = [name for name in left if name not in chosen]
        if chosen:
            yield from (f"#include <{name}>" for name in chosen)
            yield ""


def definitions_of(name, lines):
    """The files of definitions that a header includes, with the place that says so, and the lines that do.

    The includes come last, directly before the guard's #endif.
    """
    nothing = [], len(lines), len(lines)
    last = len(lines) - 3
    while last > 0 and not lines[last]:
        last -= 1
    if lines[last] != "#endif":
        return nothing
    found = []
    begin = last - 1
    while match := re.match(r"\s*#\s*include\s*<(tacho/[^>]+[.]ipp)>", lines[begin]):
        found.insert(0, (match[1], f"include/{name}:{begin + 1}"))
        begin -= 1
    if not found or lines[begin] != APART:
        return nothing
    return found, begin, last + 1


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
    for output, entry in OUTPUTS.items():
        amalgam = Amalgam(include, entry)
        reached.update(amalgam.seen)
        guard = f"TACHO_SINGLE_INCLUDE_{output.replace('.', '_').upper()}"
        texts[f"single_include/tacho/{output}"] = "\n".join([
            SPDX,
            "",
            f"// tacho {version(include)}: what <{entry}> has. Generated by scripts/amalgamate.py. Do not edit.",
            "",
            f"#ifndef {guard}",
            f"#define {guard}",
            "",
            *amalgam.text(),
            "#endif",
            "",
        ])
    separate = set(BUNDLES)
    for name in SEPARATE:
        if name in reached:
            raise Wrong(f"include/{name}: is in a single header, though SEPARATE says that it is in none")
        separate.update(Amalgam(include, name).seen)
    for path in sorted((*include.rglob("*.hpp"), *include.rglob("*.ipp"))):
        name = path.relative_to(include).as_posix()
        if name not in reached and name not in separate:
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
