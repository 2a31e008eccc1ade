# SPDX-License-Identifier: BSL-1.0
"""Tables of what it costs to compile, from a result of benchmarks/run --compile."""

import statistics

# What is compiled, in words; the subject in compile_time.py; the subject that it is compared with, in words and by name;
# and how many times that it may cost at most, or None where that is only stated.
PEERS = {"text": ("prometheus-cpp", "prometheus_cpp_text"), "exposer": ("prometheus-cpp", "prometheus_cpp_exposer"),
         "fmt": ("`#include <fmt/format.h>`", "fmt_format")}
ROWS = [
    ("three metrics and `to_text`, header-only", "tacho_text", "text", 2.5),
    ("… `tacho::compiled`", "tacho_text, apart", "text", 1.2),
    ("the same with an exposer, header-only", "tacho_exposer", "exposer", 6),
    ("… `tacho::compiled`", "tacho_exposer, apart", "exposer", 1.3),
    ("… any server on Asio and Beast, the floor of both", "asio_beast", "exposer", None),
    ("`#include <tacho/counter.hpp>` alone, header-only", "counter_only", "fmt", 0.5),
    ("… `tacho::compiled`", "counter_only, apart", "fmt", 0.5),
    ("a JSON text parsed and written by nlohmann_json", "nlohmann_json", "text", None),
]
MOST_CODE = 1024 # bytes in an object that only includes <tacho/tacho.hpp>

# Subjects in compile_time.py that only include.
INCLUDES = [
    ("`<tacho/counter.hpp>`", "counter_only"),
    ("… `tacho::compiled`", "counter_only, apart"),
    ("`<tacho/tacho.hpp>`", "include_only"),
    ("… `tacho::compiled`", "include_only, apart"),
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
            ours, other = self.seconds(key, subject), self.seconds(key, PEERS[peer][1])
            if ours is not None and other is not None:
                found.append(ours / other)
        return found

    def rows(self):
        """What, the ratios to prometheus-cpp, the target or None, and whether the worst of them meets it."""
        for what, subject, peer, limit in ROWS:
            if ratios := self.ratios(subject, peer):
                yield what, ratios, limit, None if limit is None else max(ratios) <= limit

    def code(self):
        """Bytes of code in an object that only includes, header-only: of each compiler and level."""
        return [self.data["objects"][key]["include_only"]["code_bytes"] for key in self.keys]

    def table(self, brief=False):
        """`brief`, for the README: only rows with a target."""
        lines = ["| what is compiled | compared with | ratio | target | |", "|---|---|--:|--:|---|"]
        for (what, ratios, limit, met), row in zip(self.rows(), ROWS):
            if brief and limit is None:
                continue
            low, high = f"{min(ratios):.2f}", f"{max(ratios):.2f}"
            target = "–" if limit is None else f"≤ {limit} ×"
            verdict = {True: "met", False: "**not met**", None: ""}[met]
            lines.append(f"| {what} | {PEERS[row[2]][0]} | {low if low == high else f'{low} – {high}'} × | {target} | {verdict} |")
        least, most = min(self.code()), max(self.code())
        verdict = "met" if most <= MOST_CODE else "**not met**"
        lines.append(
            f"| code in an object that only includes `<tacho/tacho.hpp>` | | {least} – {most} bytes | ≤ 1 KB | {verdict} |"
        )
        return "\n".join(lines)

    def brief_note(self):
        return (
            f"Processor time for one file, measured {self.data['utc'][:10]} by `benchmarks/run --compile`, with two compilers\n"
            "at `-O0` and `-O2`. [More figures](docs/benchmarks.md); why targets are not met:\n"
            "[compiling](docs/design.md#two-ways-to-compile), [the rest](docs/dead_ends.md#targets-that-are-not-met)."
        )

    def note(self):
        compilers = " and ".join(f"{each['name']} {each['version']}" for each in self.data["compilers"].values())
        runs = max(len(taken) for subjects in self.data["seconds"].values() for taken in subjects.values())
        return (
            f"Processor time of the compiler for one file of [`benchmarks/compile_time`](benchmarks/compile_time), compared with "
            f"the same program written with prometheus-cpp {self.data['versions']['prometheus-cpp']}; the range is that of {compilers}, at "
            f"`-O0` and `-O2`, each the median of {runs} run{'s' if runs != 1 else ''}, without a compiler cache, in turn. "
            f"Measured {self.data['utc'][:10]} by `benchmarks/run --compile`."
        )

    def seconds_table(self):
        """For the page."""
        head = [self.title(key) for key in self.keys]
        lines = ["| seconds of processor time | " + " | ".join(head) + " |", "|---|" + "--:|" * len(head)]
        subjects = [
            ("three metrics and their text: prometheus-cpp", PEERS["text"][1]),
            ("… with its exposer", PEERS["exposer"][1]),
            *((what, subject) for what, subject, _, _ in ROWS),
            ("`#include <fmt/format.h>` alone", "fmt_format"),
            ("`#include <tacho/tacho.hpp>` alone, header-only", "include_only"),
            ("… `tacho::compiled`", "include_only, apart"),
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
