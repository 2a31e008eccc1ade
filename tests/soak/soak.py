# SPDX-License-Identifier: BSL-1.0
"""soak.py PROGRAM SECONDS [FAULT]: a real Prometheus scrapes main.cpp five times a second.

When the time is up, no counter has ever gone back, the last value of each series is the exact total,
no scrape has failed, slabs do not outnumber threads, and the process has not grown. With a FAULT of
main.cpp's, which happens halfway, the test must fail.
"""
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "e2e"))
from support import DEADLINE, check, check_equal, eventually, metrics, prometheus, samples, tool

INTERVAL = 0.2
CONFIGURATION = """
global: {{scrape_interval: 200ms, scrape_timeout: 200ms}}
scrape_configs: [{{job_name: soak, static_configs: [{{targets: ["127.0.0.1:{port}"]}}]}}]
"""
SLOTS = 4  # main.cpp's: threads at one time that record
ROUNDS = 400  # main.cpp's: in a thread's life
# How much resident memory may grow, because of the allocator, from its maximum in the first half,
# whose first third is left out, to its maximum in the second. A slab has 8 KiB at least, and hundreds
# of threads come each second, so a leak of slabs grows faster.
ALLOWANCE = 512 << 10
LOOK_BACK = "1d"  # longer than any soak


def resident(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) << 10


def watch(process, seconds):
    """Waits while the process works; returns samples of its resident memory."""
    sizes, last = [], time.monotonic() + seconds
    while time.monotonic() < last:
        check(process.poll() is None, f"the program ended by itself with {process.returncode}")
        sizes.append(resident(process))
        time.sleep(0.1)
    return sizes


def expected_of(process):
    """The values that the program prints for its samples."""
    expected = {}
    while (line := process.stdout.readline()) != "done\n":
        check(line, "the program should say its samples, and done")
        name, value = line.rsplit(" ", 1)
        expected[name] = float(value)
    return expected


def sample_name(labels):
    """A series as the text format writes it, without the labels that Prometheus adds.

    Prometheus was given OpenMetrics, in which a bound is `1.0` that is `1` in the text format.
    """
    if "le" in labels:
        labels = {**labels, "le": labels["le"].removesuffix(".0")}
    own = [f'{k}="{v}"' for k, v in labels.items() if k not in ("__name__", "instance", "job")]
    return labels["__name__"] + ("{" + ",".join(sorted(own)) + "}" if own else "")


def check_samples(shown, expected, where):
    for name, value in expected.items():
        check_equal(shown.get(name), value, f"{where}: {name}")


def last_values(server, after):
    """The last values that Prometheus has, once it has scraped after that moment."""

    def asked():
        scraped = server.query('timestamp(up{job="soak"})').values()
        if any(each > after for each in scraped):
            result = server.api("query", query='{job="soak"}')["result"]
            return {sample_name(one["metric"]): float(one["value"][1]) for one in result}

    return eventually("the last scrape", asked)


def up(server):
    return server.query('up{job="soak"} == 1')


def check_history(server, shown, seconds):
    def ask(expression):
        return server.query(expression)[()]

    scrapes = ask(f'sum(count_over_time(up{{job="soak"}}[{LOOK_BACK}]))')
    failed = scrapes - ask(f'sum(sum_over_time(up{{job="soak"}}[{LOOK_BACK}]))')
    print(f"scrapes: {scrapes:.0f}, {failed:.0f} of them failed")
    check_equal(failed, 0.0, "scrapes that failed")
    due = seconds / INTERVAL
    check(scrapes > 0.8 * due, f"scrapes: at least {0.8 * due:.0f} of {due:.0f}, not {scrapes:.0f}")

    counters = {
        name
        for name in (re.match(r"\w+", series)[0] for series in shown)
        if re.search(r"_(total|bucket|count|sum)$", name)
    }
    counted = 0
    for name in sorted(counters):
        resets = server.api("query", query=f"resets({name}[{LOOK_BACK}])")["result"]
        counted += len(resets)
        for one in resets:
            check_equal(float(one["value"][1]), 0.0, f"resets of {name} {one['metric']}")
    print(f"resets: 0 in each of {counted} series of {len(counters)} names")

    lowest = ask(f"min(min_over_time(soak_level[{LOOK_BACK}]))")
    check(lowest >= 0, f"there are never fewer than none under way, not {lowest}")
    slabs = ask(f"max(max_over_time(tacho_slabs[{LOOK_BACK}]))")
    most = SLOTS + 3  # the main thread's, the exposer's, and the shared one
    print(f"slabs: {slabs:.0f} at most")
    check(slabs <= most, f"slabs: {most} at most, not {slabs:.0f}")


def check_memory(sizes):
    half = len(sizes) // 2
    early, late = sizes[half // 3 : half], sizes[half:]
    growth = max(late) - max(early)
    print(f"resident: {max(early) >> 10} KiB early, {max(late) >> 10} KiB late")
    check(growth <= ALLOWANCE, f"resident memory grew by {growth >> 10} KiB")


def soak(program, seconds, fault):
    process = subprocess.Popen(
        [program, *fault], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def tell():
        process.stdin.write("\n")
        process.stdin.flush()

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        try:
            said = re.fullmatch(r"port=(\d+)\n", process.stdout.readline())
            check(said, "the program should say its port")
            port = int(said[1])
            with prometheus(folder, CONFIGURATION.format(port=port)) as server:
                # Prometheus takes some seconds to find its targets.
                eventually("the first scrape", lambda: up(server) or None)
                tell()
                sizes = watch(process, seconds / 2)
                if fault:
                    tell()
                sizes += watch(process, seconds / 2)
                tell()
                expected, ended_at = expected_of(process), time.time()
                threads = expected["soak_ones_total"] / ROUNDS
                print(f"threads: {threads:.0f}, each of {ROUNDS} rounds")
                check(threads > 10 * seconds, "many threads came and went")
                shown = last_values(server, ended_at)
                check_history(server, shown, seconds)
                check_samples(shown, expected, "Prometheus' last values")
                scraped = {name: float(value) for name, value in samples(metrics(port)).items()}
                check_samples(scraped, expected, "the last scrape")
                print(f"totals: exact in each of {len(expected)} series")
                check_memory(sizes)
                check_equal((folder / "prometheus.log").read_text(), "", "Prometheus' warnings")
            process.stdin.close()
            check_equal(process.wait(DEADLINE), 0, "the exit status of the program")
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


if __name__ == "__main__":
    tool("prometheus")
    soak(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
