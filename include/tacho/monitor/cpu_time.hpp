// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_CPU_TIME_HPP
#define TACHO_MONITOR_CPU_TIME_HPP

#include <tacho/detail/system/thread_cpu_clock.hpp>
#include <tacho/error.hpp>
#include <tacho/monitor/error.hpp>
#include <tacho/monitor/execution_monitor.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

/// Watches what a clock of processor time says. `Clock` has `of_this_thread()` and `read()`, as
/// thread_cpu_clock has.
///
/// The clock is a system call away, which most calls are too short to be worth: it is read first
/// after a millisecond, and what was used before is free.
template <typename Clock>
class cpu_time_watch {
public:
    cpu_time_watch(monitor_time now, Clock clock, std::chrono::nanoseconds limit) noexcept
        : clock_{clock}
        , limit_{limit}
        , due_{now + shortest_wait} {}

    [[nodiscard]] monitor_time due() const noexcept { return due_; }

    /// Asks again after half of what is left, but between 1 and 10 ms: a thread cannot use its time
    /// up sooner than that by much. A clock that cannot be read fires: who cannot be watched does
    /// not go on.
    [[nodiscard]] bool fires(monitor_time now) noexcept {
        auto const reading = clock_.read();
        if (!reading)
            return true;
        if (!first_)
            first_ = reading;
        auto const used = *reading - *first_;
        if (used >= limit_)
            return true;
        due_ = now + std::clamp((limit_ - used) / 2, shortest_wait, longest_wait);
        return false;
    }

private:
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};
    static constexpr std::chrono::nanoseconds longest_wait = std::chrono::milliseconds{10};

    Clock clock_;
    std::chrono::nanoseconds limit_;
    std::optional<std::chrono::nanoseconds> first_{}; // what it said at first
    monitor_time due_;
};

} // namespace detail

/// Ends a call that uses too much processor time, of the thread that makes it. Waiting is free. It
/// may use some milliseconds more than the limit: the first is not counted, and the clock is read
/// every 1 to 10 ms.
///
/// Thread safety: safe. Allocation: none. Errors: monitor_error, from the constructor when the
/// limit is not above zero, from `start` when the system gives no clock for the thread.
template <typename Clock = detail::thread_cpu_clock>
class basic_cpu_time_monitor {
public:
    explicit basic_cpu_time_monitor(std::chrono::nanoseconds limit)
        : limit_{limit} {
        if (limit <= limit.zero())
            detail::fail<monitor_error>(
                "tacho: monitor \"cpu-time\": a limit of zero or less would end every call; give "
                "it the most processor time a call may use"
            );
    }

    [[nodiscard]] std::string_view name() const noexcept { return "cpu-time"; }

    [[nodiscard]] detail::cpu_time_watch<Clock> start(monitor_time now) const {
        auto const clock = Clock::of_this_thread();
        if (!clock)
            detail::fail<monitor_error>(
                "tacho: monitor \"cpu-time\": the system does not say how much processor time this "
                "thread uses; use wall_clock_monitor"
            );
        return detail::cpu_time_watch<Clock>{now, *clock, limit_};
    }

private:
    std::chrono::nanoseconds limit_;
};

using cpu_time_monitor = basic_cpu_time_monitor<>;

} // namespace tacho::inline v0

#endif
