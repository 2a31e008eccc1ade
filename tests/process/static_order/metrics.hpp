// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_PROCESS_STATIC_ORDER_METRICS_HPP
#define TACHO_TESTS_PROCESS_STATIC_ORDER_METRICS_HPP

#include <tacho/counter.hpp>
#include <tacho/histogram.hpp>
#include <tacho/up_down_counter.hpp>

/// Static objects; those of other files may be constructed before them.
extern tacho::counter static_counter;
extern tacho::up_down_counter static_level;
extern tacho::histogram<tacho::byte_buckets<1>> static_bytes;

inline void record_in_static_metrics() {
    static_counter.inc();
    static_level.inc();
    static_bytes.observe(1);
}

/// Made by the first caller, so it always exists.
tacho::counter& first_use_counter();

/// Records in both when it is made and when it is destroyed.
struct recorder {
    recorder();
    recorder(recorder const&) = delete;
    recorder& operator=(recorder const&) = delete;
    ~recorder();
};

/// How often the objects in recorders.cpp and main.cpp record in each metric, from the first static
/// object to the last.
inline constexpr unsigned records = 12;

/// How many of these records come before the static metrics are made.
inline constexpr unsigned too_early = 1;

#endif
