#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""From raw figures to docs/benchmarks.md and its plots.

    page.py             writes the page from the newest results
    page.py --check     fails if the page does not match the newest results
    page.py --collect-peers DIR --compiler CXX
    page.py --collect-scale FILE --compiler CXX
    page.py --collect-growth FILE --compiler CXX
    page.py --collect-tracing DIR
    page.py --collect-compile FILE
                        make one result file from the raw files of a run (benchmarks/run calls these)
"""

import argparse
import datetime
import difflib
import json
import math
import pathlib
import re
import statistics

import plot
import report
from report import RESULTS, ROOT, duration

PAGE = ROOT / "docs" / "benchmarks.md"
PLOTS = ROOT / "docs" / "benchmarks"

# The columns and their languages. tacho is the first.
LIBRARIES = {
    "tacho": "C++",
    "prometheus-cpp": "C++",
    "prometheus": "Rust",
    "metrics": "Rust",
    "measured": "Rust",
    "client_golang": "Go",
}

# Names in Google Benchmark's files, and the library and row that each belongs to.
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

# The label of a row, and the benchmarks that count for it: the best of a library's several ways.
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
    # Each list stays on one line.
    text = re.sub(r"\[[^\[\]{}]*\]", lambda found: re.sub(r"\s+", " ", found[0]), json.dumps(data, indent=1))
    path.write_text(text + "\n")
    print(path.relative_to(ROOT))


def google(path, called=lambda name: " ".join(NAMES[name]) if name in NAMES else None):
    """Nanoseconds per record of each repetition in one of Google Benchmark's files, by the key that `called` gives."""
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


def collect_growth(file, compiler):
    keep("growth", *collected(compiler, runs=[json.loads(line) for line in file.read_text().splitlines()]))


def collect_tracing(folder):
    """All repetitions of each trace, by its maker: a compiler or node."""
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
        raise SystemExit(f"no results yet: run benchmarks/run --{kind}")
    return json.loads(found[-1].read_text())


def where(data, flags=" `-O3`"):
    machine = data["machine"]
    cores = f"{machine['cores']} core{'s' if machine['cores'] != 1 else ''}"
    virtual = ", a virtual machine" if machine["virtual"] else ""
    return (
        f"Measured {data['utc'][:10]} on {machine['processor']} (family and model {machine['family_model']}), {cores}{virtual},\n"
        f"{machine['system']}; tacho {data['revision']}, {data['compiler']['name']} {data['compiler']['version']}{flags}"
    )


class Peers:
    def __init__(self, data):
        self.data = data

    def ns(self, library, ways):
        """The median of the best way over all rounds and repetitions; None if the library has no such way."""
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
        """How far the rounds' medians of a figure lie apart: the median over all figures."""
        spreads = []
        for name in self.data["rounds"][0]:
            medians = [statistics.median(each[name]) for each in self.data["rounds"]]
            spreads.append(max(medians) / min(medians) - 1)
        return statistics.median(spreads)

    def table(self):
        head = [f"{name} ({language})" for name, language in LIBRARIES.items()]
        lines = [
            "| each record | " + " | ".join(head) + " | next best : tacho |",
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

{where(self.data)};
prometheus-cpp {version['prometheus-cpp']} in the same program; prometheus {version['prometheus']}, metrics {version['metrics']} with
metrics-exporter-prometheus {version['metrics-exporter-prometheus']} and measured {version['measured']}, with Rust {version['rustc']} (`lto = "fat"`, one
codegen unit); client_golang {version['client_golang']} with Go {version['go']}. tacho and the other libraries ran in
turn, {len(self.data['rounds'])} rounds; each figure is the median of all repetitions. For half of the figures the
medians of the rounds lay at most {100 * self.apart():.0f} % apart, so smaller differences mean nothing.

How the libraries are compared, and how fair that is:

- The clock of a record is the thread's processor time. With 2 threads it is the wall time per
  record of both together, while both had a core. The clock of a text is the process's processor
  time, including Go's garbage collector. Totals are verified after every repetition.
- Counters and histograms are recorded through handles that are kept. Histograms have Prometheus'
  default bounds, 11 of them. Values are log-uniform from 2 ms to 20 s.
- `metrics` puts the values of a histogram into a queue, and their buckets have to be found later.
  The table does not contain that; with it, a record costs {ns('metrics', 'histogram/drained')}.
- prometheus (Rust) also has counters that are local to a thread and invisible to scrapes before
  `flush()`. They cost {ns('prometheus', 'counter/local')} a record if flushed every 4096 records. They do something
  else, and are not in the table.
- The rows with labels look the series up at every record. `measured` takes strings only from sets:
  here all values are known when the program begins, which is its fastest way. tacho and the others
  take any string. Only tacho and measured know enums.
- The text has 100,000 counters with two labels. measured has two figures: the table has the one
  with all paths known from the start; with arbitrary paths it is {ns('measured', 'text')}. tacho's paths are
  arbitrary.
- All libraries write Prometheus' own format. tacho hands it over in pieces of 64 KiB. The others
  make one buffer of it, which they reuse if their interface allows it (`metrics` does not).
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
        """Bytes of a series, without the text of the labels and the benchmark's own handle."""
        of = lambda name: self.of(series, 1, "all", name)
        return (of("series_bytes") - of("handle_bytes") - of("label_text_bytes")) / series

    def per_cell(self, series, threads):
        """The cost of each further slab to a scrape, for each series."""
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
        yield "linear cost: a series in one more slab, 64,000 to 64,000,000 cells", "equal within 2 ×", max(cells) <= 2 * min(cells), (
            f"{min(cells):.2f} to {max(cells):.2f} ns"
        )

    def text(self):
        lines = ["| what | target | measured |", "|---|---|--:|"]
        for what, limit, reached, text in self.reaches():
            lines.append(f"| {what} | {limit} | {text if reached else f'**{text}, not met**'} |")
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
A scrape reads each slab once, and the work for each cell does not grow with the number of cells. So
its cost is linear, but a cell costs more or less by the place where it lies. With 64 threads a
series costs {per_cell(1000, 64)} for each of them if all cells together are 0.5 MiB, {per_cell(100_000, 64)} if they are
49 MiB, and {per_cell(1_000_000, 64)} if they are 488 MiB and the processor's prefetching runs ahead. Memory is the
reason why no one number fits all cases. With 4,096 threads of 1,000 series each, the cells lie in
pieces of 8 KiB, 32 MiB together. That is more than the caches of this machine hold, and each piece
begins with a miss that the processor did not predict: {per_cell(1000, 4096)}, against {per_cell(1000, 1024)} with
1,024 threads.

Every thread has recorded every series. That is the worst case: a thread's memory is the pages that
it has touched, 8 bytes for each series. 64 threads that each record one of the 1,000,000 series
take {one('recorded_bytes') / 64 / 1024:.0f} KiB each, and a scrape takes {duration(one('scrape_ns'))}. It still reads their untouched pages. The first
read of such a page makes the kernel map it, so the first scrape takes {duration(one('first_scrape_ns'))}.

**10,000 threads alive**, 1,000 series, each thread recording one: a thread takes {many('recorded_bytes') / 10_000 / 1024:.1f} KiB more than
a thread that records nothing, a scrape takes {duration(many('scrape_ns'))}, and all totals are exact. There are
{many('slabs'):,.0f} slabs: an eighth of `vm.max_map_count`, so that the program's own mappings never fail because
of tacho. The remaining threads share one slab.

![What threads cost a scrape](benchmarks/scale.svg)

| threads alive, 1,000 series each recorded | """ + " | ".join(f"{t:,}" for t in self.threads_of(1000)) + """ |
|---|""" + "--:|" * len(self.threads_of(1000)) + """
| a scrape | """ + " | ".join(duration(self.of(1000, t, "all", "scrape_ns")) for t in self.threads_of(1000)) + """ |
| each further slab, for each series | """ + " | ".join("–" if t == 1 else f"{self.per_cell(1000, t):.2f} ns" for t in self.threads_of(1000)) + f""" |

{where(self.data)}.
Each configuration ran in {len(self.data['runs']) // len(self.runs)} processes of its own (`benchmarks/scale.cpp`); the figures are medians.
The time of a scrape is the processor time of its thread, text included. Resident memory is the
kernel's `Rss` in the middle of a scrape, less the value before it. The bytes of a series include
everything that the registry, its table and the shared slab hold for it, but not the text
`method="GET",path="/item/1"`. Threads record at idle priority; otherwise a scrape on 2 cores would
be one of 65 turns. The third and fourth columns of the table differ by the work of the caches and
the memory bus for the recording threads.""")
        return "\n".join(lines)

    def plot(self):
        names = ["1,000 series", "100,000 series", "1,000,000 series"]
        curves = [
            [(threads, self.of(series, threads, "all", "scrape_ns")) for threads in self.threads_of(series)]
            for series in (1000, 100_000, 1_000_000)
        ]
        return plot.lines("What threads cost a scrape", names, curves, "threads alive that have recorded every series", duration)


class Growth:
    FLOOR = "floor: look up in it"

    def __init__(self, data):
        self.data = data
        self.counts = sorted({run["count"] for run in data["runs"]})
        self.names = list(data["runs"][0]["ns"])

    def ns(self, name, count):
        """Nanoseconds for each of `count` things: the median of all processes."""
        found = [run["ns"][name] for run in self.data["runs"] if run["count"] == count and name in run["ns"]]
        return statistics.median(found) / count if found else None

    def exponent(self, name):
        """The slope of the time for all things over their number, both as logarithms, from ten thousand on: below, what
        happens once counts too much."""
        points = [(math.log(n), math.log(self.ns(name, n) * n)) for n in self.counts if n >= 10_000 and self.ns(name, n)]
        return statistics.linear_regression(*zip(*points)).slope

    def text(self):
        head = " | ".join(f"{count:,}" for count in self.counts)
        most = max(1.2, self.exponent(self.FLOOR) + 0.1)
        lines = [
            "How the cost of one thing depends on how many there are. An exponent of 1 is linear, n log n is",
            "about 1.1, and 2 is quadratic. The processor's caches hold the smaller numbers and not the",
            "larger ones, so a hash table, whose work is linear, has a higher exponent. The first two rows",
            f"are this floor; the limit is the second row's exponent and a tenth, {most:.2f} here.",
            "",
            f"| for each of … | {head} | exponent |",
            "|---|" + "--:|" * (len(self.counts) + 1),
        ]
        for name in self.names:
            cells = [self.ns(name, count) for count in self.counts]
            exponent = self.exponent(name)
            lines.append(
                f"| {name} | "
                + " | ".join("–" if cell is None else duration(cell) for cell in cells)
                + (f" | {exponent:.2f} |" if exponent <= most else f" | **{exponent:.2f}, not met** |")
            )
        lines.append(f"""
{where(self.data)}.
Wall time, medians of {len(self.data['runs']) // len(self.counts)} processes for each number (`benchmarks/growth.cpp`).
Exponents are fitted from 10,000 on.""")
        return "\n".join(lines)


class Tracing:
    ROWS = [
        ("no trace function set", "trace/off"),
        ("four labels", "trace/plain"),
        ("… and an id", "trace/id"),
        ("ten labels: id, parent, a property of object, parent and call", "trace/all"),
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
        lines += ["", "| what | target | measured |", "|---|---|--:|"]
        for what, limit, reached, text in self.reaches():
            lines.append(f"| {what} | {limit} | {text if reached else f'**{text}, not met**'} |")
        version = self.data["versions"]
        _, *others = (f"{each['name']} {each['version']}" for each in self.data["compilers"].values())
        lines.append(f"""
{where(self.data)}{''.join(f' and {other}' for other in others)};
hypertrace {version['hypertrace']} and hypertrace-prometheus {version['hypertrace-prometheus']} on Node.js {version['node']}. tacho and the original ran in
turn. The figures are processor time (for the original, of the process) and medians of all
repetitions. Counts are verified. The compilers and the engine may inline the traced function into
the loop; it does nothing else in any of them. The original asks the engine for a stack trace unless
it has seen the id of the trace before.""")
        return "\n".join(lines)


def page():
    peers, scale, tracing = Peers(newest("peers")), Scale(newest("scale")), Tracing(newest("tracing"))
    growth = Growth(newest("growth"))
    compiling = report.compile_times()
    compiling = f"## Compile time\n\n{compiling.text()}\n\n{where(compiling.data, flags='')}.\n\n" if compiling else ""
    text = f"""# Benchmarks

`benchmarks/page.py` makes this page from the newest results in
[`benchmarks/results`](../benchmarks/results). `benchmarks/run --peers`, `--scale`, `--growth`, `--tracing` and
`--compile` measure them again.

## Against the floor and prometheus-cpp

{report.table(report.newest())}

{report.note(report.newest())}

## Against the best of other languages
{peers.text()}
## Scale

{scale.text()}

## Growth

{growth.text()}

## Traces of hypertrace

{tracing.text()}

{compiling}Limits of all these figures: the machine is virtual and shared, its cores were neither isolated nor
held at one frequency, and 2 cores say nothing about many. Read the ratios. The raw figures are in
`benchmarks/results/`.
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
    parser.add_argument("--collect-growth", type=pathlib.Path)
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
    if arguments.collect_growth:
        return collect_growth(arguments.collect_growth, arguments.compiler)
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
            print(f"{name}: written")
    if arguments.check and stale:
        raise SystemExit("docs/benchmarks.md does not match the newest results: run benchmarks/page.py")


if __name__ == "__main__":
    main()
