// SPDX-License-Identifier: BSL-1.0

#include <tacho/monitor/cpu_time.hpp>

#include <chrono>
#include <optional>
#include <support/catch.hpp>

using namespace std::chrono_literals;

namespace {

/// A clock of processor time that a test sets.
struct test_clock {
    static inline bool exists = true;
    static inline std::optional<std::chrono::nanoseconds> used{};

    [[nodiscard]] static std::optional<test_clock> of_this_thread() noexcept {
        return exists ? std::optional{test_clock{}} : std::nullopt;
    }
    [[nodiscard]] std::optional<std::chrono::nanoseconds> read() const noexcept { return used; }
};

using monitor = tacho::basic_cpu_time_monitor<test_clock>;

constexpr tacho::monitor_time start{1h};

/// A watch whose first reading of the clock is one minute.
[[nodiscard]] auto started(std::chrono::nanoseconds limit) {
    test_clock::exists = true;
    test_clock::used = 1min;
    auto watch = monitor{limit}.start(start);
    REQUIRE(watch.due() == start + 1ms);
    REQUIRE_FALSE(watch.fires(start));
    return watch;
}

} // namespace

TEST_CASE("a watch fires when the limit was used up since the first reading", "[monitor]") {
    CHECK(monitor{1ms}.name() == "cpu-time");
    auto watch = started(100ms);
    CHECK_FALSE(watch.fires(start + 1h)); // the time itself does not matter
    test_clock::used = 1min + 100ms - 1ns;
    CHECK_FALSE(watch.fires(start));
    test_clock::used = 1min + 100ms;
    CHECK(watch.fires(start));
}

TEST_CASE("the clock is read again after half of the time left, from 1 to 10 ms", "[monitor]") {
    CHECK(started(100ms).due() == start + 10ms);
    CHECK(started(12ms).due() == start + 6ms);
    CHECK(started(1ns).due() == start + 1ms);
    auto watch = started(100ms);
    auto const due_after = [&](std::chrono::nanoseconds used) {
        test_clock::used = 1min + used;
        REQUIRE_FALSE(watch.fires(start + 1s));
        return watch.due() - (start + 1s);
    };
    CHECK(due_after(0ms) == 10ms);
    CHECK(due_after(84ms) == 8ms);
    CHECK(due_after(98ms) == 1ms);
    CHECK(due_after(100ms - 1ns) == 1ms);
}

TEST_CASE("a watch whose clock cannot be read fires", "[monitor]") {
    auto watch = started(100ms);
    test_clock::used = std::nullopt;
    CHECK(watch.fires(start));
    auto first = monitor{100ms}.start(start);
    CHECK(first.fires(start));
}

TEST_CASE("processor time used before the first reading is free", "[monitor]") {
    test_clock::used = 1min;
    auto watch = monitor{100ms}.start(start);
    test_clock::used = 2min;
    CHECK_FALSE(watch.fires(start + 1ms));
    test_clock::used = 2min + 100ms;
    CHECK(watch.fires(start + 1ms));
}

TEST_CASE("without a clock starting a watch throws", "[monitor]") {
    test_clock::exists = false;
    CHECK_THROWS_WITH(
        monitor{1ms}.start(start),
        "tacho: monitor \"cpu-time\": the system does not say how much processor time this thread "
        "uses; use wall_clock_monitor"
    );
    CHECK_THROWS_AS(monitor{1ms}.start(start), tacho::monitor_error);
}

TEST_CASE("a limit of zero or less is refused, and the longest is never used up", "[monitor]") {
    CHECK_THROWS_WITH(
        monitor{0ns},
        "tacho: monitor \"cpu-time\": a limit of zero or less would end every call; give it the "
        "most processor time a call may use"
    );
    CHECK_THROWS_AS(monitor{-1ns}, tacho::monitor_error);
    auto watch = started(std::chrono::nanoseconds::max());
    test_clock::used = 24h;
    CHECK_FALSE(watch.fires(start));
}
