# SPDX-License-Identifier: BSL-1.0
"""formats.py PROGRAM: every exposition format, read by the readers of others.

The server has one family of every type. Python's strict parser of OpenMetrics, a JSON parser and protoc
give the same samples, and a real Prometheus has the same values, from OpenMetrics and from protobuf.
"""
import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from support import DEADLINE, SKIPPED, check, check_equal, come_to, prometheus, tool

try:
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
    from prometheus_client.parser import text_string_to_metric_families as plain_text
except ImportError:
    system = "/usr/bin/python3"
    if os.path.exists(system) and os.path.realpath(system) != os.path.realpath(sys.executable):
        os.execv(system, [system, "-B", *sys.argv])
    print(f"SKIPPED: prometheus_client is not installed for {sys.executable}")
    sys.exit(SKIPPED)

SHARE = Path("/usr/share/gocode/src/github.com/prometheus/client_model")
PROTO = "io/prometheus/client/metrics.proto"
INF = float("inf")
FAILED = {"code": 'failed "hard"\n', "path": "\\ä"}
PROTOBUF = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"


@contextlib.contextmanager
def server(program):
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        line = process.stdout.readline()
        port = re.fullmatch(r"port=(\d+)\n", line)
        check(port, f"the server should say its port, it said {line!r}")
        yield int(port[1])
        process.stdin.close()
        check_equal(process.wait(DEADLINE), 0, "the server's exit status")


def fetch(port, accept, content_type):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    with contextlib.closing(connection):
        connection.request("GET", "/metrics", headers={"Accept": accept})
        response = connection.getresponse()
        check_equal(response.status, 200, f"the status for {accept}")
        check_equal(response.headers["Content-Type"], content_type, f"the type for {accept}")
        return response.read()


def histogram(name, labels, buckets, total):
    """The samples of a histogram with these cumulative counts."""
    lines = {
        (f"{name}_bucket", tuple(sorted((*labels, ("le", bound))))): count
        for bound, count in buckets
    }
    lines[f"{name}_count", labels] = buckets[-1][1]
    lines[f"{name}_sum", labels] = total
    return lines


def expected(bound):
    """Every sample; `bound` gives the text of a bound in the format."""
    x, never = (("op", "x"),), (("op", "never"),)
    return {
        ("sent_bytes_total", ()): float(9007199254740993),
        ("requests_total", (("code", "ok"), ("path", "/a"))): 3,
        ("requests_total", tuple(FAILED.items())): 4,
        ("busy_seconds_total", ()): 2.5,
        ("connections", ()): 7,
        ("connections_total", ()): 8,
        ("least", ()): 5e-324,
        ("wait_seconds_sum", x): 1.5,
        ("wait_seconds_count", x): 1,
        ("build_info", (("version", "1.2"),)): 1,
        ("outcome", (("outcome", "ok"),)): 0,
        ("outcome", (("outcome", FAILED["code"]),)): 1,
        **histogram("duration_seconds", x,
                    [("0.1", 1), (bound(1), 3), (bound(10), 3), ("+Inf", 4)], 31.55),
        **histogram("duration_seconds", never,
                    [("0.1", 0), (bound(1), 0), (bound(10), 0), ("+Inf", 0)], 0),
        **histogram("other_seconds", (), [(bound(1), 1), ("+Inf", 2)], 12),
        ("waited", (("quantile", "0.5"),)): 2,
        ("waited_sum", ()): 5,
        ("waited_count", ()): 3,
        ("torn_count", ()): 2,
        ("torn_sum", ()): 1,
        ("plain", (("a", "b"),)): 17,
    }


def parsed(families):
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): float(sample.value)
        for family in families
        for sample in family.samples
    }


def in_json(text):
    said = json.loads(text)
    check_equal((said["format"], said["version"]), ("tacho", 1), "what the JSON says that it is")
    samples = {}
    for family in said["families"]:
        for series in family["series"]:
            labels = tuple(sorted(series["labels"].items()))
            name = series.get("name", family["name"])
            if "value" in series:
                samples[name, labels] = float(series["value"])
                continue
            if "states" in series:
                for state, value in series["states"].items():
                    samples[name, tuple(sorted((*labels, (name, state))))] = value
                continue
            for bound, count in series.get("buckets", []):
                samples[f"{name}_bucket", tuple(sorted((*labels, ("le", str(bound)))))] = count
            samples[f"{name}_count", labels] = series["count"]
            samples[f"{name}_sum", labels] = series["sum"]
    return samples


def messages(stream):
    """The texts of the messages in a stream, as protoc prints them."""
    at = 0
    while at < len(stream):
        size = shift = 0
        while True:
            byte = stream[at]
            at += 1
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        printed = subprocess.run(
            ["protoc", "--decode=io.prometheus.client.MetricFamily", f"-I{SHARE}", PROTO],
            input=stream[at : at + size], capture_output=True, check=True,
        )
        yield printed.stdout.decode()
        at += size


with server(sys.argv[1]) as port:
    text = fetch(port, "*/*", "text/plain; version=0.0.4; charset=utf-8").decode()
    check_equal(parsed(plain_text(text)), expected(str), "the text format 0.0.4")

    newer = "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
    check_equal(fetch(port, newer, newer).decode(), text, "the text format 1.0.0")

    om = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
    families = list(openmetrics(fetch(port, om, om).decode()))
    check_equal(parsed(families), expected(lambda bound: f"{bound}.0"), "OpenMetrics")
    types = {family.name: (family.type, family.unit) for family in families}
    check_equal(
        types,
        {
            "sent_bytes": ("counter", "bytes"),
            "requests": ("counter", ""),
            "busy_seconds": ("counter", "seconds"),
            "connections": ("gauge", ""),
            "connections_total": ("unknown", ""),  # its family would be called `connections`
            "least": ("gauge", ""),
            "wait_seconds": ("summary", "seconds"),
            "build": ("info", ""),
            "outcome": ("stateset", ""),
            "duration_seconds": ("histogram", "seconds"),
            "other_seconds": ("histogram", ""),
            "waited": ("summary", ""),
            "torn_count": ("unknown", ""),
            "torn_sum": ("unknown", ""),
            "plain": ("unknown", ""),
        },
        "the types in OpenMetrics",
    )

    as_json = in_json(fetch(port, "application/json", "application/json"))
    check_equal(as_json, expected(str), "JSON")

    protobuf = fetch(
        port,
        PROTOBUF + ", text/plain;q=0.5",
        PROTOBUF.replace(";", "; ") + "; escaping=underscores",
    )
    if shutil.which("protoc") and (SHARE / PROTO).exists():
        printed = list(messages(protobuf))
        names = [re.match(r'name: "(\w+)"', each)[1] for each in printed]
        check_equal(sorted(names), sorted({
            "sent_bytes_total", "requests_total", "busy_seconds_total", "connections", "least",
            "wait_seconds", "build_info", "outcome", "connections_total", "duration_seconds", "other_seconds", "waited", "torn_count",
            "torn_sum", "plain"}), "the families in protobuf")
        for each in printed:  # a field that the definition lacks is a number; the unit is newer
            check(not re.search(r"(?m)^\s*(?!5:)\d+[: ]", each), f"protoc knows every field: {each}")
    else:
        print("protoc, or Prometheus's definitions for it, are not installed: not decoded")

    tool("prometheus")
    configuration = (
        "scrape_configs:\n  - job_name: all\n    scrape_interval: 200ms\n    scrape_timeout: 200ms\n"
        f'    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]\n'
    )
    for flags in ([], ["--enable-feature=native-histograms"]):  # OpenMetrics, then protobuf
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            with prometheus(folder, configuration, *flags) as asked:
                come_to(asked, 'sum(up{job="all"})', {(): 1})
                for (name, labels), value in expected(lambda bound: f"{bound}.0").items():
                    matchers = ",".join(f"{key}={json.dumps(text)}" for key, text in labels)
                    come_to(asked, f"sum({name}{{{matchers}}})", {(): float(value)})
                check_equal((folder / "prometheus.log").read_text(), "", "Prometheus's warnings")
