// SPDX-License-Identifier: BSL-1.0

#include <tacho/monitor/detail/watched_calls.hpp>
#include <tacho/monitor/monitor_thread.hpp>

#include <chrono>
#include <cstddef>
#include <latch>
#include <memory>
#include <support/catch.hpp>
#include <support/monitors.hpp>
#include <thread>
#include <type_traits>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// Remembers when it was asked, and is due again after `every`.
class asked_call final : public tacho::detail::watched_call {
public:
    explicit asked_call(std::chrono::nanoseconds every)
        : every_{every} {}

    std::vector<std::chrono::nanoseconds> at{};
    std::thread::id by{};
    std::latch asked{1}; // counted down at the first time

private:
    [[nodiscard]] tacho::monitor_time ask(tacho::monitor_time now) noexcept override {
        at.push_back(now.time_since_epoch());
        by = std::this_thread::get_id();
        if (at.size() == 1)
            asked.count_down();
        return now + every_;
    }
    std::chrono::nanoseconds every_;
};

using times = std::vector<std::chrono::nanoseconds>;

constexpr tacho::monitor_time epoch{};

} // namespace

static_assert(!std::is_copy_constructible_v<tacho::monitor_thread>);
static_assert(!std::is_move_constructible_v<tacho::monitor_thread>);

TEST_CASE("a call is asked when it is due, on another thread", "[monitor]") {
    test_time time;
    asked_call call{10ms};
    time.thread.watch(call, epoch + 5ms);
    time.pass(4ms);
    CHECK(call.at.empty());
    time.pass(1ms);
    CHECK(call.at == times{5ms});
    time.pass(9ms);
    CHECK(call.at == times{5ms});
    time.pass(1ms);
    CHECK(call.at == times{5ms, 15ms});
    CHECK(call.by != std::this_thread::get_id());
    time.thread.forget(call);
    time.pass(1h);
    CHECK(call.at.size() == 2);
}

TEST_CASE("a call that is due sooner wakes the thread from a longer sleep", "[monitor]") {
    test_time time;
    asked_call later{1h};
    asked_call sooner{1h};
    time.thread.watch(later, epoch + 1h);
    time.thread.catch_up();           // the thread sleeps
    time.thread.watch(sooner, epoch); // due at once
    sooner.asked.wait();
    time.thread.forget(sooner);
    time.thread.forget(later);
    CHECK(sooner.at == times{0ms});
    CHECK(later.at.empty());
}

TEST_CASE("calls may be forgotten in any order", "[monitor]") {
    for (std::size_t first = 0; first < 3; ++first) {
        test_time time;
        std::vector<std::unique_ptr<asked_call>> calls;
        for (int i = 0; i < 3; ++i) {
            calls.push_back(std::make_unique<asked_call>(1ms));
            time.thread.watch(*calls.back(), epoch + 1ms);
        }
        for (std::size_t i = 0; i < 3; ++i) {
            time.pass(1ms);
            time.thread.forget(*calls[(first + i) % 3]);
            time.thread.forget(*calls[(first + i) % 3]); // a second time does nothing
        }
        time.pass(1ms);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(calls[(first + i) % 3]->at.size() == i + 1);
    }
}

TEST_CASE("a call that is due at the end of time is not asked", "[monitor]") {
    test_time time;
    asked_call call{1ms};
    time.thread.watch(call, tacho::monitor_time::max());
    time.pass(std::chrono::nanoseconds::max());
    CHECK(call.at.empty());
    time.thread.forget(call);
}

TEST_CASE("a monitor_thread can be destroyed without calls and after calls", "[monitor]") {
    tacho::monitor_thread unused;
    unused.catch_up();
    auto const now = unused.now();
    CHECK(now <= std::chrono::steady_clock::now());
    tacho::monitor_thread used;
    asked_call call{1h};
    used.watch(call, used.now() + 1h);
    used.forget(call);
}

TEST_CASE("the process has one shared thread", "[monitor]") {
    CHECK(&tacho::shared_monitor_thread() == &tacho::shared_monitor_thread());
}
