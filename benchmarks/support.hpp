// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_BENCHMARKS_SUPPORT_HPP
#define TACHO_BENCHMARKS_SUPPORT_HPP

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#if defined(__linux__)
# include <sched.h>
#endif

namespace bench {

/// Records per iteration: enough that the cost of the benchmark's own loop does not matter.
inline constexpr std::size_t batch = 4096;

/// Keeps this thread on one core, so that two threads never share one.
inline void pin([[maybe_unused]] unsigned core) {
#if defined(__linux__)
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    sched_setaffinity(0, sizeof cores, &cores);
#endif
}

/// Lets this thread run anywhere again.
inline void unpin() {
#if defined(__linux__)
    cpu_set_t cores;
    CPU_ZERO(&cores);
    for (unsigned core = 0; core < CPU_SETSIZE; ++core)
        CPU_SET(core, &cores);
    sched_setaffinity(0, sizeof cores, &cores);
#endif
}

/// How many records a finished benchmark has made.
[[nodiscard]] inline std::uint64_t
records(benchmark::State const& state, std::size_t per_iteration = batch) {
    return static_cast<std::uint64_t>(state.iterations()) * per_iteration;
}

/// A loop that did not do its work must not win.
inline void verify(benchmark::State& state, std::uint64_t got, std::uint64_t expected) {
    if (got != expected)
        state.SkipWithError(
            ("counted " + std::to_string(got) + " of " + std::to_string(expected)).c_str()
        );
}

/// report.py divides the time of an iteration by this.
inline void per_iteration(benchmark::State& state, std::size_t records_per_iteration) {
    state.counters["records"] = static_cast<double>(records_per_iteration);
}

[[nodiscard]] inline double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace bench

#endif
