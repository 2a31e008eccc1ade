# SPDX-License-Identifier: BSL-1.0
"""page_samples.py PAGE.md PROGRAM.cpp COMPILER INCLUDE_FOLDER: the samples of a page of docs/ compile.

PROGRAM has a line "// sample N" in place of the N-th sample of the page, inside the code that it needs.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from support import check, check_equal

page, program = (Path(name).read_text() for name in sys.argv[1:3])
compiler, include = sys.argv[3:]

found = re.findall(r"^```c\+\+\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
check(found, "the page should have samples")
places = re.findall(r"(?m)^ *// sample (\d+)$", program)
check_equal(places, [str(n + 1) for n in range(len(found))], "the places for the samples")
program = re.sub(r"(?m)^ *// sample (\d+)$", lambda place: found[int(place[1]) - 1], program)

with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "samples.cpp").write_text(program)
    result = subprocess.run(
        # What the samples call is only declared, which both ways to compile have in common.
        [compiler, "-std=c++20", "-fsyntax-only", "-DTACHO_SEPARATE_COMPILATION", f"-I{include}", f"{folder}/samples.cpp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
check(result.returncode == 0, f"the samples should compile:\n{result.stdout}")
