// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_CPU_TIME_IPP
#define TACHO_MONITOR_CPU_TIME_IPP

#include <tacho/error.hpp>
#include <tacho/monitor/cpu_time.hpp>

#include <algorithm>

namespace tacho::inline v0::detail {

TACHO_DECL bool cpu_time_budget::used_up(
    monitor_time now, std::optional<std::chrono::nanoseconds> reading
) noexcept {
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

TACHO_DECL void check_cpu_time_limit(std::chrono::nanoseconds limit) {
    if (limit <= limit.zero())
        fail<monitor_error>(
            "tacho: monitor \"cpu-time\": a limit of zero or less would end every call; give "
            "it the most processor time a call may use"
        );
}

TACHO_DECL void fail_without_cpu_clock() {
    fail<monitor_error>(
        "tacho: monitor \"cpu-time\": the system does not say how much processor time this "
        "thread uses; use wall_clock_monitor"
    );
}

} // namespace tacho::inline v0::detail

#endif
