# SPDX-License-Identifier: BSL-1.0
"""dashboard.py CONFIGURATION DASHBOARD RULES HOST...: every metric drawn or alerted on exists.

Every metric that the dashboard and the rules name is in a scrape of one of the hosts; every query of
the dashboard has an answer from a Prometheus that watches them all.
"""
import json
import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from support import check, check_equal, eventually, metrics, prometheus, sandbox_host, tool, watching

tool("prometheus")
configuration, dashboard_file, rules_file = map(Path, sys.argv[1:4])
hosts = sys.argv[4:]
PROMETHEUS_OWN = {"up"}
KEYWORDS = {"and", "or", "unless", "offset", "bool", "on", "ignoring", "group_left", "group_right"}


def metric_names(expression):
    """The metrics that a PromQL expression names."""
    rest = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\"[^\"]*\"", " ", expression)
    rest = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", rest)
    rest = re.sub(r"\boffset\s+\w+|\b[0-9][0-9.eE]*[a-z]*\b", " ", rest)
    words = re.findall(r"[a-zA-Z_:][\w:]*(?!\w*\s*\()", rest)
    return set(words) - KEYWORDS


check_equal(
    metric_names('topk(3, sum by (a, le) (rate(x_total{b="c d"}[5m]))) > 1e5 or y offset 30m'),
    {"x_total", "y"},
    "the metrics of an expression",
)

dashboard = json.loads(dashboard_file.read_text())
queries = [
    (panel["title"], target["expr"])
    for panel in dashboard["panels"]
    for target in panel.get("targets", [])
]
check(len(queries) > 20, f"the dashboard should have queries: {queries}")
places = [tuple(panel["gridPos"][side] for side in "xy") for panel in dashboard["panels"]]
check_equal(len(set(places)), len(places), "panels that do not hide each other")
identities = {panel["id"] for panel in dashboard["panels"]}
check_equal(len(identities), len(places), "panels with a number of their own")
alerts = re.findall(r"(?m)^ +expr: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", rules_file.read_text())
alerts = ["".join(one) for one in alerts]
check(len(alerts) > 10, f"there should be rules: {alerts}")
variables = re.findall(r"label_values\((\w+)", json.dumps(dashboard["templating"]))
named = set(variables).union(
    *(metric_names(expression) for _, expression in queries), *map(metric_names, alerts)
)

with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
    folder = Path(folder)
    ports = [running.enter_context(sandbox_host(host))[0] for host in hosts]

    def missing():
        scraped = set()
        for port in ports:
            scraped |= set(re.findall(r"(?m)^([a-zA-Z_:][\w:]*)", metrics(port)))
        return named - PROMETHEUS_OWN - scraped

    eventually(lambda: f"in a scrape should be {missing()}", lambda: not missing())
    server = running.enter_context(
        prometheus(folder, watching(configuration, folder, ports))
    )
    for title, expression in queries:
        asked = expression.replace("$__rate_interval", "1m")
        asked = asked.replace("$job", ".*").replace("$instance", ".*")
        check("$" not in asked, f"a variable that this test does not know: {asked}")
        eventually(f'"{title}" should have an answer to {asked}', lambda: server.query(asked) or None)
