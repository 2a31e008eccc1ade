// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/thread_cpu_clock.hpp>

#include <chrono>
#include <latch>
#include <optional>
#include <support/catch.hpp>
#include <thread>

using tacho::detail::thread_cpu_clock;

TEST_CASE("a thread's processor clock advances while the thread works", "[monitor]") {
    auto const clock = thread_cpu_clock::of_this_thread();
    REQUIRE(clock);
    auto const before = clock->read();
    REQUIRE(before);
    auto now = before;
    while (now && *now < *before + std::chrono::milliseconds{2})
        now = clock->read();
    CHECK(now);
}

TEST_CASE("another thread's clock can be read, and shows that thread's time", "[monitor]") {
    std::optional<thread_cpu_clock> other;
    std::latch ready{1};
    std::latch done{1};
    std::thread waiting{[&] {
        other = thread_cpu_clock::of_this_thread();
        ready.count_down();
        done.wait();
    }};
    ready.wait();
    auto const first = other ? other->read() : std::nullopt;
    // This thread's work does not advance the clock of the waiting thread.
    auto const own = thread_cpu_clock::of_this_thread();
    auto const start = own ? own->read() : std::nullopt;
    auto now = start;
    while (now && *now < *start + std::chrono::milliseconds{20})
        now = own->read();
    auto const second = other ? other->read() : std::nullopt;
    done.count_down();
    waiting.join();
    REQUIRE((first && second && now));
    CHECK(*second - *first < std::chrono::milliseconds{10});
}
