// SPDX-License-Identifier: BSL-1.0

#include <cstddef>
#include <span>

#include "loops.hpp"

// Compiled with TACHO_BENCH_PLACE=in_program and TACHO_BENCH_PLACE=in_library. Our loops and the
// floor's count down, because the cost of the loop itself is not measured.

namespace bench::TACHO_BENCH_PLACE {

void inc_one(four_counters& metrics, std::size_t records) {
    for (; records != 0; --records)
        metrics.second.inc();
}

void inc_copy(four_counters& metrics, std::size_t records) {
    auto counter = metrics.second;
    for (; records != 0; --records)
        counter.inc();
}

void inc_four(four_counters& metrics, std::size_t records) {
    for (; records != 0; records -= 4) {
        metrics.first.inc();
        metrics.second.inc();
        metrics.third.inc();
        metrics.fourth.inc();
    }
}

void observe(tacho::histogram<>& metric, std::span<double const> values) {
    for (auto const value : values)
        metric.observe(value);
}

} // namespace bench::TACHO_BENCH_PLACE
