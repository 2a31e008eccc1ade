# SPDX-License-Identifier: BSL-1.0
"""component_service.py PROGRAM CONFIGURATION: processes that a real Prometheus finds by their files.

Three processes begin, one is killed, and one is told to end. The shipped configuration is used, in a
folder of the test's.
"""
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from support import DEADLINE, check, check_equal, come_to, eventually, fetch, metrics
from support import prometheus, replaced, samples, tool

tool("prometheus")
program, configuration = sys.argv[1], Path(sys.argv[2]).read_text()
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("DYN_")},
    "DYN_SYSTEM_PORT": "0",
    "DYN_SYSTEM_HOST": "127.0.0.1",
}


class Service:
    """A running component service."""

    def __init__(self, stack, worker, targets):
        command = [program, "--worker", worker, "--targets", targets, "--keep-dead", "5000"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
        stack.callback(self.process.kill)
        stack.enter_context(self.process.stdout)
        line = self.process.stdout.readline()
        port = re.fullmatch(r"port=(\d+)\n", line)
        check(port, f"component_service should say its port, it said {line!r}")
        self.port = int(port[1])

    def serve(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()

    def end(self, how):
        self.process.send_signal(how)
        return self.process.wait(DEADLINE)


def health(service, path):
    status, headers, body = fetch(service.port, path)
    check_equal(headers["Content-Type"], "application/json", f"the type of {path}")
    said = json.loads(body)
    check(said.pop("uptime").keys() == {"secs", "nanos"}, f"the uptime of {path}")
    return status, said


with contextlib.ExitStack() as stack:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    targets = folder / "targets"
    services = [Service(stack, name, targets) for name in ("a1", "b2", "c3")]
    check_equal(len(list(targets.iterdir())), 3, "the files of three processes")
    configuration = replaced(configuration, "scrape_interval: 5s", "scrape_interval: 200ms")
    server = stack.enter_context(prometheus(folder, configuration))
    come_to(server, 'sum(up{job="components", service="component_service"})', {(): 3})

    # The service is ready when each of its components has shown that it works.
    first = services[0]
    for path in ("/health", "/live"):
        check_equal(
            health(first, path),
            (503, {"status": "notready", "endpoints": {"chat": "ready", "generate": "notready"}}),
            f"what {path} says before the first request",
        )
    for count, service in enumerate(services, 1):
        service.serve(count * 10)
    come_to(
        server,
        'sum by (worker_id) (dynamo_component_requests_total{dynamo_endpoint="generate"})',
        {("a1",): 10, ("b2",): 20, ("c3",): 30},
    )
    come_to(
        server,
        "sum by (dynamo_component, dynamo_endpoint, dynamo_namespace) "
        "(dynamo_component_request_duration_seconds_count)",
        {("worker", "generate", "demo"): 60, ("frontend", "chat", "demo"): 60},
    )
    come_to(server, "sum(dynamo_component_inflight_requests)", {(): 0})
    come_to(server, "count(dynamo_component_uptime_seconds > 0)", {(): 3})
    for path in ("/health", "/live"):
        check_equal(
            health(first, path),
            (200, {"status": "ready", "endpoints": {"chat": "ready", "generate": "ready"}}),
            f"what {path} says afterwards",
        )
    status, _, body = fetch(first.port, "/")
    check_equal((status, body), (404, b"Route not found"), "what is where nothing is")
    for name in samples(metrics(first.port)):
        check(name.startswith(("dynamo_component_", "tacho_")), f"{name} has the tree's prefix")

    # A killed process is down for a while, and then the others forget it; one of them is enough.
    killed, ending, rest = services
    killed.end(signal.SIGKILL)
    come_to(
        server,
        f'up{{instance="127.0.0.1:{killed.port}"}}',
        {("up", f"127.0.0.1:{killed.port}", "components", "component_service"): 0},
    )
    check_equal(ending.end(signal.SIGTERM), 0, "the exit status after SIGTERM")
    eventually("one file should be left", lambda: len(list(targets.iterdir())) == 1)
    come_to(
        server,
        "up",
        {("up", f"127.0.0.1:{rest.port}", "components", "component_service"): 1},
    )
    check_equal(len(server.api("targets")["activeTargets"]), 1, "the targets that are left")
    check_equal(rest.end(signal.SIGTERM), 0, "the exit status of the last")
    check_equal(list(targets.iterdir()), [], "the files that are left")
