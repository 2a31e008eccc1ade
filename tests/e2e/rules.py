# SPDX-License-Identifier: BSL-1.0
"""rules.py CONFIGURATION TESTS: promtool finds no fault with the configuration, also copied alone, and the rules.

TESTS are promtool's tests of the rules beside the configuration.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from support import check_equal, tool

promtool = tool("promtool")
configuration, tests = map(Path, sys.argv[1:])


def accepts(*arguments):
    result = subprocess.run([promtool, *arguments], capture_output=True, text=True)
    said = result.stdout + result.stderr
    check_equal(result.returncode, 0, f"promtool {' '.join(map(str, arguments))} said {said}")


accepts("check", "config", configuration)
with tempfile.TemporaryDirectory() as folder:  # somebody copied the configuration alone
    shutil.copy(configuration, folder)
    accepts("check", "config", Path(folder) / configuration.name)
with tempfile.TemporaryDirectory() as folder:
    for file in (tests, *configuration.parent.glob("*.rules.yml")):
        shutil.copy(file, folder)
        if file != tests:
            accepts("check", "rules", Path(folder) / file.name)
    accepts("test", "rules", Path(folder) / tests.name)
