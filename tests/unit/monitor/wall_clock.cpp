// SPDX-License-Identifier: BSL-1.0

#include <tacho/monitor/wall_clock.hpp>

#include <chrono>
#include <support/catch.hpp>

using namespace std::chrono_literals;

TEST_CASE("a wall clock's watch fires when its timeout has passed, and not earlier", "[monitor]") {
    tacho::wall_clock_monitor const monitor{100ms};
    CHECK(monitor.name() == "wall-clock");
    auto const now = tacho::monitor_time{} + 1h;
    auto const watch = monitor.start(now);
    CHECK(watch.due() == now + 100ms);
    CHECK_FALSE(watch.fires(now));
    CHECK_FALSE(watch.fires(now + 100ms - 1ns));
    CHECK(watch.fires(now + 100ms));
    CHECK(watch.fires(now + 1h));
}

TEST_CASE("a timeout beyond the end of the clock never passes", "[monitor]") {
    auto const watch = tacho::wall_clock_monitor{std::chrono::nanoseconds::max()}.start(
        tacho::monitor_time{} + 1h
    );
    CHECK(watch.due() == tacho::monitor_time::max());
}

TEST_CASE("a timeout of zero or less is refused", "[monitor]") {
    auto const message = "tacho: monitor \"wall-clock\": a timeout of zero or less would end every "
                         "call; give it the longest a call may take";
    CHECK_THROWS_WITH(tacho::wall_clock_monitor{0ns}, message);
    CHECK_THROWS_WITH(tacho::wall_clock_monitor{-1ns}, message);
    CHECK_THROWS_AS(tacho::wall_clock_monitor{0ns}, tacho::monitor_error);
    CHECK_NOTHROW(tacho::wall_clock_monitor{1ns});
}
