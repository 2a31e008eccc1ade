# SPDX-License-Identifier: BSL-1.0
"""lint.py PROGRAM: `tacho::lint` complains about the same metrics as `promtool check metrics`, as often."""
import subprocess
import sys
from collections import Counter

from support import check, check_equal, tool

promtool = tool("promtool")
output = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout
text, ours = output.split("lint:\n")
said = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, text=True)
check_equal(said.returncode, 3, f"promtool's status, which says {said.stderr}")
theirs = Counter(line.split(" ")[0] for line in said.stderr.splitlines())
check(theirs, "promtool should complain")
check_equal(Counter(ours.split()), theirs, f"the complaints beside promtool's: {said.stderr}")
