# SPDX-License-Identifier: BSL-1.0
"""Shared by the end-to-end tests: programs that run for the length of a block, and waiting."""
import contextlib
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

DEADLINE = 60  # seconds: far more than anything here takes, even under a sanitizer
SKIPPED = 77


def check(condition, sentence):
    if not condition:
        sys.exit(f"FAILED: {sentence}")


def check_equal(actual, expected, what):
    check(actual == expected, f"{what}: expected {expected!r}, got {actual!r}")


def tool(name):
    """The path of an installed tool; ends the test as skipped if it is not installed."""
    path = shutil.which(name)
    if not path:
        print(f"SKIPPED: {name} is not installed (scripts/test installs it)")
        sys.exit(SKIPPED)
    return path


def eventually(what, attempt, deadline=DEADLINE):
    """Tries until attempt() returns a value that is neither None nor False; returns the value.

    `what` is a sentence about the expected state, or a function that is called for it when time is up.
    """
    last = time.monotonic() + deadline
    while True:
        result = attempt()
        if result is not None and result is not False:
            return result
        if time.monotonic() >= last:
            sentence = what() if callable(what) else what
            sys.exit(f"FAILED: {sentence}: not within {deadline} seconds")
        time.sleep(0.05)


@contextlib.contextmanager
def ended(process, name):
    """Tells the process to end when the block does, and checks that it ends with status 0."""
    try:
        yield process
        check(process.poll() is None, f"{name} ended by itself with status {process.returncode}")
        process.send_signal(signal.SIGTERM)
        check_equal(process.wait(DEADLINE), 0, f"the exit status of {name} after SIGTERM")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def run(program):
    """The output of an example. An example with a fixed port is tried again while the port is in use."""

    def attempt():
        result = subprocess.run([program], capture_output=True, text=True, timeout=DEADLINE)
        if "in use" in result.stderr:
            return None
        check_equal((result.returncode, result.stderr), (0, ""), f"how {program} ended")
        return result.stdout

    return eventually(f"the port of {program} should be free", attempt)


def without_times(text):
    """The text without the durations, which differ from run to run."""
    return re.sub(r"(?m)^(\w+_seconds_sum) [0-9.e+-]+$", r"\1 <elapsed>", text)


@contextlib.contextmanager
def file_server(program, root, *arguments):
    """Runs the example on free ports; yields (port, metrics_port)."""
    command = [program, "--root", str(root), "--port", "0", "--metrics-port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with process.stdout, ended(process, "file_server"):
        line = process.stdout.readline()
        ports = re.fullmatch(r"port=(\d+) metrics_port=(\d+)\n", line)
        check(ports, f"file_server should say its ports, it said {line!r}")
        yield int(ports[1]), int(ports[2])


@contextlib.contextmanager
def sandbox_host(program, *arguments):
    """Runs an example that hosts sandboxes on a free port; yields (metrics port, its output)."""
    command = [program, "--metrics-port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    with process.stdout, ended(process, Path(program).name):
        line = process.stdout.readline()
        port = re.fullmatch(r"metrics_port=(\d+)\n", line)
        check(port, f"{program} should say its port, it said {line!r}")
        yield int(port[1]), process.stdout


def replaced(text, old, new):
    check_equal(text.count(old), 1, f"the occurrences of {old!r} in the configuration")
    return text.replace(old, new)


def watching(configuration, folder, ports):
    """The shipped configuration with these ports and a shorter interval; copies its rules into `folder`."""
    text = configuration.read_text()
    targets = ", ".join(f'"127.0.0.1:{port}"' for port in ports)
    text = replaced(text, '"127.0.0.1:9464"', targets)
    text = replaced(text, "scrape_interval: 5s", "scrape_interval: 200ms")
    for rules in configuration.parent.glob("*.rules.yml"):
        shutil.copy(rules, folder)
    return text


def fetch(port, target, method="GET"):
    """Requests the target from 127.0.0.1; returns (status, headers, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    with contextlib.closing(connection):
        connection.request(method, target)
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def exchange(port, request):
    """Sends raw bytes and returns all bytes received until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE) as peer:
        peer.sendall(request)
        peer.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
        return answer


def metrics(port):
    """The text of a scrape of this port."""
    status, headers, body = fetch(port, "/metrics")
    check_equal(status, 200, "the status of /metrics")
    check(headers["Content-Type"].startswith("text/plain; version=0.0.4"), "text format 0.0.4")
    return body.decode("utf-8")


def samples(text):
    """The samples of an exposition: {'name{labels}': 'value'}."""
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


class Prometheus:
    """A Prometheus server of our own, on a free port of 127.0.0.1."""

    def __init__(self, port):
        self.port = port

    def api(self, path, **parameters):
        status, _, body = fetch(self.port, f"/api/v1/{path}?{urllib.parse.urlencode(parameters)}")
        check_equal(status, 200, f"the status of /api/v1/{path}")
        return json.loads(body)["data"]

    def query(self, expression):
        """The answer of an instant query: {(label value, ...): value}."""
        result = self.api("query", query=expression)["result"]
        return {tuple(one["metric"].values()): float(one["value"][1]) for one in result}


def come_to(server, expression, expected):
    """Queries until the answer is as expected; when time is up, fails with the last answer."""
    answers = []

    def asked():
        answers.append(server.query(expression))
        return answers[-1] == expected

    eventually(lambda: f"{expression} should be {expected}, and is {answers[-1]}", asked)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def prometheus(folder, configuration, *flags):
    """Runs Prometheus with its data and log in a folder."""
    (folder / "prometheus.yml").write_text(configuration)
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((folder / "prometheus.log").open("w"))
        for _ in range(10):  # another process may take the port before Prometheus does
            port = free_port()
            process = subprocess.Popen(
                [
                    tool("prometheus"),
                    f"--config.file={folder}/prometheus.yml",
                    f"--storage.tsdb.path={folder}/data",
                    f"--web.listen-address=127.0.0.1:{port}",
                    "--log.level=warn",
                    *flags,
                ],
                stdout=log,
                stderr=log,
            )

            def ready():
                with contextlib.suppress(OSError):
                    return fetch(port, "/-/ready")[0] == 200
                return process.poll() is not None

            stack.callback(process.kill)
            eventually("Prometheus should be ready", ready)
            if process.poll() is None:
                break
        else:
            sys.exit((folder / "prometheus.log").read_text())
        stack.enter_context(ended(process, "prometheus"))
        yield Prometheus(port)
