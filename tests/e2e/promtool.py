# SPDX-License-Identifier: BSL-1.0
"""promtool.py QUICK_START FILE_SERVER: `promtool check metrics` accepts and praises their text."""
import subprocess
import sys
import tempfile

from support import check, exchange, fetch, file_server, metrics, run, tool

promtool = tool("promtool")


def accept(name, text):
    check("_total" in text, f"{name} should expose a counter")
    result = subprocess.run(
        [promtool, "check", "metrics"], input=text, text=True, capture_output=True
    )
    print(result.stdout + result.stderr, end="")
    check(result.returncode == 0, f"promtool should find no fault with {name}")


accept("the quick start", run(sys.argv[1]))

with tempfile.TemporaryDirectory() as root, file_server(sys.argv[2], root) as (port, metrics_port):
    accept("a file server that has done nothing", metrics(metrics_port))
    fetch(port, "/missing")
    fetch(port, "/", method="DELETE")
    exchange(port, b"garbage\r\n\r\n")
    accept("a file server", metrics(metrics_port))
