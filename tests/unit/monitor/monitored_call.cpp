// SPDX-License-Identifier: BSL-1.0

#include <tacho/monitor/cpu_time.hpp>
#include <tacho/monitor/monitored_call.hpp>
#include <tacho/monitor/wall_clock.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <support/catch.hpp>
#include <support/monitors.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <thread>
#include <tuple>
#include <type_traits>

using namespace std::chrono_literals;
using tacho::monitored_call;
using tacho::wall_clock_monitor;

namespace {

constexpr auto never = [] { return false; };
constexpr auto always = [] { return true; };
constexpr auto no_kill = [] {};

/// A monitor that cannot start.
struct broken {
    [[nodiscard]] std::string_view name() const noexcept { return "broken"; }
    [[nodiscard]] wall_clock_monitor::watch start(tacho::monitor_time) const {
        throw std::runtime_error{"no sensor"};
    }
};

using guard = decltype(monitored_call{
    std::declval<wall_clock_monitor const&>(), std::declval<terminations&>().by, no_kill
});

} // namespace

static_assert(!std::is_copy_constructible_v<guard>);
static_assert(!std::is_move_constructible_v<guard>);

TEST_CASE("a call that ends in time is neither killed nor counted", "[monitor]") {
    test_time time;
    terminations counted;
    int kills = 0;
    {
        monitored_call call{time.thread, wall_clock_monitor{10ms}, counted.by, [&] { ++kills; }};
        time.pass(10ms - 1ns);
        CHECK(call.end() == std::nullopt);
        time.pass(1h);
        CHECK(call.end() == std::nullopt);
    }
    {
        monitored_call call{time.thread, wall_clock_monitor{10ms}, counted.by, [&] { ++kills; }};
    }
    time.pass(1h);
    CHECK(kills == 0);
    CHECK(tacho::to_text(counted.registry).empty());
}

TEST_CASE("a call that takes too long is counted, then killed, once", "[monitor]") {
    test_time time;
    terminations counted;
    int kills = 0;
    std::uint64_t counted_before_the_kill = 0;
    monitored_call call{time.thread, wall_clock_monitor{10ms}, counted.by, [&] {
                            ++kills;
                            counted_before_the_kill = counted.of("wall-clock");
                        }};
    time.pass(10ms);
    time.pass(1h);
    CHECK(call.end() == "wall-clock");
    CHECK(kills == 1);
    CHECK(counted_before_the_kill == 1);
    CHECK(counted.of("wall-clock") == 1);
}

TEST_CASE("end returns the name of the first monitor to fire", "[monitor]") {
    test_time time;
    terminations counted;
    auto const monitors =
        std::tuple{wall_clock_monitor{10ms}, asking{"never", never}, asking{"always", always}};
    monitored_call call{time.thread, monitors, counted.by, no_kill};
    time.pass(1ms);
    time.pass(1h); // the wall clock's time is up too, but this call is over
    CHECK(call.end() == "always");
    CHECK(counted.of("always") == 1);
    CHECK(counted.of("never") == 0);
    CHECK(counted.of("wall-clock") == 0);
}

TEST_CASE("if several monitors fire at once, the first in the tuple wins", "[monitor]") {
    test_time time;
    terminations counted;
    auto const monitors = std::tuple{
        asking{"1", never},
        asking{"2", never},
        asking{"3", always},
        asking{"4", always},
        wall_clock_monitor{1ms}
    };
    monitored_call call{time.thread, monitors, counted.by, no_kill};
    time.pass(1h);
    CHECK(call.end() == "3");
    CHECK(counted.of("3") == 1);
    CHECK(counted.of("4") + counted.of("wall-clock") == 0);
}

TEST_CASE("if a monitor cannot start, the call does not run", "[monitor]") {
    test_time time;
    terminations counted;
    bool ran = false;
    auto const call = [&](auto const& monitors) {
        monitored_call const watched{time.thread, monitors, counted.by, no_kill};
        ran = true;
    };
    CHECK_THROWS_WITH(call(broken{}), "no sensor");
    CHECK_THROWS_WITH(call(std::tuple{wall_clock_monitor{1ms}, broken{}}), "no sensor");
    time.pass(1h);
    CHECK_FALSE(ran);
    CHECK(tacho::to_text(counted.registry).empty());
}

TEST_CASE("a monitor that throws while it watches counts as one that fires", "[monitor]") {
    test_time time;
    terminations counted;
    auto const throwing = [asks = 0]() mutable -> bool {
        if (++asks == 3)
            throw std::runtime_error{"the sensor broke"};
        return false;
    };
    bool killed = false;
    monitored_call call{
        time.thread,
        std::tuple{asking{"sensor", throwing}, asking{"later", always}},
        counted.by,
        [&] { killed = true; }
    };
    // "later" wins at once, because it fires when it is first asked.
    time.pass(1ms);
    CHECK(call.end() == "later");
    monitored_call alone{time.thread, asking{"sensor", throwing}, counted.by, [&] {
                             killed = true;
                         }};
    killed = false;
    time.pass(1ms);
    time.pass(1ms);
    CHECK_FALSE(killed);
    time.pass(1ms);
    CHECK(alone.end() == "sensor");
    CHECK(killed);
    CHECK(counted.of("sensor") == 1);
}

TEST_CASE("a kill that throws is called again, and the call is counted once", "[monitor]") {
    test_time time;
    terminations counted;
    int kills = 0;
    monitored_call call{time.thread, wall_clock_monitor{1ms}, counted.by, [&] {
                            if (++kills < 3)
                                throw std::runtime_error{"not yet"};
                        }};
    time.pass(1ms);
    CHECK(kills == 1);
    time.pass(9ms);
    CHECK(kills == 1);
    time.pass(1ms);
    CHECK(kills == 2);
    time.pass(10ms);
    CHECK(kills == 3);
    time.pass(1h);
    CHECK(kills == 3);
    CHECK(call.end() == "wall-clock");
    CHECK(counted.of("wall-clock") == 1);
}

TEST_CASE("a call that ends while it is being killed waits for the kill", "[monitor]") {
    terminations counted;
    tacho::monitor_thread thread;
    bool all_killed = true;
    for (std::size_t round = 0; round < scaled(100); ++round) {
        std::latch killing{1};
        std::latch go_on{1};
        bool killed = false;
        monitored_call call{thread, wall_clock_monitor{1ns}, counted.by, [&] {
                                killing.count_down();
                                go_on.wait();
                                killed = true;
                            }};
        killing.wait();
        std::thread releases{[&] { go_on.count_down(); }};
        call.end();
        all_killed = all_killed && killed;
        releases.join();
    }
    CHECK(all_killed);
    CHECK(counted.of("wall-clock") == scaled(100));
}

TEST_CASE("an endless wait is ended by the wall clock", "[monitor]") {
    terminations counted;
    std::atomic<bool> interrupted{false};
    monitored_call call{wall_clock_monitor{1ms}, counted.by, [&] {
                            // pairs with the acquire in wait()
                            interrupted.store(true, std::memory_order_release);
                            interrupted.notify_one();
                        }};
    interrupted.wait(false, std::memory_order_acquire); // pairs with the release in the kill
    CHECK(call.end() == "wall-clock");
    CHECK(counted.of("wall-clock") == 1);
}

TEST_CASE("a busy guest is ended by the processor time limit", "[monitor]") {
    terminations counted;
    std::atomic<bool> interrupted{false};
    // Relaxed: the flag publishes nothing but itself.
    monitored_call call{
        std::tuple{wall_clock_monitor{1h}, tacho::cpu_time_monitor{2ms}},
        counted.by,
        [&] { interrupted.store(true, std::memory_order_relaxed); }
    };
    while (!interrupted.load(std::memory_order_relaxed)) {}
    CHECK(call.end() == "cpu-time");
    CHECK(counted.of("cpu-time") == 1);
}

TEST_CASE("a guest that waits uses no processor time", "[monitor]") {
    test_time time;
    terminations counted;
    std::latch begun{1};
    std::latch over{1};
    std::optional<std::string_view> ended;
    std::thread guest{[&] {
        monitored_call call{time.thread, tacho::cpu_time_monitor{10s}, counted.by, no_kill};
        begun.count_down();
        over.wait();
        ended = call.end();
    }};
    begun.wait();
    for (int i = 0; i < 100; ++i)
        time.pass(1h);
    over.count_down();
    guest.join();
    CHECK(ended == std::nullopt);
    CHECK(tacho::to_text(counted.registry).empty());
}

TEST_CASE("calls on many threads are killed one by one", "[monitor]") {
    constexpr std::size_t threads = 4;
    constexpr auto calls = scaled(400);
    terminations counted;
    struct seen {
        std::size_t ended{0};   // by a monitor
        std::size_t correct{0}; // with the expected result
    };
    auto const all = together(threads, [&](std::size_t) {
        seen own;
        for (std::size_t i = 0; i < calls; ++i) {
            std::atomic<bool> killed{false};
            auto const kill = [&] {
                // pairs with the acquire in wait()
                killed.store(true, std::memory_order_release);
                killed.notify_one();
            };
            if (i % 4 == 0) {
                monitored_call call{asking{"always", always}, counted.by, kill};
                killed.wait(false, std::memory_order_acquire); // pairs with the release in the kill
                auto const by = call.end();
                own.ended += by ? 1U : 0U;
                own.correct += by == "always" ? 1U : 0U;
            } else {
                monitored_call call{
                    std::tuple{asking{"never", never}, wall_clock_monitor{1h}}, counted.by, kill
                };
                auto const by = call.end();
                own.ended += by ? 1U : 0U;
                own.correct += !by && !killed.load(std::memory_order_relaxed) ? 1U : 0U;
            }
        }
        return own;
    });
    for (auto const& each : all) {
        CHECK(each.ended == (calls + 3) / 4);
        CHECK(each.correct == calls);
    }
    CHECK(counted.of("always") == threads * ((calls + 3) / 4));
    CHECK(counted.of("never") == 0);
}
