// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_HPP
#define TACHO_MONITOR_HPP

/// Execution monitors: they end calls that take too long. `<tacho/tacho.hpp>` does not include
/// them, since they need a thread.

#include <tacho/monitor/cpu_time.hpp>          // IWYU pragma: export
#include <tacho/monitor/error.hpp>             // IWYU pragma: export
#include <tacho/monitor/execution_monitor.hpp> // IWYU pragma: export
#include <tacho/monitor/monitor_thread.hpp>    // IWYU pragma: export
#include <tacho/monitor/monitored_call.hpp>    // IWYU pragma: export
#include <tacho/monitor/wall_clock.hpp>        // IWYU pragma: export

#endif
