#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Seeds a fault into a copy of a header or of its definitions, and runs the explorer against it: it must fail.

  faults.py --list
  faults.py <fault> --compiler=<C++ compiler> --explorer=<library> --build=<folder> [--survey]

Prints which scenario caught the fault, and by which check. Succeeds if one did, and if it was the one
that the table names; with --survey it tries all scenarios instead of that one.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent.parent / "include"
FILES = ["attach", "growth", "scrape", "histogram", "fork", "signals", "series", "owners"]


@dataclass
class fault:
    header: str  # below include/tacho; the text may be in its .ipp file
    edits: list  # (what stands there once, spaces aside; what takes its place)
    file: str  # of the scenario that catches it
    scenario: str  # a part of its name


def order(header, before, old, new, file, scenario):
    """One order weakened: in `before`, which ends with it."""
    assert before.endswith(old), before
    return fault(header, [(before, before[: -len(old)] + new)], file, scenario)


ARENA = "detail/storage/arena.hpp"
MERGE = "detail/storage/merge.hpp"
CELL = "detail/storage/cell.hpp"
RECORD = "detail/storage/record.hpp"
ALLOCATOR = "detail/storage/cell_allocator.hpp"
TABLE = "detail/registry/series_table.hpp"

ACQUIRE = "std::memory_order_acquire"
RELEASE = "std::memory_order_release"
RELAXED = "std::memory_order_relaxed"
SEQ_CST = "std::memory_order_seq_cst"
ACQ_REL = "std::memory_order_acq_rel"


def weakened(header, before, old, file, scenario):
    return order(header, before, old, RELAXED, file, scenario)


FAULTS = {
    # Releases and acquires of docs/design.md, "Memory orders", in its order.
    "hand over without release": weakened(
        ARENA, f"own.owner.store(slab::ownership::free, {RELEASE}", RELEASE,
        "attach", "begins while another ends",
    ),
    "adopt without acquire": weakened(
        ARENA, f"expected, slab::ownership::taken, {ACQUIRE}", ACQUIRE,
        "attach", "begins while another ends",
    ),
    "directory entry without release": weakened(
        ARENA, f"empty, made, {RELEASE}", RELEASE,
        "attach", "three threads record",
    ),
    "directory entry seen without acquire": weakened(
        ARENA, f"empty, made, {RELEASE}, {ACQUIRE}", ACQUIRE,
        "attach", "three threads record",
    ),
    "number of slabs read without acquire": weakened(
        ARENA, f"return count_.load({ACQUIRE}", ACQUIRE,
        "attach", "begins while another ends",
    ),
    "first number of slabs without release": weakened(
        ARENA, f"count_.store(1, {RELEASE}", RELEASE,
        "attach", "knows of no metric",
    ),
    "growth without release": weakened(
        ARENA, f"before, used, {RELEASE}", RELEASE,
        "growth", "reads slabs",
    ),
    "merge reads usable without acquire": weakened(
        MERGE, f"owner.usable.load({ACQUIRE}", ACQUIRE,
        "growth", "reads slabs",
    ),
    "attach_this_thread reads usable without acquire": weakened(
        "thread.hpp", f"own.usable.load({ACQUIRE}", ACQUIRE,
        "growth", "touches all",
    ),
    "end of making without release": weakened(
        ARENA, f"makers_.fetch_sub(1, {RELEASE}", RELEASE,
        "fork", "a child has",
    ),
    "forbidding reads makers without acquire": weakened(
        ARENA, f"makers_.load({ACQUIRE}", ACQUIRE,
        "fork", "a child has",
    ),
    "opening without release": weakened(
        ARENA, f"slabs_[0].store(made, {RELEASE}", RELEASE,
        "attach", "knows of no metric",
    ),
    "shared slab read without acquire": weakened(
        ARENA, f"return slabs_[0].load({ACQUIRE}", ACQUIRE,
        "attach", "knows of no metric",
    ),
    "allocator made without release": fault(
        ALLOCATOR,
        [(f"others, mine.get(), {ACQ_REL}", f"others, mine.get(), {ACQUIRE}")],
        "attach", "register the first",
    ),
    "allocator read without acquire": weakened(
        ALLOCATOR, f"the_arena().home.load({ACQUIRE}", ACQUIRE,
        "attach", "register the first",
    ),
    "allocator lost to another without acquire": weakened(
        ALLOCATOR, f"others, mine.get(), {ACQ_REL}, {ACQUIRE}", ACQUIRE,
        "attach", "register the first",
    ),
    "sum and count without release": weakened(
        CELL,
        f"inline void add_release(cell& target, std::uint64_t n) noexcept {{@"
        f"target.store(target.load({RELAXED}) + n, {RELEASE}", RELEASE,
        "histogram", "integer sum",
    ),
    "floating sum without release": weakened(
        CELL,
        f"inline void add_floating_release(cell& target, double n) noexcept {{@"
        f"target.store(std::bit_cast<std::uint64_t>(sum), {RELEASE}", RELEASE,
        "histogram", "floating sum",
    ),
    "count read without acquire": weakened(
        MERGE, f"cells.back().load({ACQUIRE}", ACQUIRE,
        "histogram", "integer sum",
    ),
    "sum read without acquire": weakened(
        MERGE, f"sums[sum].load({ACQUIRE}", ACQUIRE,
        "histogram", "integer sum",
    ),
    "shared count without release": weakened(
        RECORD, f"add_shared(at[buckets + sums_of_sealed], 1, {RELEASE}", RELEASE,
        "histogram", "threads without slabs",
    ),
    "shared sum without release": weakened(
        RECORD, f"at[buckets].fetch_add(observed, {RELEASE}", RELEASE,
        "histogram", "threads without slabs",
    ),
    "shared floating sum without release": weakened(
        RECORD, f"add_floating_shared(at[buckets], observed, {RELEASE}", RELEASE,
        "histogram", "floating sum of threads",
    ),
    "down without release": weakened(
        CELL,
        f"inline void add_release(cell& target, std::uint64_t n) noexcept {{@"
        f"target.store(target.load({RELAXED}) + n, {RELEASE}", RELEASE,
        "scrape", "ends on another thread",
    ),
    "downs read without acquire": weakened(
        MERGE, f"*values -= cells[i + 1].load({ACQUIRE}", ACQUIRE,
        "scrape", "ends on another thread",
    ),
    "shared down without release": weakened(
        RECORD, f"add_shared(target.shared[index], n, {RELEASE}", RELEASE,
        "scrape", "guards of threads without",
    ),
    "series placed without release": weakened(
        TABLE, f"into.at[at & into.mask].store(&made, {RELEASE}", RELEASE,
        "series", "series are found",
    ),
    "series read without acquire": weakened(
        TABLE, f"in.at[at & in.mask].load({ACQUIRE}", ACQUIRE,
        "series", "series are found",
    ),
    "table replaced without release": weakened(
        TABLE, f"all_slots_.back().get(), {RELEASE}", RELEASE,
        "series", "series are found",
    ),
    "table read without acquire": weakened(
        TABLE, f"*slots_.load({ACQUIRE}", ACQUIRE,
        "series", "series are found",
    ),
    "overflow series without release": weakened(
        TABLE, f"overflow_.store(&made, {RELEASE}", RELEASE,
        "series", "overflow",
    ),
    "overflow series read without acquire": weakened(
        TABLE, f"overflow_.load({ACQUIRE}", ACQUIRE,
        "series", "overflow",
    ),
    # The pair that is sequentially consistent.
    "growth announced by a release": order(
        ARENA, f"everywhere_.store(used, {SEQ_CST}", SEQ_CST, RELEASE,
        "growth", "is made while all slabs grow",
    ),
    "growth looks for slabs by an acquire": order(
        ARENA, f"auto const slabs = count_.load({SEQ_CST}", SEQ_CST, ACQUIRE,
        "growth", "is made while all slabs grow",
    ),
    "slab announced by acquire and release": order(
        ARENA, f"seen, index + 1, {SEQ_CST}", SEQ_CST, ACQ_REL,
        "growth", "is made while all slabs grow",
    ),
    "maker looks for growth by an acquire": order(
        ARENA, f"grow(*made, everywhere_.load({SEQ_CST}", SEQ_CST, ACQUIRE,
        "growth", "is made while all slabs grow",
    ),
    # Orders of steps, and steps left out.
    "handed over before it is closed": fault(
        ARENA,
        [
            (
                "this_threads_delta = closed_delta; std::atomic_signal_fence(std::memory_order_seq_cst);"
                " give_back(*static_cast<slab*>(left));",
                "give_back(*static_cast<slab*>(left));"
                " std::atomic_signal_fence(std::memory_order_seq_cst);"
                " this_threads_delta = closed_delta;",
            )
        ],
        "signals", "ends and another begins",
    ),
    "reopened by a signal while leaving": fault(
        ARENA,
        [(f"slot.phase.store(thread_phase::gone, {RELAXED}", f"slot.phase.store(thread_phase::fresh, {RELAXED}")],
        "signals", "attaches, records or ends",
    ),
    "attached twice by a signal": fault(
        ARENA,
        [
            (
                "slot.phase.compare_exchange_strong(phase, thread_phase::busy,@)) {",
                "slot.phase.load(std::memory_order_relaxed) == phase) {",
            )
        ],
        "signals", "attaches, records or ends",
    ),
    "adopted without compare-and-exchange": fault(
        ARENA,
        [
            (
                "if (candidate.owner.compare_exchange_strong(expected, slab::ownership::taken,@)) {",
                "if (candidate.owner.load(std::memory_order_acquire) == expected) {"
                " candidate.owner.store(slab::ownership::taken, std::memory_order_relaxed);",
            )
        ],
        "attach", "a third has left",
    ),
    "adopted without a look at who has it": fault(
        ARENA,
        [(f"if (candidate.owner.load({RELAXED}) != expected) continue;", ""),
         ("auto expected = slab::ownership::free;", f"auto expected = candidate.owner.load({RELAXED});")],
        "attach", "a third has left",
    ),
    "no second look at what a new slab needs": fault(
        ARENA,
        [(f"if (grow(*made, everywhere_.load({SEQ_CST})))", "")],
        "growth", "is made while all slabs grow",
    ),
    "usable published before it is": fault(
        ARENA,
        [
            (
                "if (used > slab_bytes || !make_usable(one.bytes() + before, used - before)) return false;",
                "auto const from = before;",
            ),
            (
                ")) {} return true;",
                ")) {} return make_usable(one.bytes() + from, used - from);",
            ),
        ],
        "growth", "reads slabs",
    ),
    "tokens before the slabs have grown": fault(
        ARENA,
        [("everywhere = grow((*this)[i], used) && everywhere;", "everywhere = everywhere && i != slabs;")],
        "growth", "is adopted while all slabs grow",
    ),
    "slab published before its head is made": fault(
        ARENA,
        [
            ("auto* const made = ::new (memory) slab;"
             f" made->usable.store(usable, {RELAXED}); // Into",
             "auto* const made = reinterpret_cast<slab*>(memory); // Into"),
            ("// Sequentially consistent, like their partners in extend()",
             f"::new (made) slab; made->usable.store(usable, {RELAXED});\n"
             "// Sequentially consistent, like their partners in extend()"),
        ],
        "attach", "three threads record",
    ),
    "count before the bucket": fault(
        RECORD,
        [
            ("add(own[bucket], 1);", ""),
            ("add_release(count, 1);", "add_release(count, 1); add(own[bucket], 1);"),
        ],
        "histogram", "integer sum",
    ),
    "shared records without read-modify-write": fault(
        CELL,
        [("target.fetch_add(n, order);", f"target.store(target.load({RELAXED}) + n, order);")],
        "scrape", "threads without slabs are exact",
    ),
    "ups before downs": fault(
        MERGE,
        [
            ("if (round == up_down_round::downs)", "if (round == up_down_round::ups)"),
        ],
        "scrape", "ends on another thread",
    ),
    "downs and ups in one round": fault(
        MERGE,
        [
            ("add_up_up_down(cells, up_down_round::downs, into); any_up_down = true;",
             "add_up_up_down(cells, up_down_round::downs, into);"
             " add_up_up_down(cells, up_down_round::ups, into);"),
        ],
        "scrape", "ends on another thread",
    ),
    "histograms accepted without comparing": fault(
        MERGE, [("whole = total == count;", "whole = true;")], "histogram", "integer sum",
    ),
    "histograms not made whole after a fork": fault(
        ALLOCATOR, [("the_cell_allocator().repair_after_fork();", "")], "fork", "a child has",
    ),
    "making whole overwrites what a handler records": fault(
        ALLOCATOR,
        [(f": count.compare_exchange_strong(counted, total, {RELAXED}, {RELAXED});",
          f": (count.store(total, {RELAXED}), true);")],
        "fork", "without a slab forks",
    ),
    "making whole does not look whether a handler recorded": fault(
        ALLOCATOR, [(f"? count.load({RELAXED}) == counted", "? true")], "fork", "without a slab forks",
    ),
    "slabs not reclaimed after a fork": fault(
        ALLOCATOR, [("the_arena().reclaim_after_fork();", "")], "fork", "a child has",
    ),
    "slabs made during a fork": fault(
        ALLOCATOR, [("the_arena().begin_fork();", "")], "fork", "a child has",
    ),
    "a signal adopts during the reclaiming": fault(
        ARENA,
        [(f"this_thread.phase.compare_exchange_strong(phase, thread_phase::forking, {RELAXED}, {RELAXED});",
          "(void)phase;")],
        "fork", "shares no slab",
    ),
    # Sums of integers of 128 bits.
    "a carry is lost": fault(
        CELL, [("if (low < n)", "if (false)")],
        "histogram", "carries in a thread's slab",
    ),
    "a carry is lost in the shared slab": fault(
        RECORD, [("before + observed < observed", "false")],
        "histogram", "carries in the shared slab",
    ),
    "a carry without release": order(
        CELL,
        f"sum[1].store(sum[1].load({RELAXED}) + 1, {RELEASE}", RELEASE, RELAXED,
        "histogram", "carries in a thread's slab",
    ),

    # Series that leave with their owners.
    "cells are given back while a scrape reads them": fault(
        "detail/registry/departures.hpp",
        [("first_ != nullptr && (earliest_ == nullptr || first_->version_ < earliest_->version_)",
          "first_ != nullptr")],
        "owners", "a scrape keeps",
    ),
    "cells are given back with their counts": fault(
        ALLOCATOR, [("zero(given); bases_.erase(given.first);", "bases_.erase(given.first);")],
        "owners", "no series shows another's",
    ),
    "a series leaves although there is a handle to it": fault(
        "detail/registry/series_group.hpp", [("owned->stays = true;", "")],
        "owners", "a lookup finds",
    ),
    "an owner too few is counted": fault(
        "detail/registry/series_group.hpp", [("++owned->owners;", "")],
        "owners", "two threads that own",
    ),
}


def spaced(text):
    """A pattern for `text` in which any white space may stand where some stands, or around signs;
    `@` stands for anything, as little as possible, and in what takes its place for the same."""
    tokens = re.findall(r"\w+|[^\w\s]", text)
    gap = r"(?:\s|//[^\n]*\n)*"
    if "// " in text:
        gap = r"\s*(?://)?\s*"
        tokens = [t for t in re.findall(r"\w+|[^\w\s]", text.replace("//", " "))]
    return gap.join("(.*?)" if t == "@" else re.escape(t) for t in tokens)


def seeded(one):
    """The header and its definitions with the fault: the changed files by their paths."""
    paths = [pathlib.Path("tacho", one.header), pathlib.Path("tacho", one.header).with_suffix(".ipp")]
    texts = {path: (INCLUDE / path).read_text() for path in paths if (INCLUDE / path).exists()}
    changed = {}
    for old, new in one.edits:
        found = [
            (path, match)
            for path, text in texts.items()
            for match in re.finditer(spaced(old), text, re.S)
        ]
        if len(found) != 1:
            sys.exit(f"{one.header} and its .ipp have this {len(found)} times, not once: {old}")
        path, match = found[0]
        skipped = iter(match.groups())
        new = re.sub("@", lambda _: f"\n{next(skipped)}\n", new)
        text = texts[path]
        changed[path] = texts[path] = text[: match.start()] + new + text[match.end() :]
    return changed


def try_one(arguments, folder, file, scenario):
    """Whether the scenarios of `file` fail, and what they print."""
    program = folder / file
    compiled = subprocess.run(
        arguments.compiler.split()
        + ["-std=c++20", "-O1", "-w", "-fsanitize=thread"]
        + [f"-I{HERE / 'shadow'}", f"-I{folder}", f"-I{INCLUDE}"]
        + ["-c", str(HERE / "scenarios" / f"{file}.cpp"), "-o", f"{program}.o"],
        capture_output=True,
        text=True,
    )
    if compiled.returncode != 0:
        sys.exit(f"the fault does not compile:\n{compiled.stderr}")
    subprocess.run(
        [arguments.compiler.split()[-1], f"{program}.o", arguments.explorer, "-o", str(program)],
        check=True,
    )
    ran = subprocess.run([program, f"--only={scenario}"], capture_output=True, text=True)
    return ran.returncode, ran.stdout


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("fault", nargs="?")
    options.add_argument("--list", action="store_true")
    options.add_argument("--compiler", help="what compiles, with its launcher before it")
    options.add_argument("--explorer", help="the explorer without scenarios")
    options.add_argument("--build", type=pathlib.Path)
    options.add_argument("--survey", action="store_true", help="try all scenarios")
    arguments = options.parse_args()
    if arguments.list:
        print("\n".join(FAULTS))
        return 0

    one = FAULTS[arguments.fault]
    folder = arguments.build / re.sub(r"\W+", "_", arguments.fault)
    shutil.rmtree(folder / "tacho", ignore_errors=True)  # an older table's files
    for path, text in seeded(one).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)

    caught = False
    for file, scenario in [(f, "") for f in FILES] if arguments.survey else [(one.file, one.scenario)]:
        status, output = try_one(arguments, folder, file, scenario)
        if status == 0:
            continue
        if status != 1:
            print(output)
            sys.exit(f"{arguments.fault} -> the explorer itself ends with {status}")
        caught = True
        if not arguments.survey:
            print(output)
        print(f"{arguments.fault} -> {output.strip().splitlines()[-1]}")
    if not caught:
        print(f"{arguments.fault} -> NOT CAUGHT")
    return 0 if caught else 1


sys.exit(main())
