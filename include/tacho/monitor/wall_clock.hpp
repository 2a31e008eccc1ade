// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_WALL_CLOCK_HPP
#define TACHO_MONITOR_WALL_CLOCK_HPP

#include <tacho/monitor/error.hpp> // IWYU pragma: export
#include <tacho/monitor/execution_monitor.hpp>

#include <chrono>
#include <string_view>

namespace tacho::inline v0 {

/// Ends a call that takes too long, waiting included.
///
/// Thread safety: safe. Allocation: none. Errors: the constructor throws monitor_error when the
/// timeout is not above zero.
class wall_clock_monitor {
public:
    explicit wall_clock_monitor(std::chrono::nanoseconds timeout);

    class watch {
    public:
        explicit watch(monitor_time due) noexcept
            : due_{due} {}
        [[nodiscard]] monitor_time due() const noexcept { return due_; }
        [[nodiscard]] bool fires(monitor_time now) const noexcept { return now >= due_; }

    private:
        monitor_time due_;
    };

    [[nodiscard]] std::string_view name() const noexcept { return "wall-clock"; }

    [[nodiscard]] watch start(monitor_time now) const noexcept {
        auto const left = (monitor_time::max)() - now; // until the last time the clock can show
        return watch{timeout_ < left ? now + timeout_ : (monitor_time::max)()};
    }

private:
    std::chrono::nanoseconds timeout_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/monitor/wall_clock.ipp> // IWYU pragma: export
#endif

#endif
