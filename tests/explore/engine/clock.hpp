// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_CLOCK_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_CLOCK_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace explore {

inline constexpr std::size_t most_threads = 8;

/// A moment in the life of one thread; 0 is before everything.
using moment = std::uint32_t;

/// A vector clock: for each thread, its last moment that happens before now.
struct clock {
    std::array<moment, most_threads> at{};

    void join(clock const& other) noexcept {
        for (std::size_t i = 0; i < most_threads; ++i)
            at[i] = std::max(at[i], other.at[i]);
    }

    [[nodiscard]] bool covers(std::size_t thread, moment when) const noexcept {
        return when <= at[thread];
    }
};

} // namespace explore

#endif
