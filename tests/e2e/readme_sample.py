# SPDX-License-Identifier: BSL-1.0
"""readme_sample.py README.md quick_start.cpp GOLDEN: the README begins with the quick start.

Its first block of C++ is the program. Its first block of text is the output of the program, except for
durations and for lines left out at a "…".
"""
import difflib
import re
import sys
from pathlib import Path

from support import check, without_times

readme, program, golden = (Path(name).read_text() for name in sys.argv[1:])


def block(language):
    found = re.search(rf"^```{language}\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    check(found, f"the README should have a block of {language}")
    return found[1]


licence = "// SPDX-License-Identifier: BSL-1.0\n\n"
check(program.startswith(licence), "the program should begin with its licence")
program = program[len(licence):]
sys.stdout.writelines(
    difflib.unified_diff(
        block("cpp").splitlines(True), program.splitlines(True), "README.md", sys.argv[2]
    )
)
check(block("cpp") == program, "the README's first sample should be the quick start")

parts = map(re.escape, without_times(block("text")).split("…\n"))
check(
    re.fullmatch("(?:.*\n)+".join(parts), golden),
    "the README should show what the quick start prints",
)
