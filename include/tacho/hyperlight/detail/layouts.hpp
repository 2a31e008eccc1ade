// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_DETAIL_LAYOUTS_HPP
#define TACHO_HYPERLIGHT_DETAIL_LAYOUTS_HPP

#include <tacho/buckets.hpp>
#include <tacho/hyperlight/naming.hpp>

#include <cstddef>
#include <cstdint>
#include <ratio>
#include <type_traits>
#include <utility>

// The buckets of the durations: 50, 150, 250, … 6050 microseconds. The buckets of host functions
// lack 3150 … 3950.

namespace tacho::inline v0::hyperlight {

/// Observes and exposes whole microseconds, which Prometheus advises against and Hyperlight's
/// documents ask for.
template <std::uint64_t... Bounds>
struct whole_microseconds : integer_buckets<std::ratio<1>, Bounds...> {
    static constexpr bool measures_time = true;
    [[nodiscard]] static std::uint64_t from_ticks(std::uint64_t ticks) noexcept {
        return static_cast<std::uint64_t>(tacho::detail::seconds_of(ticks) * 1e6);
    }
};

/// Bounds as template arguments, in microseconds.
template <std::uint64_t... Bounds>
struct microsecond_bounds {
    using in_microseconds = whole_microseconds<Bounds...>;
    using in_seconds = buckets<(static_cast<double>(Bounds) / 1e6)...>;
};

template <std::size_t... Index>
[[nodiscard]] constexpr auto guest_call_bounds(std::index_sequence<Index...>) {
    return microsecond_bounds<(50 + 100 * Index)...>{};
}
template <std::size_t... Index>
[[nodiscard]] constexpr auto host_call_bounds(std::index_sequence<Index...>) {
    constexpr std::size_t before_the_gap = 31;
    constexpr std::size_t missing = 9;
    return microsecond_bounds<(50 + 100 * (Index + (Index < before_the_gap ? 0 : missing)))...>{};
}

/// 61 bounds.
using guest_bounds = decltype(guest_call_bounds(std::make_index_sequence<61>{}));
/// 52 bounds.
using host_bounds = decltype(host_call_bounds(std::make_index_sequence<52>{}));

/// The bounds in the unit of a profile. The original facade has no buckets; in `facade` the bounds
/// are the documents' bounds in seconds, so that dashboards find equal buckets.
template <naming Naming, typename Bounds>
using call_buckets = std::conditional_t<
    Naming == naming::facade,
    typename Bounds::in_seconds,
    typename Bounds::in_microseconds>;

} // namespace tacho::inline v0::hyperlight

#endif
