// SPDX-License-Identifier: BSL-1.0

#include <tacho/callback.hpp>
#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <latch>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#if defined(__GLIBCXX__)
# include <pthread.h>
#endif

using limits = std::numeric_limits<double>;

static_assert(!std::is_copy_constructible_v<tacho::callback_gauge>);
static_assert(!std::is_move_constructible_v<tacho::callback_gauge>);
static_assert(!std::is_copy_assignable_v<tacho::callback_counter>);

TEST_CASE("a callback is asked at every scrape and only then", "[callback]") {
    tacho::registry registry;
    int asked = 0;
    tacho::callback_gauge const gauge{registry, "queue_length", "Length.", [&] {
                                          return 0.5 + asked++;
                                      }};
    CHECK(asked == 0);
    CHECK(
        tacho::to_text(registry) == "# HELP queue_length Length.\n"
                                    "# TYPE queue_length gauge\n"
                                    "queue_length 0.5\n"
    );
    CHECK(sample(registry, "queue_length") == "1.5");
    CHECK(asked == 2);
}

TEST_CASE("a callback counter is a counter", "[callback]") {
    tacho::registry registry;
    tacho::callback_counter const counter{registry, "page_faults_total", "Faults.", [] {
                                              return 12345678.0;
                                          }};
    CHECK(
        tacho::to_text(registry) == "# HELP page_faults_total Faults.\n"
                                    "# TYPE page_faults_total counter\n"
                                    "page_faults_total 1.2345678e+07\n"
    );
}

TEST_CASE("callbacks of one name may have different constant labels", "[callback]") {
    tacho::registry registry;
    tacho::callback_gauge const a{
        registry, "q", "Q.", [] { return 1.0; }, {.labels = {{"queue", "a"}}}
    };
    tacho::callback_gauge const b{
        registry, "q", "Q.", [] { return 2.0; }, {.labels = {{"queue", "b"}}}
    };
    CHECK(sample(registry, "q{queue=\"a\"}") == "1");
    CHECK(sample(registry, "q{queue=\"b\"}") == "2");
}

TEST_CASE("a second callback with the same labels is refused", "[callback]") {
    tacho::registry registry;
    tacho::callback_gauge const first{registry, "q", "Q.", [] { return 1.0; }};
    CHECK_THAT(
        refused(
            registry, "q", [&] { tacho::callback_gauge{registry, "q", "Q.", [] { return 2.0; }}; }
        ),
        Catch::Contains("already has a callback")
    );
    CHECK(sample(registry, "q") == "1");
}

TEST_CASE("a callback that ended is not shown and may be replaced", "[callback]") {
    tacho::registry registry;
    auto captured = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = captured;
    {
        tacho::callback_gauge const first{registry, "q", "Q.", [held = std::move(captured)] {
                                              return 1.0 * *held;
                                          }};
        CHECK(sample(registry, "q") == "1");
    }
    CHECK(watch.expired());
    CHECK(tacho::to_text(registry).empty());
    tacho::callback_gauge const second{registry, "q", "Q.", [] { return 2.0; }};
    CHECK(tacho::to_text(registry) == "# HELP q Q.\n# TYPE q gauge\nq 2\n");
}

TEST_CASE("a callback outlives its registry and is asked no more", "[callback]") {
    std::optional<tacho::registry> registry{std::in_place};
    int asked = 0;
    tacho::callback_gauge const gauge{*registry, "q", "Q.", [&] { return ++asked; }};
    CHECK(tacho::to_text(*registry) == "# HELP q Q.\n# TYPE q gauge\nq 1\n");
    registry.reset();
    CHECK(asked == 1);
}

TEST_CASE("a callback that is empty is refused", "[callback]") {
    tacho::registry registry;
    auto const message = refused(registry, "q", [&] {
        tacho::callback_gauge const gauge{registry, "q", "Q.", std::function<double()>{}};
    });
    CHECK_THAT(message, Catch::Contains("nothing to call"));
}

TEST_CASE("a callback in the default registry is shown there", "[callback]") {
    tacho::callback_gauge const gauge{"callback_test_gauge", "G.", [] { return 8.0; }};
    CHECK(sample(tacho::to_text(), "callback_test_gauge") == "8");
}

TEST_CASE("a callback that throws is left out and counted and hurts no other", "[callback]") {
    tacho::registry registry;
    bool fails = true;
    tacho::callback_gauge const before{registry, "a", "A.", [] { return 1.0; }};
    tacho::callback_gauge const failing{registry, "b", "B.", [&]() -> double {
                                            if (fails)
                                                throw std::runtime_error{"gone"};
                                            return 2;
                                        }};
    tacho::callback_gauge const after{registry, "c", "C.", [] { return 3.0; }};
    event_count const errors{&event_count::events::callback_errors};
    CHECK(
        tacho::to_text(registry) == "# HELP a A.\n# TYPE a gauge\na 1\n"
                                    "# HELP c C.\n# TYPE c gauge\nc 3\n"
    );
    CHECK(errors.since() == 1);
    fails = false;
    CHECK(sample(registry, "b") == "2");
    CHECK(errors.since() == 1);
}

TEST_CASE("the other callbacks of a name are shown when one fails", "[callback]") {
    tacho::registry registry;
    tacho::callback_gauge const failing{
        registry, "q", "Q.", []() -> double { throw 1; }, {.labels = {{"queue", "a"}}}
    };
    tacho::callback_gauge const working{
        registry, "q", "Q.", [] { return 2.0; }, {.labels = {{"queue", "b"}}}
    };
    CHECK(tacho::to_text(registry) == "# HELP q Q.\n# TYPE q gauge\nq{queue=\"b\"} 2\n");
}

TEST_CASE("a callback counter's impossible values are left out and counted", "[callback]") {
    tacho::registry registry;
    double value = 0;
    tacho::callback_counter const counter{registry, "c_total", "C.", [&] { return value; }};
    event_count const errors{&event_count::events::callback_errors};
    CHECK(sample(registry, "c_total") == "0");
    CHECK(errors.since() == 0);
    for (double const impossible : {-1.0, limits::quiet_NaN(), -limits::infinity()}) {
        value = impossible;
        CHECK(tacho::to_text(registry).empty());
    }
    CHECK(errors.since() == 3);
    value = limits::infinity();
    CHECK(sample(registry, "c_total") == "+Inf");
}

TEST_CASE("a callback gauge may be any double", "[callback]") {
    tacho::registry registry;
    double value = 0;
    tacho::callback_gauge const gauge{registry, "g", "G.", [&] { return value; }};
    value = -1;
    CHECK(sample(registry, "g") == "-1");
    value = limits::quiet_NaN();
    CHECK(sample(registry, "g") == "NaN");
    value = -limits::infinity();
    CHECK(sample(registry, "g") == "-Inf");
}

TEST_CASE("a callback may record and register", "[callback]") {
    tacho::registry registry;
    tacho::counter scrapes{registry, "scrapes_total", "Scrapes."};
    std::optional<tacho::counter> made;
    tacho::callback_gauge const gauge{registry, "g", "G.", [&] {
                                          scrapes.inc();
                                          if (!made)
                                              made.emplace(
                                                  registry,
                                                  tacho::runtime("made_total"),
                                                  "Made inside."
                                              );
                                          made->inc();
                                          return 1.0;
                                      }};
    auto const text = tacho::to_text(registry);
    CHECK(sample(text, "scrapes_total") == "1"); // callbacks run before the values are read
    CHECK(sample(text, "made_total") == "1");
    CHECK(sample(registry, "made_total") == "2");
}

TEST_CASE("a callback may scrape and finds everything but itself", "[callback]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc(3);
    std::string inside;
    event_count const errors{&event_count::events::callback_errors};
    tacho::callback_gauge const gauge{registry, "g", "G.", [&] {
                                          inside = tacho::to_text(registry);
                                          return 1.0;
                                      }};
    tacho::callback_gauge const other{registry, "o", "O.", [] { return 2.0; }};
    auto const outside = tacho::to_text(registry);
    CHECK(sample(outside, "g") == "1");
    CHECK(sample(outside, "o") == "2");
    CHECK(sample(inside, "c_total") == "3");
    CHECK(sample(inside, "o") == "2");
    CHECK(sample(inside, "g") == "absent");
    CHECK(errors.since() == 0); // nothing failed
}

TEST_CASE("a callback registered by a callback is shown from the next scrape on", "[callback]") {
    tacho::registry registry;
    std::optional<tacho::callback_gauge> inner;
    tacho::callback_gauge const
        outer{registry, "outer", "O.", [&] {
                  if (!inner)
                      inner.emplace(registry, tacho::runtime("inner"), "I.", [] { return 7.0; });
                  return 1.0;
              }};
    tacho::callback_gauge const last{registry, "last", "L.", [] { return 9.0; }};
    CHECK(sample(registry, "outer") == "1");
    for (int i = 0; i < 3; ++i) {
        auto const text = tacho::to_text(registry);
        CHECK(sample(text, "outer") == "1");
        CHECK(sample(text, "last") == "9");
        CHECK(sample(text, "inner") == "7");
    }
}

TEST_CASE("a callback may end inside of its own call", "[callback]") {
    tacho::registry registry;
    std::optional<tacho::callback_gauge> gauge;
    int asked = 0;
    tacho::callback_gauge const before{registry, "before", "B.", [&] { return 10.0 + asked; }};
    gauge.emplace(registry, tacho::runtime("self"), "S.", [&] {
        ++asked;
        gauge.reset();
        return 1.0;
    });
    tacho::callback_gauge const after{registry, "after", "A.", [&] { return 20.0 + asked; }};
    tacho::callback_gauge const last{registry, "last", "L.", [&] { return 30.0 + asked; }};
    for (int scrape = 0; scrape < 3; ++scrape) {
        auto const text = tacho::to_text(registry);
        CHECK(sample(text, "before") == (scrape == 0 ? "10" : "11"));
        CHECK(sample(text, "self") == "absent");
        CHECK(sample(text, "after") == "21");
        CHECK(sample(text, "last") == "31");
    }
    CHECK(asked == 1);
}

TEST_CASE("a callback may end another", "[callback]") {
    tacho::registry registry;
    std::optional<tacho::callback_gauge> victim;
    int asked = 0;
    victim.emplace(registry, tacho::runtime("victim"), "V.", [] { return 1.0; });
    tacho::callback_gauge const killer{registry, "killer", "K.", [&] {
                                           victim.reset();
                                           return 100.0 + asked++;
                                       }};
    tacho::callback_gauge const bystander{registry, "bystander", "B.", [&] {
                                              return 200.0 + asked;
                                          }};
    for (int scrape = 0; scrape < 3; ++scrape) {
        auto const text = tacho::to_text(registry);
        CHECK(sample(text, "killer") == std::to_string(100 + scrape));
        CHECK(sample(text, "bystander") == std::to_string(201 + scrape));
        CHECK(sample(text, "victim") == "absent");
    }
}

TEST_CASE("ending a callback waits for its running call", "[callback]") {
    tacho::registry registry;
    std::latch started{1};
    std::atomic<bool> finished{false};
    auto const registered = [&] {
        auto& state = tacho::detail::registry_access::state(registry);
        auto const guard = state.home.lock_registration();
        return !state.callbacks.empty();
    };
    std::optional<tacho::callback_gauge> gauge;
    gauge.emplace(registry, tacho::runtime("g"), "G.", [&] {
        started.count_down();
        while (registered()) // until the other thread is about to wait
            std::this_thread::yield();
        for (int i = 0; i < 1000; ++i)
            std::this_thread::yield();
        finished.store(true);
        return 1.0;
    });
    std::thread scraper{[&] { static_cast<void>(registry.collect()); }};
    started.wait();
    gauge.reset();
    bool const waited = finished.load();
    scraper.join();
    CHECK(waited);
}

TEST_CASE("a callback is called by one scrape at a time", "[callback]") {
    tacho::registry registry;
    int inside = 0;
    int most = 0;
    tacho::callback_gauge const gauge{registry, "g", "G.", [&] {
                                          most = std::max(most, ++inside);
                                          std::this_thread::yield();
                                          --inside;
                                          return 1.0;
                                      }};
    std::vector<int> missing(4);
    std::vector<std::thread> threads;
    for (auto& mine : missing)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i)
                if (sample(registry, "g") != "1")
                    ++mine;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(most == 1);
    CHECK(missing == std::vector<int>(4));
}

TEST_CASE("two callbacks that scrape each other from two threads come to an end", "[callback]") {
    tacho::registry first;
    tacho::registry second;
    std::latch both{2};
    auto const once = [&](bool& done) {
        if (!std::exchange(done, true))
            both.arrive_and_wait(); // both are inside now
    };
    bool first_done = false;
    bool second_done = false;
    tacho::callback_gauge const a{first, "a", "A.", [&] {
                                      once(first_done);
                                      return tacho::to_text(second).empty() ? 1.0 : 2.0;
                                  }};
    tacho::callback_gauge const b{second, "b", "B.", [&] {
                                      once(second_done);
                                      return tacho::to_text(first).empty() ? 1.0 : 2.0;
                                  }};
    std::string from_first;
    std::string from_second;
    std::thread one{[&] { from_first = tacho::to_text(first); }};
    std::thread two{[&] { from_second = tacho::to_text(second); }};
    one.join();
    two.join();
    CHECK(sample(from_first, "a") != "absent");
    CHECK(sample(from_second, "b") != "absent");
}

TEST_CASE(
    "callbacks of one registry that scrape it from two threads come to an end", "[callback]"
) {
    tacho::registry registry;
    std::atomic<int> scrapes{0};
    auto const nested = [&] {
        scrapes.fetch_add(1);
        static_cast<void>(registry.collect());
        return 1.0;
    };
    tacho::callback_gauge const a{registry, "a", "A.", nested};
    tacho::callback_gauge const b{registry, "b", "B.", nested};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 50; ++n)
                static_cast<void>(registry.collect());
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(scrapes.load() >= 300);
}

TEST_CASE("a callback may destroy the registry that is being scraped", "[callback]") {
    auto registry = std::make_unique<tacho::registry>();
    tacho::counter{*registry, "x_total", "X."}.inc(3);
    tacho::callback_gauge const gauge{*registry, "g", "G.", [&] {
                                          registry.reset();
                                          return 7.0;
                                      }};
    auto const shown = registry->collect();
    CHECK(registry == nullptr);
    REQUIRE(shown.size() == 2);
    CHECK(shown[0][0].as_unsigned() == 3);
    CHECK(shown[1][0].as_floating() == 7);
}

#if defined(__GLIBCXX__)
TEST_CASE("a callback may end its thread, and the next scrape goes on", "[callback]") {
    tacho::registry registry;
    std::atomic<bool> ends{true};
    tacho::callback_gauge const gauge{registry, "g", "G.", [&] {
                                          if (ends)
                                              ::pthread_exit(nullptr);
                                          return 7.0;
                                      }};
    bool went_on = false;
    std::thread{[&] {
        static_cast<void>(registry.collect());
        went_on = true;
    }}.join();
    CHECK_FALSE(went_on);
    ends = false;
    CHECK(sample(registry, "g") == "7");
}
#endif
