// SPDX-License-Identifier: BSL-1.0

// The umbrella header alone is enough to monitor a call.
#include <tacho/hyperlight/js.hpp>
#include <tacho/monitor.hpp>
#include <tacho/registry.hpp>

#include <atomic>
#include <chrono>
#include <support/catch.hpp>
#include <tuple>

TEST_CASE("a JavaScript host's handler is ended by a monitor", "[monitor][hyperlight]") {
    using namespace std::chrono_literals;
    tacho::registry registry;
    tacho::hyperlight::js_metrics<> const js{registry};
    std::atomic<bool> interrupted{false};
    {
        auto const timed = js.time_event_handler("endless");
        // Relaxed: the flag publishes no other data.
        tacho::monitored_call watched{
            std::tuple{tacho::wall_clock_monitor{1ms}, tacho::cpu_time_monitor{1h}},
            js.monitor_terminations,
            [&] { interrupted.store(true, std::memory_order_relaxed); }
        };
        while (!interrupted.load(std::memory_order_relaxed)) {}
        if (watched.end())
            js.guest_cancellations.inc();
    }
    CHECK(js.monitor_terminations.with("wall-clock").value() == 1);
    CHECK(js.guest_cancellations.value() == 1);
    CHECK(js.event_handler_calls_with_gc.with("endless").value().count == 1);
}
