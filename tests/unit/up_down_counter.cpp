// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/up_down_counter.hpp>

#include <cstdint>
#include <optional>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>

using tracker = tacho::up_down_counter::tracker;

static_assert(noexcept(std::declval<tacho::up_down_counter&>().inc()));
static_assert(noexcept(std::declval<tacho::up_down_counter&>().dec(2)));
static_assert(noexcept(std::declval<tacho::up_down_counter const&>().track()));
static_assert(std::is_void_v<decltype(std::declval<tacho::up_down_counter&>().inc())>);
static_assert(std::is_same_v<
              decltype(std::declval<tacho::up_down_counter const&>().value()),
              std::int64_t>);
static_assert(!std::is_copy_constructible_v<tracker>);
static_assert(!std::is_copy_assignable_v<tracker>);
static_assert(std::is_nothrow_move_constructible_v<tracker>);
static_assert(std::is_nothrow_move_assignable_v<tracker>);

TEST_CASE("an up-down counter is exposed as a gauge", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter counter{registry, "in_flight", "Requests being served."};
    CHECK(
        tacho::to_text(registry) == "# HELP in_flight Requests being served.\n"
                                    "# TYPE in_flight gauge\n"
                                    "in_flight 0\n"
    );
}

TEST_CASE("an up-down counter goes up and down by any step", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter counter{registry, "in_flight", "Requests being served."};
    counter.inc();
    counter.inc(10);
    counter.dec();
    CHECK(counter.value() == 10);
    counter.dec(4);
    CHECK(counter.value() == 6);
    CHECK(sample(registry, "in_flight") == "6");
}

TEST_CASE("an up-down counter may be below zero", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter counter{registry, "balance", "What came less what went."};
    counter.dec(5);
    CHECK(counter.value() == -5);
    CHECK(sample(registry, "balance") == "-5");
}

TEST_CASE("a tracker counts one for as long as it lives", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter const counter{registry, "in_flight", "Requests being served."};
    {
        auto const one = counter.track();
        CHECK(counter.value() == 1);
        auto const two = counter.track();
        CHECK(counter.value() == 2);
    }
    CHECK(counter.value() == 0);
}

TEST_CASE(
    "an up-down counter refuses negative steps and counts them as refused", "[up_down_counter]"
) {
    tacho::registry registry;
    tacho::up_down_counter const counter{registry, "in_flight", "Requests being served."};
    counter.inc(5);
    counter.dec(2U);
    event_count const refused{&event_count::events::refused_records};
    counter.inc(-1);
    counter.dec(-1);
    CHECK(refused.since() == 2);
    CHECK(counter.value() == 3);
}

TEST_CASE("a tracker that ends early counts down only once", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter const counter{registry, "in_flight", "Requests being served."};
    {
        auto one = counter.track();
        one.end();
        CHECK(counter.value() == 0);
        one.end();
        CHECK(counter.value() == 0);
    }
    CHECK(counter.value() == 0);
}

TEST_CASE("a moved tracker goes on counting in its new place", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter const counter{registry, "in_flight", "Requests being served."};
    std::optional<tracker> kept;
    {
        auto one = counter.track();
        kept.emplace(std::move(one));
        CHECK(counter.value() == 1);
    }
    CHECK(counter.value() == 1);
    kept.reset();
    CHECK(counter.value() == 0);
}

TEST_CASE("assigning to a tracker ends what it tracked", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter const first{registry, "first", "First."};
    tacho::up_down_counter const second{registry, "second", "Second."};
    auto one = first.track();
    auto two = second.track();
    one = std::move(two);
    CHECK(first.value() == 0);
    CHECK(second.value() == 1);
    auto& same = one;
    one = std::move(same);
    CHECK(second.value() == 1);
    one.end();
    CHECK(second.value() == 0);
}

TEST_CASE("a tracker may end on another thread", "[up_down_counter]") {
    tacho::registry registry;
    tacho::up_down_counter const counter{registry, "in_flight", "Requests being served."};
    auto here = counter.track();
    std::thread{[there = std::move(here)] {}}.join();
    CHECK(counter.value() == 0);
    std::optional<tracker> from_there;
    std::thread{[&] { from_there.emplace(counter.track()); }}.join();
    CHECK(counter.value() == 1);
    from_there.reset();
    CHECK(counter.value() == 0);
}

TEST_CASE("neighbouring up-down counters do not mix", "[up_down_counter]") {
    // They lie side by side, and a scrape reads them as one run.
    tacho::registry registry;
    tacho::up_down_counter a{registry, "a", "A."};
    tacho::up_down_counter b{registry, "b", "B."};
    tacho::up_down_counter c{registry, "c", "C."};
    a.inc(1);
    b.dec(2);
    c.inc(3);
    CHECK(sample(registry, "a") == "1");
    CHECK(sample(registry, "b") == "-2");
    CHECK(sample(registry, "c") == "3");
}
