#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""From raw figures to docs/benchmarks.md and its plots.

    page.py             refreshes the page from the newest results
    page.py --check     fails when the page is not what the newest results say
    page.py --collect-peers DIR --compiler CXX
    page.py --collect-scale FILE --compiler CXX
    page.py --collect-tracing DIR
    page.py --collect-compile FILE
                        make one result file of a run's raw files (benchmarks/run calls these)
"""

import argparse
import datetime
import difflib
import json
import pathlib
import re
import statistics

import plot
import report
from report import RESULTS, ROOT, duration

PAGE = ROOT / "docs" / "benchmarks.md"
PLOTS = ROOT / "docs" / "benchmarks"

# Columns, and the language of each. Ours is the first.
LIBRARIES = {
    "tacho": "C++",
    "prometheus-cpp": "C++",
    "prometheus": "Rust",
    "metrics": "Rust",
    "measured": "Rust",
    "client_golang": "Go",
}

# What of ours and of prometheus-cpp's is called in Google Benchmark's files.
NAMES = {
    "counter/one": ("tacho", "counter/one"),
    "counter/two_threads": ("tacho", "counter/two_threads"),
    "histogram/11": ("tacho", "histogram/one"),
    "histogram/two_threads": ("tacho", "histogram/two_threads"),
    "family/literal": ("tacho", "family/literal"),
    "family/buffer": ("tacho", "family/buffer"),
    "family/enum_one": ("tacho", "family/enum"),
    "text": ("tacho", "text"),
    "counter_peer/one": ("prometheus-cpp", "counter/one"),
    "counter_peer/two_threads": ("prometheus-cpp", "counter/two_threads"),
    "histogram_peer/one": ("prometheus-cpp", "histogram/one"),
    "histogram_peer/two_threads": ("prometheus-cpp", "histogram/two_threads"),
    "family_peer/literal": ("prometheus-cpp", "family/literal"),
    "family_peer/buffer": ("prometheus-cpp", "family/buffer"),
    "text_peer": ("prometheus-cpp", "text"),
}

# Label of the row, and what counts there: a library's best of several ways to do it.
ROWS = [
    ("counter, 1 thread", ["counter/one"]),
    ("counter, 2 threads", ["counter/two_threads"]),
    ("histogram, 1 thread", ["histogram/one"]),
    ("histogram, 2 threads", ["histogram/two_threads"]),
    ("two labels, the same values", ["family/literal"]),
    ("two labels, changing values", ["family/buffer"]),
    ("one label, an enum", ["family/enum"]),
    ("text, for each of 100,000 series", ["text", "text/known"]),
]


def collected(compiler, **data):
    utc = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    return utc, {
        "utc": utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "revision": report.revision(),
        "machine": report.machine(),
        "compiler": report.compiler_of(compiler),
        **data,
    }


def keep(kind, utc, data):
    slug = re.sub(r"[^a-z0-9]+", "-", data["machine"]["processor"].lower()).strip("-")
    path = RESULTS / f"{kind}-{utc.strftime('%Y%m%dT%H%M%SZ')}-{slug}-{data['revision']}.json"
    # One list in a line.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda found: re.sub(r"\s+", " ", found[0]), json.dumps(data, indent=1))
    path.write_text(text + "\n")
    print(path.relative_to(ROOT))


def google(path, called=lambda name: " ".join(NAMES[name]) if name in NAMES else None):
    """Nanoseconds per record of each repetition in a file of Google Benchmark's, by what `called` makes of its names."""
    runs = {}
    for entry in json.loads(path.read_text())["benchmarks"]:
        if entry["run_type"] != "iteration":
            continue
        if entry.get("error_occurred"):
            raise SystemExit(f"{entry['name']}: {entry['error_message']}")
        name = re.sub(r"/(iterations|repeats):\d+|/manual_time", "", entry["name"])
        if key := called(name):
            clock = "real_time" if name.endswith("two_threads") else "cpu_time"
            ns = entry[clock] * report.NANOSECONDS[entry["time_unit"]] / entry["records"]
            runs.setdefault(key, []).append(ns)
    return runs


def versions():
    lock = (ROOT / "benchmarks/peers/rust/Cargo.lock").read_text()
    go = (ROOT / "benchmarks/peers/go/go.mod").read_text()
    crates = ("prometheus", "metrics", "metrics-exporter-prometheus", "measured")
    return {
        "prometheus-cpp": "1.0.1",
        **{name: re.search(rf'name = "{name}"\nversion = "([^"]+)"', lock)[1] for name in crates},
        "client_golang": re.search(r"client_golang v(\S+)", go)[1],
        "rustc": report.output_of("rustc", "--version").split()[1],
        "go": report.output_of("go", "env", "GOVERSION").removeprefix("go"),
    }


def collect_peers(folder, compiler):
    rounds = []
    for number in range(1, 1 + len(list(folder.glob("rust.*.json")))):
        runs = {}
        files = [google(path) for path in sorted(folder.glob(f"*.{number}*.json")) if path.name[:2] in ("re", "sc")]
        files += [json.loads((folder / f"{language}.{number}.json").read_text()) for language in ("rust", "go")]
        for file in files:
            for name, values in file.items():
                runs.setdefault(name, []).extend(round(value, 4) for value in values)
        rounds.append(runs)
    keep("peers", *collected(compiler, versions=versions(), rounds=rounds))


def collect_scale(file, compiler):
    keep("scale", *collected(compiler, runs=[json.loads(line) for line in file.read_text().splitlines()]))


def collect_tracing(folder):
    """All repetitions of each trace, by what made it: a compiler or node."""
    runs = {}
    compilers = {}
    for path in sorted(folder.glob("*.json")):
        maker = path.name.split(".")[0]
        if maker == "node":
            found = json.loads(path.read_text())
        else:
            compilers[maker] = report.compiler_of(maker)
            found = google(path, lambda name: name)
        for name, values in found.items():
            runs.setdefault(maker, {}).setdefault(name, []).extend(round(value, 4) for value in values)
    packages = json.loads((ROOT / "benchmarks/peers/node/package-lock.json").read_text())["packages"]
    versions = {name: packages[f"node_modules/{name}"]["version"] for name in ("hypertrace", "hypertrace-prometheus")}
    versions["node"] = report.output_of("node", "--version").removeprefix("v")
    utc, data = collected(next(iter(compilers)))
    keep("tracing", utc, {**data, "compilers": compilers, "versions": versions, "runs": runs})


def collect_compile(file):
    measured = json.loads(file.read_text())
    utc, data = collected(measured["compilers"][0])
    measured["compilers"] = {each: report.compiler_of(each) for each in measured["compilers"]}
    keep("compile", utc, {**data, "versions": {"prometheus-cpp": "1.0.1"}, **measured})


def newest(kind):
    found = sorted(RESULTS.glob(f"{kind}-*.json"))
    if not found:
        raise SystemExit(f"there is no result yet: run benchmarks/run --{kind}")
    return json.loads(found[-1].read_text())


def where(data, flags=" `-O3`"):
    machine = data["machine"]
    cores = f"{machine['cores']} core{'s' if machine['cores'] != 1 else ''}"
    virtual = ", a virtual machine" if machine["virtual"] else ""
    return (
        f"Measured {data['utc'][:10]} on {machine['processor']} (family and model {machine['family_model']}), {cores}{virtual}, "
        f"{machine['system']}; tacho {data['revision']}, {data['compiler']['name']} {data['compiler']['version']}{flags}"
    )


class Peers:
    def __init__(self, data):
        self.data = data

    def ns(self, library, ways):
        """The best way's median over all rounds and repetitions; None when the library has no such thing."""
        found = []
        for way in ways:
            values = [v for each in self.data["rounds"] for v in each.get(f"{library} {way}", [])]
            if values:
                found.append(statistics.median(values))
        return min(found, default=None)

    def rows(self):
        for label, ways in ROWS:
            yield label, {name: ns for name in LIBRARIES if (ns := self.ns(name, ways)) is not None}

    def apart(self):
        """How far the rounds' medians of a figure lie apart, for most figures."""
        spreads = []
        for name in self.data["rounds"][0]:
            medians = [statistics.median(each[name]) for each in self.data["rounds"]]
            spreads.append(max(medians) / min(medians) - 1)
        return statistics.median(spreads)

    def table(self):
        head = [f"{name} ({language})" for name, language in LIBRARIES.items()]
        lines = [
            "| what, each record | " + " | ".join(head) + " | next best : tacho |",
            "|---|" + "--:|" * (len(head) + 1),
        ]
        for label, values in self.rows():
            ours, others = values["tacho"], [ns for name, ns in values.items() if name != "tacho"]
            best = min(values.values())
            cells = [
                "–" if name not in values else f"**{duration(values[name])}**" if values[name] == best else duration(values[name])
                for name in LIBRARIES
            ]
            verdict = f"{min(others) / ours:.1f}" if ours == best else f"**{min(others) / ours:.2f}: not first**"
            lines.append(f"| {label} | " + " | ".join(cells) + f" | {verdict} |")
        return "\n".join(lines)

    def text(self):
        version = self.data["versions"]
        ns = lambda library, way: duration(self.ns(library, [way]))
        return f"""
![What a record costs](benchmarks/peers.svg)

{self.table()}

{where(self.data)}; prometheus-cpp {version['prometheus-cpp']} in the same program; prometheus {version['prometheus']},
metrics {version['metrics']} with metrics-exporter-prometheus {version['metrics-exporter-prometheus']} and measured {version['measured']}
with Rust {version['rustc']} (`lto = "fat"`, one codegen unit); client_golang {version['client_golang']} with Go {version['go']}.
Ours and theirs ran in turn, {len(self.data['rounds'])} rounds; each figure is the median of all repetitions. The rounds' own
medians of a figure lay {100 * self.apart():.0f} % apart (the middle one of all figures): smaller differences say nothing.

What is compared, and how fair it is:

- A record is timed by the thread's processor time; with 2 threads by the wall's time for a record of either, while both had a
  core. A text by the process's processor time, Go's garbage collector included. Totals are verified after every repetition.
- Counters and histograms are recorded through handles that are kept. Histograms have Prometheus' default bounds, 11 of them;
  values are log-uniform from 2 ms to 20 s.
- `metrics` puts a histogram's values into a queue; somebody has to find their buckets later, which is not in the table. With it,
  a record costs {ns('metrics', 'histogram/drained')}.
- prometheus (Rust) also has counters local to a thread, which no scrape sees before `flush()`: {ns('prometheus', 'counter/local')} a record
  when flushed every 4096. That is another thing, and not in the table.
- The labelled rows look the series up at every record. `measured` takes strings only from sets: here all values are known when
  the program begins, which is its fastest; tacho and the others take any. Only tacho and measured know enums.
- The text has 100,000 counters with two labels. measured has two figures: with all paths known from the start, which is in the
  table, and {ns('measured', 'text')} with paths that may be any. tacho's may be any.
- Prometheus' own format is written by all; tacho gives it away in pieces of 64 KiB, the others make one buffer of it, which they use
  again where their interface lets them (not `metrics`).
"""


class Scale:
    def __init__(self, data):
        self.data = data
        self.runs = {}
        for run in data["runs"]:
            self.runs.setdefault((run["series"], run["threads"], run["recorded"]), []).append(run)

    def of(self, series, threads, recorded, name):
        return statistics.median(run[name] for run in self.runs[series, threads, recorded])

    def per_series(self, series):
        """Bytes besides the text of the labels and the benchmark's own handle."""
        of = lambda name: self.of(series, 1, "all", name)
        return (of("series_bytes") - of("handle_bytes") - of("label_text_bytes")) / series

    def per_cell(self, series, threads):
        """What each further slab costs a scrape, for each series."""
        more = self.of(series, threads, "all", "scrape_ns") - self.of(series, 1, "all", "scrape_ns")
        return more / series / (threads - 1)

    def threads_of(self, series):
        return sorted(threads for s, threads, recorded in self.runs if s == series and recorded == "all")

    def reaches(self):
        of = lambda name: self.of(1_000_000, 1, "all", name)
        memory = max(of("scrape_bytes"), of("scrape_peak_bytes"))
        yield "1,000,000 counters with two labels to text, one core, one shard", "≤ 60 ms", of("scrape_ns") <= 60e6, (
            f"{duration(of('scrape_ns'))}; the first time {duration(of('first_scrape_ns'))}"
        )
        yield "resident memory that such a scrape adds", "≤ 16 MiB", memory <= 16 << 20, f"{memory / 2**20:.1f} MiB"
        yield "bytes of a counter with two labels, besides their text", "≤ 250", self.per_series(1_000_000) <= 250, (
            f"{self.per_series(1_000_000):.0f}"
        )
        cells = [self.per_cell(1000, threads) for threads in self.threads_of(1000) if threads >= 64]
        cells += [self.per_cell(series, 64) for series in (100_000, 1_000_000)]
        yield "linear: a series in one more slab, 64,000 to 64,000,000 cells", "the same within 2 ×", max(cells) <= 2 * min(cells), (
            f"{min(cells):.2f} to {max(cells):.2f} ns"
        )

    def text(self):
        lines = ["| reach | | measured |", "|---|---|--:|"]
        for what, limit, reached, text in self.reaches():
            lines.append(f"| {what} | {limit} | {text if reached else f'**{text}, missed**'} |")
        lines += [
            "",
            "| series | threads | a scrape | … while all record | the first | memory it adds | bytes per series | per thread |",
            "|--:|--:|--:|--:|--:|--:|--:|--:|",
        ]
        for series in (1000, 100_000, 1_000_000):
            for threads in (1, 64):
                of = lambda name: self.of(series, threads, "all", name)
                lines.append(
                    f"| {series:,} | {threads} | {duration(of('scrape_ns'))} | {duration(of('busy_scrape_ns'))} | "
                    f"{duration(of('first_scrape_ns'))} | {of('scrape_bytes') / 2**20:.2f} MiB | {self.per_series(series):.0f} | "
                    f"{of('recorded_bytes') / threads / 1024:,.0f} KiB |"
                )
        one = lambda name: self.of(1_000_000, 64, "one", name)
        many = lambda name: self.of(1000, 10_000, "one", name)
        per_cell = lambda series, threads: f"{self.per_cell(series, threads):.2f} ns"
        lines.append(f"""
A scrape reads each slab once and does no more for each cell the more there are: its cost is linear, at the price of where the cells
lie. With 64 threads a series costs {per_cell(1000, 64)} for each of them where all cells are 0.5 MiB, {per_cell(100_000, 64)} where they are 49 MiB and
{per_cell(1_000_000, 64)} where they are 488 MiB and the processor's prefetching runs ahead. What stands in the way of one number for all is memory: with 4,096
threads of 1,000 series each the cells lie in pieces of 8 KiB, 32 MiB together, more than this machine's caches have, and each piece begins
with a miss that nothing foretold: {per_cell(1000, 4096)}, against {per_cell(1000, 1024)} with 1,024 threads.

Every thread has recorded every series, which is the worst case: a thread's memory is the pages it has touched, 8 bytes for each series.
64 threads of which each records one of the 1,000,000 take {one('recorded_bytes') / 64 / 1024:.0f} KiB each, and a scrape takes
{duration(one('scrape_ns'))}: it reads their untouched pages all the same, and the first such read of each page makes the kernel map it,
which is why the first scrape takes {duration(one('first_scrape_ns'))}.

**10,000 threads alive**, 1,000 series, each thread recording one: {many('recorded_bytes') / 10_000 / 1024:.1f} KiB more for each than a thread
that records nothing, a scrape takes {duration(many('scrape_ns'))}, and all totals are exact. There are {many('slabs'):,.0f} slabs: an
eighth of `vm.max_map_count`, so that the program's own mappings never fail because of ours. The threads beyond share one.

![What threads cost a scrape](benchmarks/scale.svg)

| threads alive, 1,000 series each recorded | """ + " | ".join(f"{t:,}" for t in self.threads_of(1000)) + """ |
|---|""" + "--:|" * len(self.threads_of(1000)) + """
| a scrape | """ + " | ".join(duration(self.of(1000, t, "all", "scrape_ns")) for t in self.threads_of(1000)) + """ |
| each further slab, for each series | """ + " | ".join("–" if t == 1 else f"{self.per_cell(1000, t):.2f} ns" for t in self.threads_of(1000)) + f""" |

{where(self.data)}. Each configuration in {len(self.data['runs']) // len(self.runs)} processes of its own, `benchmarks/scale.cpp`; medians. A scrape's time is
its thread's processor time, text and all; resident memory is the kernel's `Rss`, in the middle of a scrape less before it. A series'
bytes hold what the registry, its table and the shared slab have for it, but not `method="GET",path="/item/1"`. Threads record at idle
priority, so that a scrape on 2 cores is not one of 65 turns. The numbers of the table's third and fourth column differ by what the
caches and the memory bus have to do for the recording threads.""")
        return "\n".join(lines)

    def plot(self):
        names = ["1,000 series", "100,000 series", "1,000,000 series"]
        curves = [
            [(threads, self.of(series, threads, "all", "scrape_ns")) for threads in self.threads_of(series)]
            for series in (1000, 100_000, 1_000_000)
        ]
        return plot.lines("What threads cost a scrape", names, curves, "threads alive that have recorded every series", duration)


class Tracing:
    ROWS = [
        ("no trace function set", "trace/off"),
        ("four labels", "trace/plain"),
        ("… and an id", "trace/id"),
        ("all there is: id, parent, a property of object, parent and call: ten labels", "trace/all"),
    ]

    def __init__(self, data):
        self.data = data

    def ns(self, maker, name):
        values = self.data["runs"][maker].get(name)
        return statistics.median(values) if values else None

    def reaches(self):
        for maker, compiler in self.data["compilers"].items():
            for what, limit, name in (
                ("a trace with four labels", 60, "trace/plain"),
                ("a trace while no function is set", 1, "trace/off"),
            ):
                ns = self.ns(maker, name)
                yield f"{what}, {compiler['name']}", f"≤ {limit} ns", ns <= limit, duration(ns)

    def text(self):
        makers = {maker: compiler["name"] for maker, compiler in self.data["compilers"].items()} | {"node": "the original"}
        lines = ["| `trace()` of a place called before | " + " | ".join(makers.values()) + " | the original : tacho |"]
        lines.append("|---|" + "--:|" * (len(makers) + 1))
        for label, name in self.ROWS:
            found = [self.ns(maker, name) for maker in makers]
            ratio = "–" if found[-1] is None else f"{found[-1] / max(found[:-1]):.3g}"
            lines.append(f"| {label} | " + " | ".join("–" if ns is None else duration(ns) for ns in found) + f" | {ratio} |")
        lines += ["", "| reach | | measured |", "|---|---|--:|"]
        for what, limit, reached, text in self.reaches():
            lines.append(f"| {what} | {limit} | {text if reached else f'**{text}, missed**'} |")
        version = self.data["versions"]
        _, *others = (f"{each['name']} {each['version']}" for each in self.data["compilers"].values())
        lines.append(f"""
{where(self.data)}{''.join(f' and {other}' for other in others)}; hypertrace {version['hypertrace']} and hypertrace-prometheus
{version['hypertrace-prometheus']} on Node.js {version['node']}. Ours and theirs ran in turn; processor time, of the original the
process's; medians of all repetitions. Counts are verified. The compilers, and
the engine, may do in the loop what the traced function does, which in all of them is nothing else. The
original asks the engine for a stack trace unless there is an id that it has seen.""")
        return "\n".join(lines)


def page():
    peers, scale, tracing = Peers(newest("peers")), Scale(newest("scale")), Tracing(newest("tracing"))
    compiling = report.compile_times()
    compiling = f"## Compile time\n\n{compiling.text()}\n\n{where(compiling.data, flags='')}.\n\n" if compiling else ""
    text = f"""# Benchmarks

Made by `benchmarks/page.py` from the newest results in [`benchmarks/results`](../benchmarks/results), which `benchmarks/run --peers`,
`--scale`, `--tracing` and `--compile` measure again. The README has what is compared with the floor and with prometheus-cpp alone.

## Against the best of other languages
{peers.text()}
## Scale

{scale.text()}

## Traces of hypertrace

{tracing.text()}

{compiling}What all these numbers are not: the machine is virtual and shared, its cores were neither isolated nor held at one frequency, and with 2
cores nothing is said about many. Read ratios.
"""
    return {
        PAGE: text,
        PLOTS / "peers.svg": plot.dots("What a record costs", list(LIBRARIES), list(peers.rows()), duration),
        PLOTS / "scale.svg": scale.plot(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--collect-peers", type=pathlib.Path)
    parser.add_argument("--collect-scale", type=pathlib.Path)
    parser.add_argument("--collect-tracing", type=pathlib.Path)
    parser.add_argument("--collect-compile", type=pathlib.Path)
    parser.add_argument("--compiler", default="g++")
    arguments = parser.parse_args()
    if arguments.collect_peers:
        return collect_peers(arguments.collect_peers, arguments.compiler)
    if arguments.collect_tracing:
        return collect_tracing(arguments.collect_tracing)
    if arguments.collect_compile:
        return collect_compile(arguments.collect_compile)
    if arguments.collect_scale:
        return collect_scale(arguments.collect_scale, arguments.compiler)

    stale = False
    for path, text in page().items():
        old = path.read_text() if path.exists() else ""
        if old == text:
            continue
        stale = True
        name = str(path.relative_to(ROOT))
        if arguments.check:
            print("".join(difflib.unified_diff(old.splitlines(True), text.splitlines(True), name, "what the results say")))
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            print(f"{name}: refreshed")
    if arguments.check and stale:
        raise SystemExit("docs/benchmarks.md is not that of the newest results: run benchmarks/page.py")


if __name__ == "__main__":
    main()
