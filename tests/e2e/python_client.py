# SPDX-License-Identifier: BSL-1.0
"""python_client.py FILE_SERVER: Python's prometheus_client parses the text to equal values."""
import os
import sys
import tempfile

from support import SKIPPED, check_equal, eventually, fetch, file_server, metrics

try:
    from prometheus_client.parser import text_string_to_metric_families as parse
except ImportError:
    # A distribution's prometheus_client is installed for the distribution's Python.
    system = "/usr/bin/python3"
    if os.path.exists(system) and os.path.realpath(system) != os.path.realpath(sys.executable):
        os.execv(system, [system, "-B", *sys.argv])
    print(f"SKIPPED: prometheus_client is not installed for {sys.executable}")
    sys.exit(SKIPPED)

with tempfile.TemporaryDirectory() as root, file_server(sys.argv[1], root) as (port, metrics_port):
    for _ in range(11):
        fetch(port, "/missing")

    def at_rest():  # the server is done with a request after the client has its answer
        text = metrics(metrics_port)
        return text if "\nfile_server_connections 0\n" in text else None

    text = eventually("every connection should be closed", at_rest)
    families = {family.name: family for family in parse(text)}

requests = families["file_server_requests"]
check_equal(requests.type, "counter", "the type of file_server_requests")
check_equal(requests.documentation, "Requests answered, by method and status.", "its help")
check_equal(
    [(sample.name, sample.labels, sample.value) for sample in requests.samples],
    [("file_server_requests_total", {"method": "GET", "code": "404"}, 11.0)],
    "its samples",
)

duration = families["file_server_request_duration_seconds"]
check_equal(duration.type, "histogram", "the type of the duration")
buckets = [sample for sample in duration.samples if sample.name.endswith("_bucket")]
check_equal(len(buckets), 19, "the number of buckets")
check_equal(buckets[0].labels, {"le": "5e-05"}, "the first bound")
check_equal((buckets[-1].labels, buckets[-1].value), ({"le": "+Inf"}, 11.0), "the last bucket")

errors = families["file_server_errors"]
check_equal(
    {sample.labels["kind"]: sample.value for sample in errors.samples},
    dict.fromkeys(["bad_request", "timeout", "connection", "file", "accept"], 0.0),
    "the errors",
)
