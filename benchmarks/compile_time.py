#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Prints what it costs to include a header, in seconds of processor time, as JSON.

The compilers only check the syntax; the median of several runs stands beside that of an empty file.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile

SUBJECTS = {
    "empty": [],
    "tacho/tacho.hpp": ["tacho/tacho.hpp"],
    "tacho/counter.hpp": ["tacho/counter.hpp"],
    "tacho/histogram.hpp": ["tacho/histogram.hpp"],
    "tacho/fwd.hpp": ["tacho/fwd.hpp"],
    "string, vector, map, functional": ["string", "vector", "map", "functional"],
    "prometheus-cpp": [
        "prometheus/counter.h",
        "prometheus/family.h",
        "prometheus/gauge.h",
        "prometheus/histogram.h",
        "prometheus/registry.h",
        "prometheus/text_serializer.h",
    ],
}


def processor_seconds(command):
    """Of the compiler and its children, so that a busy machine does not count."""
    before = os.times()
    subprocess.run(command, check=True, env={**os.environ, "CCACHE_DISABLE": "1"})
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    include = pathlib.Path(__file__).resolve().parent.parent / "include"

    seconds = {name: [] for name in SUBJECTS}
    with tempfile.TemporaryDirectory() as folder:
        sources = {}
        for index, (name, headers) in enumerate(SUBJECTS.items()):
            source = pathlib.Path(folder) / f"subject_{index}.cpp"
            source.write_text("".join(f"#include <{header}>\n" for header in headers))
            sources[name] = source
        for run in range(arguments.runs + 1):  # the first one warms the file cache
            for name, source in sources.items():
                taken = processor_seconds(
                    [arguments.compiler, "-std=c++20", "-fsyntax-only", f"-I{include}", str(source)]
                )
                if run > 0:
                    seconds[name].append(taken)
    print(json.dumps({name: statistics.median(taken) for name, taken in seconds.items()}, indent=4))


if __name__ == "__main__":
    main()
