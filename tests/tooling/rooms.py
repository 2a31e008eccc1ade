#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the includes in include/tacho against the table of rooms in docs/design.md ("The house").

A row of the table is a room: its name and, in backticks, its folders and files relative to
include/tacho; what it holds; and what it may include.

- A file named in the first column belongs to that room, whatever its folder says. `x.hpp` stands for
  x.ipp too. `./` is the folder include/tacho itself.
- The last column names rooms of rows further up, so that the table has no cycle, or says "nothing", or
  "all", which are all rooms further up. A file in backticks is an exception: that file alone may be
  included, wherever its room stands. A header in backticks and angle brackets may not be included.
- Every folder that has headers is named, and nothing that does not exist.
"""
import argparse
import re
import sys
from pathlib import Path

PAGE = "docs/design.md"
HEADING = "## The house"
COLUMNS = ["room", "holds", "may include"]
SUFFIXES = (".hpp", ".ipp")
ROOT_FOLDER = "./"


class Room:
    def __init__(self, number, cells):
        self.number = number  # of the line in PAGE
        self.name = cells[0].split("`")[0].strip(" :")
        self.places = re.findall(r"`([^`]+)`", cells[0])
        self.cell = cells[2]
        quoted = re.findall(r"`([^`]+)`", cells[2])
        self.files = {header_of(each) for each in quoted if not each.startswith("<")}
        self.refused = {each.strip("<>") for each in quoted if each.startswith("<")}
        words = re.sub(r"`[^`]*`", "", cells[2]).replace(";", ",").split(",")
        self.words = [word for word in (each.strip() for each in words) if word not in ("", "not", "nothing")]
        self.may = set()


def header_of(path):
    """The header that a file of definitions belongs to."""
    return path.removesuffix(".ipp") + ".hpp" if path.endswith(".ipp") else path


def cells_of(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def read_table(root):
    """The rooms, in their order, and what is wrong with the table itself."""
    lines = (root / PAGE).read_text(encoding="utf-8").split("\n")
    if HEADING not in lines:
        return [], [f"{PAGE}: there is no '{HEADING}'"]
    begin = next((n for n in range(lines.index(HEADING), len(lines)) if lines[n].startswith("|")), None)
    if begin is None or cells_of(lines[begin]) != COLUMNS:
        return [], [f"{PAGE}: '{HEADING}' has no table with the columns {', '.join(COLUMNS)}"]

    rooms, wrong = {}, []
    for number in range(begin + 2, len(lines)):
        if not lines[number].startswith("|"):
            break
        where = f"{PAGE}:{number + 1}"
        cells = cells_of(lines[number])
        if len(cells) != len(COLUMNS):
            wrong.append(f"{where}: the row has {len(cells)} cells, not {len(COLUMNS)}")
            continue
        room = Room(number + 1, cells)
        if not room.name or not room.places or room.name in rooms:
            wrong.append(f"{where}: a row begins with a name of its own and the places of the room")
            continue
        for word in room.words:
            if word == "all":
                room.may.update(rooms)
            elif word in rooms:
                room.may.add(word)
            else:
                wrong.append(f"{where}: {room.name} may include '{word}', which is no room further up")
        rooms[room.name] = room
    if not rooms:
        wrong.append(f"{PAGE}: the table of '{HEADING}' has no rows")
    return list(rooms.values()), wrong


def check(root):
    rooms, wrong = read_table(root)
    include = root / "include" / "tacho"
    files = sorted(
        path.relative_to(include).as_posix() for path in include.rglob("*") if path.suffix in SUFFIXES
    )
    folders = {folder_of(file) for file in files}

    owner = {}
    for room in rooms:
        where = f"{PAGE}:{room.number}"
        for place in room.places:
            if place in owner:
                wrong.append(f"{where}: {place} is a place of {owner[place].name} already")
            if place not in folders and place not in files:
                wrong.append(f"{where}: there is no {place} with headers in include/tacho")
            owner[place] = room
        wrong += [f"{where}: there is no {file} in include/tacho" for file in sorted(room.files - set(files))]
    wrong += [
        f"{PAGE}: no room has the folder {folder} of include/tacho" for folder in sorted(folders - set(owner))
    ]

    def room_of(file):
        return owner.get(header_of(file)) or owner.get(folder_of(file))

    for file in files:
        room = room_of(file)
        if room is None:
            continue
        for number, line in enumerate((include / file).read_text(encoding="utf-8").split("\n"), 1):
            found = re.match(r"\s*#\s*include\s*[<\"]([^>\"]+)[>\"]", line)
            if not found:
                continue
            where = f"include/tacho/{file}:{number}: {room.name}"
            if found[1] in room.refused:
                wrong.append(f"{where} does not include <{found[1]}> ({PAGE}:{room.number})")
            if not found[1].startswith("tacho/"):
                continue
            target = found[1].removeprefix("tacho/")
            other = room_of(target)
            if target not in files:
                wrong.append(f"{where} includes <{found[1]}>, which does not exist")
            elif other is None or other is room or other.name in room.may or header_of(target) in room.files:
                continue
            else:
                wrong.append(
                    f"{where} may not include {other.name}: <{found[1]}> "
                    f"({PAGE}:{room.number} allows {room.cell})"
                )
    return wrong


def folder_of(file):
    return file[: file.rfind("/") + 1] or ROOT_FOLDER


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    wrong = check(parser.parse_args().root)
    for each in wrong:
        print(each, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
