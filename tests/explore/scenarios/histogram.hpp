// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_SCENARIOS_HISTOGRAM_HPP
#define TACHO_TESTS_EXPLORE_SCENARIOS_HISTOGRAM_HPP

#include <atomic>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include "storage.hpp"

namespace storage {

inline constexpr std::size_t buckets = 2;
/// All observations in a bucket have one value, so that the buckets determine the sum.
inline constexpr std::uint64_t value_of_bucket[buckets]{1, 100};

template <typename Number>
struct histogram : metric {
    static constexpr auto kind = detail::sealed_kind<Number>;

    histogram()
        : metric{kind, detail::sealed_cells(buckets)} {}

    void observe(std::size_t bucket) const {
        auto const value = static_cast<Number>(value_of_bucket[bucket]);
        if (detail::has_cell(token))
            detail::add_sealed(&detail::own_cell(token), bucket, buckets, value);
        else
            detail::add_sealed_cold(token, bucket, buckets, value);
    }

    /// Checks the values that a scrape finds, and returns the number of observations.
    std::uint64_t check_read() const {
        auto& torn_reads = detail::the_arena().events.torn_reads;
        auto const before = torn_reads.load(std::memory_order_relaxed);
        auto const values = this->template merged<buckets + 3>();
        bool const accepted = torn_reads.load(std::memory_order_relaxed) == before;
        auto const count = values[buckets + 1];
        explore::check(values[0] + values[1] == count, "the buckets do not add up to the count");
        auto const sum = values[0] * value_of_bucket[0] + values[1] * value_of_bucket[1];
        auto const high = sum + offset < offset ? 1U : 0U; // a carry
        if (accepted)
            explore::check(
                std::same_as<Number, double>
                    ? static_cast<std::uint64_t>(std::bit_cast<double>(values[buckets])) == sum
                    : values[buckets] == sum + offset && values[buckets + 2] == high,
                "the sum is of other observations than the buckets"
            );
        return count;
    }

    /// What an integer sum had before the first observation.
    std::uint64_t offset{0};

    /// Checks the total after all threads have ended.
    void check_total(std::uint64_t observations) const {
        explore::check(check_read() == observations, "an observation is lost");
        explore::check(
            detail::the_arena().events.torn_reads.load(std::memory_order_relaxed) <= 2,
            "a histogram at rest is torn"
        );
    }
};

} // namespace storage

#endif
