# SPDX-License-Identifier: BSL-1.0
"""prometheus.py FILE_SERVER CONFIGURATION: a real Prometheus scrapes the file server and is asked.

The shipped configuration is used, with our ports and a shorter interval. Prometheus counts exactly
the requests that were made.
"""
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support import check, check_equal, come_to, exchange, fetch, file_server, prometheus
from support import samples, tool, watching

tool("prometheus")
program, configuration = sys.argv[1], Path(sys.argv[2])

WORK = [
    (37, b"GET /file.txt HTTP/1.1\r\n\r\n", "GET", "200"),
    (11, b"HEAD /file.txt HTTP/1.1\r\n\r\n", "HEAD", "200"),
    (5, b"GET /missing HTTP/1.1\r\n\r\n", "GET", "404"),
    (3, b"DELETE /file.txt HTTP/1.1\r\n\r\n", "DELETE", "405"),
    (2, b"GET /%zz HTTP/1.1\r\n\r\n", "GET", "400"),
]


def work(port):
    """Makes all requests, four at a time; returns the number of bytes received."""
    requests = [request for times, request, _, _ in WORK for _ in range(times)]
    with ThreadPoolExecutor(4) as pool:
        return sum(map(len, pool.map(lambda request: exchange(port, request), requests)))


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    root = folder / "root"
    root.mkdir()
    (root / "file.txt").write_bytes(1000 * b"x")

    with file_server(program, root) as (port, metrics_port):
        received = work(port)

        with prometheus(folder, watching(configuration, folder, [metrics_port])) as server:
            for rounds in (1, 2):
                come_to(
                    server,
                    "sum by (method, code) (file_server_requests_total)",
                    {(code, method): rounds * times for times, _, method, code in WORK},
                )
                total = rounds * sum(times for times, _, _, _ in WORK)
                histogram = "file_server_request_duration_seconds"
                come_to(server, f"sum({histogram}_count)", {(): total})
                come_to(server, f'sum({histogram}_bucket{{le="+Inf"}})', {(): total})
                come_to(server, "sum(file_server_sent_bytes_total)", {(): received})
                come_to(server, "sum(file_server_requests_in_flight)", {(): 0})
                come_to(server, "sum(file_server_connections)", {(): 0})
                come_to(server, "sum(file_server_errors_total)", {(): 0})
                come_to(server, 'sum(up{job="examples"})', {(): 1})
                if rounds == 1:
                    received += work(port)

            # Prometheus scraped during the requests, so it can give a rate and a quantile.
            rate = server.query("sum(rate(file_server_requests_total[1m]))")
            check(rate and rate[()] > 0, f"the rate of requests should be more than 0: {rate}")
            buckets = f"sum by (le) (rate({histogram}_bucket[1m]))"
            p99 = server.query(f"histogram_quantile(0.99, {buckets})")
            check(p99 and 0 < p99[()] < 10, f"the p99 latency should be a duration: {p99}")

            # No scrape failed, and no sample was refused.
            come_to(server, 'min(min_over_time(up{job="examples"}[5m]))', {(): 1})
            for target in server.api("targets")["activeTargets"]:
                check_equal((target["health"], target["lastError"]), ("up", ""), "the target")
            own = samples(fetch(server.port, "/metrics")[2].decode())
            refusals = {
                name: value
                for name, value in own.items()
                if re.match(r"prometheus_target_scrapes_\w+_total", name) and value != "0"
            }
            check_equal(refusals, {}, "what Prometheus refused")
            check_equal((folder / "prometheus.log").read_text(), "", "Prometheus's warnings")
