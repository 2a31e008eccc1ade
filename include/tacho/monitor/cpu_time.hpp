// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_CPU_TIME_HPP
#define TACHO_MONITOR_CPU_TIME_HPP

#include <tacho/error.hpp>
#include <tacho/monitor/detail/thread_cpu_clock.hpp>
#include <tacho/monitor/error.hpp>
#include <tacho/monitor/execution_monitor.hpp>

#include <algorithm>
#include <chrono>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

/// Watches what a clock of processor time says. `Clock` has `of_this_thread()` and `read()`, as
/// thread_cpu_clock has.
template <typename Clock>
class cpu_time_watch {
public:
    cpu_time_watch(monitor_time now, Clock clock, std::chrono::nanoseconds end) noexcept
        : clock_{clock}
        , end_{end}
        , due_{now} {}

    [[nodiscard]] monitor_time due() const noexcept { return due_; }

    /// Asks again after half of what is left, but between 1 and 10 ms: a thread cannot use its time
    /// up sooner than that by much. A clock that cannot be read fires: who cannot be watched does
    /// not go on.
    [[nodiscard]] bool fires(monitor_time now) noexcept {
        auto const used = clock_.read();
        if (!used || *used >= end_)
            return true;
        wait(now, end_ - *used);
        return false;
    }

    void wait(monitor_time now, std::chrono::nanoseconds left) noexcept {
        using std::chrono::milliseconds;
        due_ =
            now + std::clamp<std::chrono::nanoseconds>(left / 2, milliseconds{1}, milliseconds{10});
    }

private:
    Clock clock_;
    std::chrono::nanoseconds end_; // what the clock says when the time is used up
    monitor_time due_;
};

} // namespace detail

/// Ends a call that uses too much processor time, of the thread that makes it. Waiting is free.
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
        auto const used = clock ? clock->read() : std::nullopt;
        if (!used)
            detail::fail<monitor_error>(
                "tacho: monitor \"cpu-time\": the system does not say how much processor time this "
                "thread uses; use wall_clock_monitor"
            );
        auto const left = std::chrono::nanoseconds::max() - *used;
        detail::cpu_time_watch<Clock> started{now, *clock, *used + std::min(limit_, left)};
        started.wait(now, limit_);
        return started;
    }

private:
    std::chrono::nanoseconds limit_;
};

using cpu_time_monitor = basic_cpu_time_monitor<>;

} // namespace tacho::inline v0

#endif
