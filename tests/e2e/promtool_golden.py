# SPDX-License-Identifier: BSL-1.0
"""promtool_golden.py GOLDEN...: `promtool check metrics` can read every golden text.

It may find fault with names that a test has chosen badly on purpose: then it exits with 3.
"""
import subprocess
import sys
from pathlib import Path

from support import check, tool

promtool = tool("promtool")
check(len(sys.argv) > 1, "there should be golden texts")

for golden in sys.argv[1:]:
    text = Path(golden).read_bytes().replace(b"<elapsed>", b"0.5")
    result = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True)
    print(f"{golden}: {(result.stdout + result.stderr).decode()}")
    check(result.returncode in (0, 3), f"promtool should read {golden}")
