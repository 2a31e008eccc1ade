// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_WALL_CLOCK_IPP
#define TACHO_MONITOR_WALL_CLOCK_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/error.hpp>
#include <tacho/monitor/wall_clock.hpp>

namespace tacho::inline v0 {

TACHO_DECL wall_clock_monitor::wall_clock_monitor(std::chrono::nanoseconds timeout)
    : timeout_{timeout} {
    if (timeout <= timeout.zero())
        detail::fail<monitor_error>(
            "tacho: monitor \"wall-clock\": a timeout of zero or less would end every call; "
            "give it the longest a call may take"
        );
}

} // namespace tacho::inline v0

#endif
