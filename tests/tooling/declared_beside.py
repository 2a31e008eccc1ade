#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that what x.ipp defines is declared in x.hpp.

Whoever includes a declaration then has its definition too. Were it elsewhere, a program that includes
the one header without the other would compile and not link.

The functions of detail/recording/registering.hpp are the exception that docs/design.md explains ("Two
ways to compile"): registry.ipp defines them.
"""
import argparse
import re
import sys
from pathlib import Path

ELSEWHERE = {"registry.ipp": "detail/recording/registering.hpp"}

# A definition: TACHO_DECL, what it returns, the name with its classes, its parameters or its initializer.
DEFINITION = re.compile(r"^TACHO_DECL\s(?P<head>[^;{(]*?)(?P<name>(?:\w+::)*(?:operator[^\s(]+|~?\w+))\s*[({=]", re.M)


def check(folder):
    wrong, found = [], 0
    for definitions in sorted(folder.rglob("*.ipp")):
        path = definitions.relative_to(folder).as_posix()
        headers = [definitions.with_suffix(".hpp")]
        if path in ELSEWHERE:
            headers.append(folder / ELSEWHERE[path])
        declared = "\n".join(header.read_text(encoding="utf-8") for header in headers)
        for match in DEFINITION.finditer(definitions.read_text(encoding="utf-8")):
            found += 1
            *classes, name = match["name"].split("::")
            scope = r"\b(class|struct|union|namespace)\b[^;{{]*\b{}\b[^;{{]*\{{"
            missing = [each for each in classes if not re.search(scope.format(each), declared)]
            if not re.search(rf"(?<!\w){re.escape(name)}\s*[({{;=]", declared):
                missing.append(name)
            if missing:
                wrong.append(f"{path} defines {match['name']}, but its header does not declare {missing[0]}")
    if not found:
        wrong.append("no definition was found: TACHO_DECL begins each")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    wrong = check(parser.parse_args().root / "include" / "tacho")
    print(*wrong, sep="\n", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
