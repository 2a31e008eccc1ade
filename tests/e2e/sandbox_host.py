# SPDX-License-Identifier: BSL-1.0
"""sandbox_host.py HOST CONFIGURATION: a real Prometheus scrapes a host of sandboxes.

After two rounds the host prints the values that its metrics must have; Prometheus must have them too.
"""
import re
import sys
import tempfile
from pathlib import Path

from support import check, check_equal, come_to, prometheus, sandbox_host, tool, watching

tool("prometheus")
program, configuration = sys.argv[1], Path(sys.argv[2])


def entries(lines):
    """The ledger that the host prints: {series: value}."""
    found = {}
    for line in lines:
        if line.startswith("All "):
            return found
        if entry := re.fullmatch(r" *(-?\d+) +(-?\d+)  ok  (.+)\n", line):
            found[entry[3]] = float(entry[1])
        else:
            check_equal(line.split(), ["must", "be", "is"], "what the host says of its metrics")
    sys.exit("FAILED: the host ended before it had compared its metrics")


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    with sandbox_host(program, "--rounds", "2") as (port, output):
        expected = entries(output)
        check(len(expected) > 20, f"a ledger should have entries: {expected}")
        with prometheus(folder, watching(configuration, folder, [port])) as server:
            for series, value in expected.items():
                come_to(server, f"sum({series})", {(): value})
            check_equal((folder / "prometheus.log").read_text(), "", "Prometheus's warnings")
