# SPDX-License-Identifier: BSL-1.0
"""golden.py PROGRAM GOLDEN: the program prints the golden text, except for durations.

The test is tried again on a machine so slow that the quick start's empty request takes 5 ms and falls
into another bucket.
"""
import difflib
import sys
from pathlib import Path

from support import check, run, without_times

program, golden = sys.argv[1], Path(sys.argv[2]).read_text()

for _ in range(5):
    text = without_times(run(program))
    if text == golden:
        sys.exit(0)

sys.stdout.writelines(
    difflib.unified_diff(golden.splitlines(True), text.splitlines(True), sys.argv[2], program)
)
check(False, f"{program} should print {sys.argv[2]}")
