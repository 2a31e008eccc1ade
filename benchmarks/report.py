#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""From raw figures to the table in the README.

    report.py             prints which targets the newest result of each compiler meets, and writes the README's tables
    report.py --check     fails if the README's tables do not match the newest results
    report.py --collect DIR --compiler CXX [--quick]
                          makes one result file from the raw files of a run (benchmarks/run calls this)
"""

import argparse
import datetime
import difflib
import json
import pathlib
import platform
import re
import statistics
import subprocess
import sys

from compile_table import CompileTime

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
README = ROOT / "README.md"

PARTS = ("record", "scrape", "instrument", "threads")  # one binary each
NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


class Result:
    """One compiler's figures."""

    def __init__(self, data):
        self.data = data
        self.runs = {}
        for part in PARTS:
            for entry in data[part]["benchmarks"]:
                if entry["run_type"] != "iteration":
                    continue
                if entry.get("error_occurred"):
                    raise SystemExit(f"{entry['name']}: {entry['error_message']}")
                name = re.sub(r"/(iterations|repeats):\d+|/manual_time", "", entry["name"])
                self.runs.setdefault(name, []).append(entry)

    def ns(self, name):
        """Nanoseconds per record: the median of the repetitions.

        Processor time, which does not count what other programs take; benchmarks with two threads time themselves.
        """
        clock = "real_time" if name.endswith("two_threads") else "cpu_time"
        return statistics.median(
            entry[clock] * NANOSECONDS[entry["time_unit"]] / entry["records"] for entry in self.runs[name]
        )

    def counter(self, name, counter):
        return statistics.median(entry[counter] for entry in self.runs[name])

    def floor(self, name):
        """The fastest way to write a record: the faster of two forms."""
        return min(self.ns(f"floor/{name}_{form}") for form in ("named", "register"))

    def title(self):
        return f"{self.data['compiler']['name']} {self.data['compiler']['version']}"


def duration(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
            return f"{ns / size:.3g} {unit}"
    return f"{ns:.2f} ns" if ns < 10 else f"{ns:.0f} ns"


class Row:
    """One line of the table: what is measured, its target in words, and how to get the figure."""

    def __init__(self, what, reach, judge):
        self.what = what
        self.reach = reach
        self.judge = judge  # Result -> (whether the target is met, or None without a target; text)
        self.on_page_only = False


def on_page_only(row):
    """In docs/benchmarks.md, and left out of the README."""
    row.on_page_only = True
    return row


def times(what, reach, limit, of, base):
    def judge(result):
        ours, other = of(result), base(result)
        return ours <= limit * other, f"{ours / other:.2f} × ({duration(ours)})"

    return Row(what, reach, judge)


def floor_times(what, limit, ours, loop):
    """Judged by the fastest floor. In brackets: the floor that reads its thread-local pointer again at every record."""

    def judge(result):
        figure, fastest = result.ns(ours), result.floor(loop)
        anew = result.ns(f"floor/{loop}_anew")
        return figure <= limit * fastest, f"{figure / fastest:.2f} × ({figure / anew:.2f} ×; {duration(figure)})"

    return Row(what, f"≤ {limit} × floor", judge)


def fraction(what, reach, least, of, peer):
    def judge(result):
        ours, other = of(result), peer(result)
        return other >= least * ours, f"1/{other / ours:.0f} ({duration(ours)} : {duration(other)})"

    return Row(what, reach, judge)


def figure(what, reach, text):
    return Row(what, reach, lambda result: (None, text(result)))


def ns(name):
    return lambda result: result.ns(name)


def timer_overhead(result):
    clocks = result.ns("timer/two_clock_reads")
    over = result.ns("timer/time") - clocks
    return over <= 5, f"+ {over:.1f} ns (clock reads {duration(clocks)})"


def beyond(what, limit, of, base):
    def judge(result):
        over = result.ns(of) - result.ns(base)
        return over <= limit, f"+ {over:.1f} ns (of {duration(result.ns(of))})"

    return Row(what, f"≤ {limit} ns beyond", judge)


def monitored(result):
    figure = result.ns("monitor/both")
    return figure <= 1000, duration(figure)


def allocations(result):
    count = result.counter("text", "allocations")
    return count == 0, f"{count:.0f} (peer {result.counter('text_peer', 'allocations'):.0f})"


def watched(result):
    ratio = result.counter("scraped", "watched_ns") / result.counter("scraped", "alone_ns")
    return ratio <= 1.05, f"{ratio:.3f} ×"


ROWS = [
    floor_times("`counter::inc`, one counter in a loop", 1.3, "counter/one", "one"),
    fraction("… and prometheus-cpp", "≤ 1/6", 6, ns("counter/one"), ns("counter_peer/one")),
    fraction("… with 2 threads", "≤ 1/25", 25, ns("counter/two_threads"), ns("counter_peer/two_threads")),
    on_page_only(floor_times("one counter, through a copy of the handle", 1.3, "counter/copy", "one")),
    floor_times("four counters in turn", 1.3, "counter/four", "four"),
    times(
        "one counter inside a `-fPIC` shared library", "≤ 1.15 × in the program", 1.15,
        ns("counter/one_in_library"), ns("counter/one"),
    ),
    times(
        "four counters inside the library", "≤ 1.15 × in the program", 1.15,
        ns("counter/four_in_library"), ns("counter/four"),
    ),
    fraction("`histogram::observe`, 11 bounds, and prometheus-cpp", "≤ 1/10", 10, ns("histogram/11"), ns("histogram_peer/one")),
    on_page_only(fraction("… with 2 threads", "≤ 1/30", 30, ns("histogram/two_threads"), ns("histogram_peer/two_threads"))),
    on_page_only(times("… 60 bounds and 11", "≤ 1.3 ×", 1.3, ns("histogram_60"), ns("histogram/11"))),
    fraction(
        '`family.with("GET", "200").inc()` and prometheus-cpp\'s `Family::Add`', "≤ 1/7", 7,
        ns("family/literal"), ns("family_peer/literal"),
    ),
    on_page_only(fraction(
        "… values changing in one reused buffer", "≤ 1/7", 7, ns("family/buffer"), ns("family_peer/buffer")
    )),
    times("enum label, one series in a loop", "≤ 1.5 × plain counter", 1.5, ns("family/enum_one"), ns("counter/one")),
    times("enum label, four in turn", "≤ 1.5 × plain counters", 1.5, ns("family/enum_four"), ns("counter/four")),
    Row("`time()` around an empty scope", "two clock reads + ≤ 5 ns", timer_overhead),
    beyond("an instrumented call, beyond the call and two clock reads", 5, "instrument/call", "instrument/bare_and_clock"),
    on_page_only(beyond("… with 2 threads", 5, "instrument/call/two_threads", "instrument/bare_and_clock/two_threads")),
    on_page_only(beyond("… in a table of 60 functions, in turn", 5, "instrument/table_of_sixty", "instrument/sixty_bare_and_clock")),
    times(
        "the guard of a sandbox, made and ended", "≤ 3 × plain counter", 3,
        ns("sandbox/guard"), ns("counter/one"),
    ),
    on_page_only(Row("two monitors over a call that ends in time", "≤ 1 µs", monitored)),
    fraction("text of 100,000 counters with two labels, each, and prometheus-cpp", "≤ 1/40", 40, ns("text"), ns("text_peer")),
    Row("allocations of a scrape, from the second on", "0", allocations),
    Row("recording while another core scrapes 100 times a second", "≤ 1.05 × undisturbed", watched),
]

# Figures without a target: printed, but not written into the README.
OTHERS = [
    figure("floor, one: named / register / anew", "", lambda r: " / ".join(duration(r.ns(f"floor/one_{f}")) for f in ("named", "register", "anew"))),
    figure("floor, four: named / register / anew", "", lambda r: " / ".join(duration(r.ns(f"floor/four_{f}")) for f in ("named", "register", "anew"))),
    figure("histogram in the library / run-time bounds", "", lambda r: f"{duration(r.ns('histogram/11_in_library'))} / {duration(r.ns('histogram_runtime'))}"),
    figure("family, 2 threads, and prometheus-cpp", "", lambda r: f"{duration(r.ns('family/two_threads'))} : {duration(r.ns('family_peer/two_threads'))}"),
    figure("track() / float_counter / gauge set", "", lambda r: " / ".join(duration(r.ns(f"other/{n}")) for n in ("track", "float_counter", "gauge_set"))),
    figure("the guard of a sandbox / its three increments", "", lambda r: " / ".join(duration(r.ns(f"sandbox/{n}")) for n in ("guard", "three_increments"))),
    figure("a thread's first record: new slab / adopted", "", lambda r: f"{duration(r.counter('first_record', 'new_slab_ns'))} / {duration(r.counter('first_record', 'adopted_ns'))}"),
    figure("scrape of 1,000 counters, 64 / 512 slabs", "", lambda r: " / ".join(duration(r.counter("scrape_of_slabs", f"slabs_{n}_ns")) for n in (64, 512))),
]


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.strip()


def machine():
    """The properties of the machine that figures depend on, without its name."""
    info = pathlib.Path("/proc/cpuinfo").read_text() if pathlib.Path("/proc/cpuinfo").exists() else ""

    def field(name, default):
        found = re.search(rf"^{name}\s*:\s*(.+)$", info, re.MULTILINE)
        return found[1] if found else default

    release = pathlib.Path("/etc/os-release")
    system = re.search(r'^PRETTY_NAME="?([^"\n]+)', release.read_text(), re.MULTILINE) if release.exists() else None
    return {
        "processor": re.sub(r"\((R|TM)\)", "", field("model name", platform.machine())),
        "family_model": f"{field('cpu family', '?')}-{field('model', '?')}",
        "cores": info.count("\nprocessor") + info.startswith("processor"),
        "virtual": "hypervisor" in field("flags", ""),
        "system": system[1] if system else platform.system(),
    }


def revision():
    """The commit that the figures belong to; "worktree" if the measured sources are not committed."""
    try:
        if output_of("git", "status", "--porcelain", "--", "include", "benchmarks/*.cpp", "benchmarks/*.hpp"):
            return "worktree"
        return output_of("git", "rev-parse", "--short=10", "HEAD")
    except subprocess.CalledProcessError:
        return "worktree"


def compiler_of(command):
    first = output_of(command, "--version").splitlines()[0]
    version = re.search(r"\d+\.\d+\.\d+", first)
    return {"name": "Clang" if "clang" in first else "GCC", "version": version[0] if version else "?"}


def collect(folder, compiler, quick):
    """Makes one file from the raw files of a run, without the machine's name and paths."""
    utc = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    data = {
        "utc": utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "revision": revision(),
        "machine": machine(),
        "compiler": compiler_of(compiler),
        "build": "CMAKE_BUILD_TYPE=Release",
    }
    for part in PARTS:
        # Several processes: where each lies in memory decides how stores are forwarded to loads.
        raw, *others = (json.loads(path.read_text()) for path in sorted(folder.glob(f"{part}.*.json")))
        for other in others:
            raw["benchmarks"] += other["benchmarks"]
        for private in ("host_name", "executable", "date"):
            raw["context"].pop(private, None)
        data[part] = raw
    if quick:
        show([Result(data)])
        return
    slug = re.sub(r"[^a-z0-9]+", "-", data["machine"]["processor"].lower()).strip("-")
    short = f"{data['compiler']['name']}{data['compiler']['version'].split('.')[0]}".lower()
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{utc.strftime('%Y%m%dT%H%M%SZ')}-{slug}-{short}-{data['revision']}.json"
    path.write_text(json.dumps(data, indent=1) + "\n")
    print(path.relative_to(ROOT))


def newest():
    """The newest result of each compiler, GCC first."""
    found = {}
    for path in sorted(RESULTS.glob("[0-9]*.json")):
        result = Result(json.loads(path.read_text()))
        found[result.data["compiler"]["name"]] = result
    if not found:
        raise SystemExit("no results yet: run benchmarks/run")
    return [found[name] for name in sorted(found, reverse=True)]


def show(results):
    for result in results:
        print(f"\n{result.title()}, {result.data['utc']}, {result.data['revision']}")
        for row in ROWS + OTHERS:
            reached, text = row.judge(result)
            verdict = {True: "met", False: "not met", None: ""}[reached]
            print(f"  {verdict:8}{row.what:72.72} {row.reach:26} {text}")


def table(results, rows=ROWS):
    lines = [
        "| what | target | " + " | ".join(r.title() for r in results) + " |",
        "|---|---|" + "--:|" * len(results),
    ]
    for row in rows:
        cells = []
        for result in results:
            reached, text = row.judge(result)
            cells.append(f"**{text}, not met**" if reached is False else text)
        lines.append(f"| {row.what} | {row.reach} | " + " | ".join(cells) + " |")

    return "\n".join(lines)


def note(results):
    dates = sorted({r.data["utc"][:10] for r in results})
    where = results[0].data["machine"]
    cores = f"{where['cores']} core{'s' if where['cores'] != 1 else ''}"
    return (
        f"Measured {' and '.join(dates)} on {where['processor']}, {cores}, {where['system']}, Release builds, by\n"
        "`benchmarks/run`. Each figure is the median of repetitions in random order; figures of records come\n"
        "from seven processes. With 2 threads it is the wall time per record of both together, while both\n"
        "had a core. The *floor* is a relaxed load, an add and a relaxed store through a thread-local\n"
        "pointer, kept in a register where that is faster. The ratio in brackets is to a floor that reads\n"
        "the pointer again at every record, as records that lie apart must. Floor and peer (prometheus-cpp\n"
        "1.0.1) ran in the same binary, so read the ratios."
    )


def readme_text(results):
    return f"{table(results, [row for row in ROWS if not row.on_page_only])}\n\n{note(results)}"


def compile_times():
    """The newest result of benchmarks/run --compile; None before there is one."""
    found = sorted(RESULTS.glob("compile-*.json"))
    return CompileTime(json.loads(found[-1].read_text())) if found else None


def compile_text():
    result = compile_times()
    return f"{result.table(brief=True)}\n\n{result.brief_note()}" if result else ""


def readme_with(old, **texts):
    """With each text between the marks of its name."""
    for name, text in texts.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        if old.count(begin) != 1 or old.count(end) != 1:
            raise SystemExit(f"README.md has no place for the table: {begin} … {end}")
        head, rest = old.split(begin)
        text = f"\n\n{text}\n\n" if text else "\n"
        old = f"{head}{begin}{text}{end}{rest.split(end)[1]}"
    return old


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--collect", type=pathlib.Path)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()

    if arguments.collect:
        return collect(arguments.collect, arguments.compiler, arguments.quick)
    results = newest()
    if not arguments.check:
        show(results)
    old = README.read_text()
    new = readme_with(old, benchmarks=readme_text(results), compile=compile_text())
    if arguments.check:
        if old != new:
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), new.splitlines(True), "README.md", "what the results say")
            )
            raise SystemExit("a table in README.md does not match the newest results: run benchmarks/report.py")
    elif old != new:
        README.write_text(new)
        print("\nREADME.md: its tables were written")


if __name__ == "__main__":
    main()
