// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_ARENA_EVENTS_HPP
#define TACHO_DETAIL_STORAGE_ARENA_EVENTS_HPP

#include <tacho/detail/storage/atomic.hpp>

#include <cstdint>

namespace tacho::inline v0::detail {

/// Counts of events off the hot path, which self_metrics shows. Relaxed: each number publishes
/// nothing but itself.
struct arena_events {
    atomic<std::uint64_t> shared_records{0};
    atomic<std::uint64_t> cells_beyond{0}; // in use now
    atomic<std::uint64_t> lost_records{0};
    atomic<std::uint64_t> refused_records{0};
    atomic<std::uint64_t> torn_reads{0};
    atomic<std::uint64_t> refused_series{0};
    atomic<std::uint64_t> callback_errors{0};
    atomic<std::uint64_t> left_out_families{0};
    atomic<std::uint64_t> left_out_series{0};
};

} // namespace tacho::inline v0::detail

#endif
