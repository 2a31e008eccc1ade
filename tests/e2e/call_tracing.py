# SPDX-License-Identifier: BSL-1.0
"""call_tracing.py PROGRAM PAGE: the example under a real Prometheus, which answers the page's query."""
import contextlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from support import DEADLINE, check, check_equal, come_to, eventually, metrics, prometheus
from support import samples, tool

tool("prometheus")
program, page = sys.argv[1], Path(sys.argv[2]).read_text()

configuration = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1]
query = re.search(r"```promql\n(.*?)```", page, re.DOTALL)[1].strip()
check_equal(query.count('"Swarm"'), 1, "the classes in the page's query")
query = query.replace('"Swarm"', '"warehouse"').replace("$__rate_interval", "1m")

with contextlib.ExitStack() as stack:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    process = stack.enter_context(
        subprocess.Popen(
            [program, "--port", "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    )
    stack.callback(process.kill)
    line = process.stdout.readline()
    port = re.fullmatch(r"port=(\d+)\n", line)
    check(port, f"call_tracing should say its port, it said {line!r}")
    check_equal(configuration.count("localhost:4343"), 1, "the targets in the page")
    configuration = configuration.replace("localhost:4343", f"127.0.0.1:{port[1]}")
    configuration = "global: {scrape_interval: 200ms}\n" + configuration

    def order(count):
        process.stdin.write(f"{count}\n")
        process.stdin.flush()

    with prometheus(Path(folder), configuration) as server:
        come_to(server, 'up{job="my-application"}', {})
        order(600)
        come_to(server, 'sum(trace_counter{caller_functionname="order"})', {(): 600})
        come_to(
            server,
            'sum by (object_props_town) (trace_counter{caller_functionname="order"})',
            {("Paris",): 200, ("London",): 400},
        )
        come_to(
            server,
            'sum by (id) (trace_counter{object_classname="warehouse", caller_functionname="take"})',
            {("single",): 300, ("several",): 300},
        )
        come_to(server, 'sum(trace_counter{parent_object_classname="shop"}) > bool 600', {(): 1})
        come_to(server, "count(process_cpu_seconds_total)", {(): 1})

        order(600)  # Prometheus scrapes meanwhile, so it can give a rate
        come_to(server, 'sum(trace_counter{caller_functionname="order"})', {(): 1200})
        rates = {}

        def rated():
            rates.update(server.query(query))
            return rates.get(("take",), 0) > 0 and rates.get(("fill",), 0) > 0

        eventually(lambda: f"the page's query should give rates: {rates}", rated)

    # No sample is written twice, and the samples printed at the end are those that were served.
    served = metrics(int(port[1]))
    process.stdin.close()
    printed = process.stdout.read()
    process.wait(DEADLINE)
    check_equal(process.returncode, 0, "the exit status")
    traces = {name: value for name, value in samples(served).items() if "trace_counter" in name}
    check_equal(len(traces), served.count("\ntrace_counter{"), "the series of traces")
    check_equal(
        {name: value for name, value in samples(printed).items() if "trace_counter" in name},
        traces,
        "what is printed at the end",
    )
