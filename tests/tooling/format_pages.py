#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the examples of docs/formats/ are what the library writes: the golden texts, which
tests/unit/exposition/expose.cpp compares with it."""
import argparse
import sys
from pathlib import Path

PAGES = {"text.md": "format.txt", "openmetrics.md": "format.om", "json.md": "format.json"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    root = parser.parse_args().root
    wrong = 0
    for page, golden in PAGES.items():
        text = (root / "tests" / "golden" / golden).read_text(encoding="utf-8")
        if f"\n```\n{text}```\n" not in (root / "docs" / "formats" / page).read_text(encoding="utf-8"):
            print(f"docs/formats/{page} does not show tests/golden/{golden}", file=sys.stderr)
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
