// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_BENCHMARKS_LOOPS_HPP
#define TACHO_BENCHMARKS_LOOPS_HPP

#include <tacho/counter.hpp>
#include <tacho/histogram.hpp>

#include <cstddef>
#include <span>

// The loops whose cost may depend on where the code lies. loops.cpp is compiled twice: into the
// program, and with -fPIC into a shared library.

namespace bench {

/// A user's struct of metrics.
struct four_counters {
    tacho::counter first;
    tacho::counter second;
    tacho::counter third;
    tacho::counter fourth;
};

namespace in_program {

/// Increments one member of a struct of metrics again and again.
void inc_one(four_counters& metrics, std::size_t records);
/// Increments a copy of the handle again and again.
void inc_copy(four_counters& metrics, std::size_t records);
void inc_four(four_counters& metrics, std::size_t records);
void observe(tacho::histogram<>& metric, std::span<double const> values);

} // namespace in_program

namespace in_library {

void inc_one(four_counters& metrics, std::size_t records);
void inc_copy(four_counters& metrics, std::size_t records);
void inc_four(four_counters& metrics, std::size_t records);
void observe(tacho::histogram<>& metric, std::span<double const> values);

} // namespace in_library

} // namespace bench

#endif
