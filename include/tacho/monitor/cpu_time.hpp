// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_CPU_TIME_HPP
#define TACHO_MONITOR_CPU_TIME_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/system/thread_cpu_clock.hpp>
#include <tacho/monitor/error.hpp> // IWYU pragma: export
#include <tacho/monitor/execution_monitor.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

/// How much of its processor time a call has used, and when to ask next.
///
/// Reading the clock is a system call, which would be expensive next to most calls: it is read for
/// the first time after a millisecond, and processor time used before that reading is free.
class cpu_time_budget {
public:
    cpu_time_budget(monitor_time now, std::chrono::nanoseconds limit) noexcept
        : limit_{limit}
        , due_{now + shortest_wait} {}

    [[nodiscard]] monitor_time due() const noexcept { return due_; }

    /// Whether the limit is reached, by what the clock says now. If not, the next reading is due
    /// after half of the time that is left, but after 1 to 10 ms: a thread cannot use up its time
    /// much sooner than that. Fails closed: without a reading the limit counts as reached.
    [[nodiscard]] bool
    used_up(monitor_time now, std::optional<std::chrono::nanoseconds> reading) noexcept;

private:
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};
    static constexpr std::chrono::nanoseconds longest_wait = std::chrono::milliseconds{10};

    std::chrono::nanoseconds limit_;
    std::optional<std::chrono::nanoseconds> first_{}; // the first reading
    monitor_time due_;
};

/// Watches a clock of processor time. `Clock` has `of_this_thread()` and `read()`, as
/// thread_cpu_clock has.
template <typename Clock>
class cpu_time_watch {
public:
    cpu_time_watch(monitor_time now, Clock clock, std::chrono::nanoseconds limit) noexcept
        : clock_{clock}
        , budget_{now, limit} {}

    [[nodiscard]] monitor_time due() const noexcept { return budget_.due(); }
    [[nodiscard]] bool fires(monitor_time now) noexcept {
        return budget_.used_up(now, clock_.read());
    }

private:
    Clock clock_;
    cpu_time_budget budget_;
};

/// Throws monitor_error for a limit that is not above zero.
TACHO_DECL void check_cpu_time_limit(std::chrono::nanoseconds limit);
[[noreturn]] TACHO_DECL void fail_without_cpu_clock();

} // namespace detail

/// Ends a call that uses too much processor time of the thread that makes it. Waiting is free. The
/// call may use some milliseconds more than the limit: the first millisecond is not counted, and
/// the clock is read every 1 to 10 ms.
///
/// Thread safety: safe. Allocation: none. Errors: monitor_error, from the constructor when the
/// limit is not above zero, from `start` when the system gives no clock for the thread.
template <typename Clock = detail::thread_cpu_clock>
class basic_cpu_time_monitor {
public:
    explicit basic_cpu_time_monitor(std::chrono::nanoseconds limit)
        : limit_{limit} {
        detail::check_cpu_time_limit(limit);
    }

    [[nodiscard]] std::string_view name() const noexcept { return "cpu-time"; }

    [[nodiscard]] detail::cpu_time_watch<Clock> start(monitor_time now) const {
        auto const clock = Clock::of_this_thread();
        if (!clock)
            detail::fail_without_cpu_clock();
        return detail::cpu_time_watch<Clock>{now, *clock, limit_};
    }

private:
    std::chrono::nanoseconds limit_;
};

using cpu_time_monitor = basic_cpu_time_monitor<>;

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/monitor/cpu_time.ipp> // IWYU pragma: export
#endif

#endif
