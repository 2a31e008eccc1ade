# SPDX-License-Identifier: BSL-1.0
"""Tables of what it costs to compile, from a result of benchmarks/run --compile."""

import statistics

PEERS = {"text": "prometheus_cpp_text", "exposer": "prometheus_cpp_exposer"}

# What is compiled, in words; the subject in compile_time.py; the program of prometheus-cpp it is compared with; and
# how many times that it may cost at most, or None where that is only stated.
ROWS = [
    ("counter, histogram, family and text, definitions apart", "tacho_text, apart", "text", 1.5),
    ("… header-only", "tacho_text", "text", None),
    ("… with an exposer on its own thread, definitions apart", "tacho_exposer, apart", "exposer", 1.5),
    ("… header-only", "tacho_exposer", "exposer", None),
    ("only `#include <tacho/counter.hpp>`, definitions apart", "counter_only, apart", "text", 0.5),
    ("only `#include <tacho/tacho.hpp>`, definitions apart", "include_only, apart", "text", 1),
    ("any server on Asio and Beast", "asio_beast", "exposer", None),
    ("only `#include <fmt/format.h>`", "fmt_format", "text", None),
    ("a JSON text parsed and written by nlohmann_json", "nlohmann_json", "text", None),
]

# Subjects in compile_time.py that only include.
INCLUDES = [
    ("`<tacho/counter.hpp>`", "counter_only"),
    ("… definitions apart", "counter_only, apart"),
    ("`<tacho/tacho.hpp>`", "include_only"),
    ("… definitions apart", "include_only, apart"),
    ("`<fmt/format.h>`", "fmt_format"),
]


class CompileTime:
    def __init__(self, data):
        self.data = data
        self.keys = list(data["seconds"])

    def title(self, key):
        compiler, level = key.split()
        return f"{self.data['compilers'][compiler]['name']} `{level}`"

    def seconds(self, key, subject):
        taken = self.data["seconds"][key].get(subject)
        return statistics.median(taken) if taken else None

    def ratios(self, subject, peer):
        found = []
        for key in self.keys:
            ours, other = self.seconds(key, subject), self.seconds(key, PEERS[peer])
            if ours is not None and other is not None:
                found.append(ours / other)
        return found

    def rows(self):
        """What, the ratios to prometheus-cpp, the target or None, and whether the worst of them meets it."""
        for what, subject, peer, limit in ROWS:
            if ratios := self.ratios(subject, peer):
                yield what, ratios, limit, None if limit is None else max(ratios) <= limit

    def table(self):
        """For the README."""
        lines = ["| what is compiled | today's ratio to prometheus-cpp | target | met or not |", "|---|--:|---|---|"]
        for what, ratios, limit, met in self.rows():
            low, high = f"{min(ratios):.2f}", f"{max(ratios):.2f}"
            target = "–" if limit is None else f"≤ {limit} ×"
            verdict = {True: "met", False: "**not met**", None: "–"}[met]
            lines.append(f"| {what} | {low if low == high else f'{low} to {high}'} × | {target} | {verdict} |")
        return "\n".join(lines)

    def note(self):
        compilers = " and ".join(f"{each['name']} {each['version']}" for each in self.data["compilers"].values())
        runs = max(len(taken) for subjects in self.data["seconds"].values() for taken in subjects.values())
        return (
            f"Processor time of the compiler for one file of [`benchmarks/compile_time`](benchmarks/compile_time), compared with "
            f"the same program written with prometheus-cpp {self.data['versions']['prometheus-cpp']}; the range is that of {compilers}, at "
            f"`-O0` and `-O2`, each the median of {runs} run{'s' if runs != 1 else ''}, without a compiler cache, in turn. Definitions "
            f"apart: with the CMake target `tacho::compiled`. Measured {self.data['utc'][:10]} by `benchmarks/run --compile`."
        )

    def seconds_table(self):
        """For the page."""
        head = [self.title(key) for key in self.keys]
        lines = ["| seconds of processor time | " + " | ".join(head) + " |", "|---|" + "--:|" * len(head)]
        subjects = [
            ("counter, histogram, family and text: prometheus-cpp", PEERS["text"]),
            ("… with its exposer", PEERS["exposer"]),
            *((what, subject) for what, subject, _, _ in ROWS),
            ("only `#include <tacho/counter.hpp>`, header-only", "counter_only"),
            ("only `#include <tacho/tacho.hpp>`, header-only", "include_only"),
        ]
        for what, subject in subjects:
            cells = [self.seconds(key, subject) for key in self.keys]
            lines.append(f"| {what} | " + " | ".join("–" if s is None else f"{s:.2f}" for s in cells) + " |")
        return "\n".join(lines)

    def objects_table(self):
        head = [self.title(key) for key in self.keys]
        lines = [
            "| an object that only includes: bytes of code, symbols | " + " | ".join(head) + " |",
            "|---|" + "--:|" * len(head),
        ]
        for what, subject in INCLUDES:
            found = [self.data["objects"][key].get(subject) for key in self.keys]
            cells = ["–" if each is None else f"{each['code_bytes']:,}, {each['symbols']:,}" for each in found]
            lines.append(f"| {what} | " + " | ".join(cells) + " |")
        return "\n".join(lines)

    def text(self):
        # The page lies in docs/.
        note = self.note().replace("](benchmarks/", "](../benchmarks/")
        return f"{self.table()}\n\n{note}\n\n{self.seconds_table()}\n\n{self.objects_table()}"
