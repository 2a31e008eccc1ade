// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_PROCESS_STATIC_ORDER_METRICS_HPP
#define TACHO_TESTS_PROCESS_STATIC_ORDER_METRICS_HPP

#include <tacho/counter.hpp>
#include <tacho/histogram.hpp>
#include <tacho/up_down_counter.hpp>

/// Static objects: those of other files may be there before them.
extern tacho::counter static_counter;
extern tacho::up_down_counter static_level;
extern tacho::histogram<tacho::byte_buckets<1>> static_bytes;

inline void record_in_static_metrics() {
    static_counter.inc();
    static_level.inc();
    static_bytes.observe(1);
}

/// Made by whoever asks first, so always there.
tacho::counter& first_use_counter();

/// Records in both when it is made and when it is destroyed.
struct recorder {
    recorder();
    recorder(recorder const&) = delete;
    recorder& operator=(recorder const&) = delete;
    ~recorder();
};

/// How often what is in recorders.cpp and main.cpp records in each, from the first static object to
/// the last.
inline constexpr unsigned records = 12;

/// How many of those find the static metrics not made yet.
inline constexpr unsigned too_early = 1;

#endif
