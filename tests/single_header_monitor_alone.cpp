// SPDX-License-Identifier: BSL-1.0

// What somebody has who copied monitor.hpp.
#include <tacho/monitor.hpp>

#if __has_include(<tacho/counter.hpp>)
# error "This test must see the single header alone."
#endif

#include <chrono>

int main() {
    tacho::hyperlight::js_metrics<> const js;
    tacho::monitored_call call{
        tacho::wall_clock_monitor{std::chrono::hours{1}}, js.monitor_terminations, [] {}
    };
    return call.end().has_value();
}
