// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_EXECUTION_MONITOR_HPP
#define TACHO_MONITOR_EXECUTION_MONITOR_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <chrono>
#include <concepts>
#include <string_view>
#include <tuple>

namespace tacho::inline v0 {

/// A point in time, as monitors are given it.
using monitor_time = std::chrono::steady_clock::time_point;

/// One call under a monitor. At the time that `due()` returns, the monitors' thread calls
/// `fires(now)`, which returns true when the call has to end; if it returns false, `due()` returns
/// a later time. Both functions are called on that thread only, one at a time, and should take
/// microseconds. A watch whose `fires` throws counts as one that fires.
template <typename Watch>
concept monitor_watch =
    std::move_constructible<Watch> && requires(Watch watch, Watch const same, monitor_time now) {
        { same.due() } noexcept -> std::same_as<monitor_time>;
        { watch.fires(now) } -> std::same_as<bool>;
    };

/// Decides when a call has to end. `start(now)` begins to watch a call, on the thread that is about
/// to make it. `name()` is the value of the label `monitor_type`; its text must live as long as the
/// program. If `start` throws, the call does not run.
///
/// ```
/// struct memory_monitor {
///     std::string_view name() const noexcept { return "memory"; }
///     auto start(tacho::monitor_time now) const {
///         struct watch {
///             tacho::monitor_time next;
///             tacho::monitor_time due() const noexcept { return next; }
///             bool fires(tacho::monitor_time now) {
///                 next = now + std::chrono::milliseconds{10};
///                 return guest_memory() > limit;
///             }
///         };
///         return watch{now};
///     }
/// };
/// ```
template <typename Monitor>
concept execution_monitor = requires(Monitor const monitor, monitor_time now) {
    { monitor.name() } noexcept -> std::convertible_to<std::string_view>;
    { monitor.start(now) } -> monitor_watch;
};

namespace detail {

template <typename Monitors>
inline constexpr bool is_tuple_of_monitors = false;
template <execution_monitor... Monitors>
inline constexpr bool is_tuple_of_monitors<std::tuple<Monitors...>> =
    sizeof...(Monitors) >= 1 && sizeof...(Monitors) <= 5;

} // namespace detail

/// The monitors of one call: a monitor, or a tuple of one to five monitors, of which the first to
/// fire wins.
template <typename Monitors>
concept execution_monitors = execution_monitor<Monitors> || detail::is_tuple_of_monitors<Monitors>;

} // namespace tacho::inline v0

#endif
