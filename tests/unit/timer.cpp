// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/tick_clock.hpp>
#include <tacho/timer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <support/catch.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

/// Stands in for a histogram; keeps what it was given.
struct observer {
    std::vector<std::uint64_t>* seen;

    void observe_ticks(std::uint64_t ticks) noexcept { seen->push_back(ticks); }
};

using timer = tacho::timer<observer>;

} // namespace

static_assert(!std::is_copy_constructible_v<timer>);
static_assert(!std::is_copy_assignable_v<timer>);
static_assert(std::is_nothrow_move_constructible_v<timer>);
static_assert(std::is_nothrow_move_assignable_v<timer>);
static_assert(noexcept(std::declval<timer&>().stop()));
static_assert(noexcept(std::declval<timer&>().discard()));

TEST_CASE("a timer observes once when its scope ends", "[timer]") {
    std::vector<std::uint64_t> seen;
    auto const before = tacho::detail::tick_clock::now();
    {
        timer const timed{observer{&seen}};
        CHECK(seen.empty());
    }
    auto const after = tacho::detail::tick_clock::now();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0] <= after - before);
}

TEST_CASE("a timer that was stopped observes no second time", "[timer]") {
    std::vector<std::uint64_t> seen;
    {
        timer timed{observer{&seen}};
        timed.stop();
        CHECK(seen.size() == 1);
        timed.stop();
    }
    CHECK(seen.size() == 1);
}

TEST_CASE("a timer that was discarded observes nothing", "[timer]") {
    std::vector<std::uint64_t> seen;
    {
        timer timed{observer{&seen}};
        timed.discard();
        timed.stop();
    }
    CHECK(seen.empty());
}

TEST_CASE("a moved timer goes on measuring in its new place", "[timer]") {
    std::vector<std::uint64_t> seen;
    std::optional<timer> kept;
    {
        timer timed{observer{&seen}};
        kept.emplace(std::move(timed));
    }
    CHECK(seen.empty());
    kept.reset();
    CHECK(seen.size() == 1);
}

TEST_CASE("assigning to a timer observes what it measured", "[timer]") {
    std::vector<std::uint64_t> first;
    std::vector<std::uint64_t> second;
    {
        timer one{observer{&first}};
        timer two{observer{&second}};
        one = std::move(two);
        CHECK(first.size() == 1);
        CHECK(second.empty());
        auto& same = one;
        one = std::move(same);
        CHECK(second.empty());
    }
    CHECK(first.size() == 1);
    CHECK(second.size() == 1);
}

TEST_CASE("a timer measures from its start and not from its move", "[timer]") {
    std::vector<std::uint64_t> seen;
    timer timed{observer{&seen}};
    auto const between = tacho::detail::tick_clock::now();
    // Something to measure, without a sleep.
    auto now = tacho::detail::tick_clock::now();
    while (now - between < 1000)
        now = tacho::detail::tick_clock::now();
    timer moved{std::move(timed)};
    moved.stop();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0] >= now - between);
}

TEST_CASE("a timer may end on another thread", "[timer]") {
    std::vector<std::uint64_t> seen;
    timer timed{observer{&seen}};
    std::thread{[there = std::move(timed)] {}}.join();
    CHECK(seen.size() == 1);
}
