// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/tick_clock.hpp>

#include <chrono>
#include <cstdint>
#include <support/catch.hpp>
#include <thread>
#include <type_traits>

using tacho::detail::steady_tick_clock;
using tacho::detail::tick_clock;
using tacho::detail::tsc_clock;

static_assert(noexcept(tick_clock::now()));
static_assert(noexcept(tick_clock::seconds_per_tick()));
static_assert(noexcept(tick_clock::calibrate()));
static_assert(std::is_same_v<decltype(tick_clock::now()), std::uint64_t>);

TEST_CASE("the tick clock never goes backwards on a thread", "[tick_clock]") {
    tick_clock::calibrate();
    auto before = tick_clock::now();
    int backwards = 0;
    for (int i = 0; i < 100000; ++i) {
        auto const now = tick_clock::now();
        backwards += now < before;
        before = now;
    }
    CHECK(backwards == 0);
}

TEST_CASE("ticks are as long as the clock says", "[tick_clock]") {
    // The steady clock, read outside and inside, bounds the time that the ticks may give. Their
    // rate was measured in two milliseconds, so it is right to a few parts in ten thousand.
    tick_clock::calibrate();
    auto const outer_start = std::chrono::steady_clock::now();
    auto const start = tick_clock::now();
    auto const inner_start = std::chrono::steady_clock::now();
    auto inner_end = std::chrono::steady_clock::now();
    while (inner_end - inner_start < std::chrono::milliseconds{20})
        inner_end = std::chrono::steady_clock::now();
    auto const end = tick_clock::now();
    auto const outer_end = std::chrono::steady_clock::now();
    auto const seconds = static_cast<double>(end - start) * tick_clock::seconds_per_tick();
    constexpr double tolerance = 0.02;
    CHECK(
        seconds >= std::chrono::duration<double>{inner_end - inner_start}.count() * (1 - tolerance)
    );
    CHECK(
        seconds <= std::chrono::duration<double>{outer_end - outer_start}.count() * (1 + tolerance)
    );
}

TEST_CASE("calibrating again changes nothing", "[tick_clock]") {
    tick_clock::calibrate();
    auto const rate = tick_clock::seconds_per_tick();
    tick_clock::calibrate();
    std::thread{[] { tick_clock::calibrate(); }}.join();
    CHECK(tick_clock::seconds_per_tick() == rate);
    CHECK(rate > 0);
    CHECK(rate <= 1e-9 * 10);
}

TEST_CASE("without the counter a tick is a nanosecond of the steady clock", "[tick_clock]") {
    auto const nanoseconds = [] {
        auto const since = std::chrono::steady_clock::now().time_since_epoch();
        return static_cast<std::uint64_t>(std::chrono::nanoseconds{since}.count());
    };
    auto const before = nanoseconds();
    auto const now = steady_tick_clock::now();
    auto const after = nanoseconds();
    CHECK(before <= now);
    CHECK(now <= after);
    CHECK(tacho::detail::tick_rate{}.seconds == 1e-9);
    CHECK_FALSE(tacho::detail::tick_rate{}.counter);
}

TEST_CASE("the decision whether the counter may be used does not change", "[tick_clock]") {
    CHECK(tsc_clock::usable() == tsc_clock::usable());
}
