// SPDX-License-Identifier: BSL-1.0

#include <tacho/collector.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <latch>
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

using tacho::collection;
using tacho::metric_type;

static_assert(!std::is_copy_constructible_v<tacho::collector>);
static_assert(!std::is_move_constructible_v<tacho::collector>);

TEST_CASE("a collector is asked at every scrape", "[collector]") {
    tacho::registry registry;
    int asked = 0;
    tacho::collector const collector{registry, [&](collection& out) {
                                         ++asked;
                                         out.family("jobs", "Jobs.", metric_type::gauge)
                                             .sample({{"owner", "ada"}}, asked)
                                             .sample({{"owner", "grace"}}, 7);
                                     }};
    CHECK(asked == 0);
    CHECK(
        tacho::to_text(registry) == "# HELP jobs Jobs.\n"
                                    "# TYPE jobs gauge\n"
                                    "jobs{owner=\"ada\"} 1\n"
                                    "jobs{owner=\"grace\"} 7\n"
    );
    CHECK(sample(registry, "jobs{owner=\"ada\"}") == "2");
}

TEST_CASE("collected families follow registered ones in the order they were given", "[collector]") {
    tacho::registry registry;
    tacho::collector const first{registry, [](collection& out) {
                                     out.family("c", "C.", metric_type::counter).sample({}, 1);
                                     out.family("a", "A.", metric_type::untyped).sample({}, 2);
                                 }};
    tacho::collector const second{
        registry,
        [](collection& out) {
            out.family("b", "B.", metric_type::gauge).sample({}, 3);
            out.family("c", "C.", metric_type::counter).sample({{"more", "1"}}, 4);
        }
    };
    tacho::counter const counter{registry, "z_total", "Z."};
    CHECK(
        tacho::to_text(registry) == "# HELP z_total Z.\n# TYPE z_total counter\nz_total 0\n"
                                    "# HELP c C.\n# TYPE c counter\nc 1\nc{more=\"1\"} 4\n"
                                    "# HELP a A.\n# TYPE a untyped\na 2\n"
                                    "# HELP b B.\n# TYPE b gauge\nb 3\n"
    );
}

TEST_CASE("a collector that ended is asked no more", "[collector]") {
    tacho::registry registry;
    auto captured = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = captured;
    {
        tacho::collector const collector{
            registry,
            [held = std::move(captured)](collection& out) {
                out.family("g", "G.", metric_type::gauge).sample({}, *held);
            }
        };
        CHECK(sample(registry, "g") == "1");
    }
    CHECK(watch.expired());
    CHECK(tacho::to_text(registry).empty());
}

TEST_CASE("a collector that is empty is refused", "[collector]") {
    tacho::registry registry;
    auto const message = refused(registry, "(collector)", [&] {
        tacho::collector const collector{registry, std::function<void(tacho::collection&)>{}};
    });
    CHECK_THAT(message, Catch::Contains("nothing to call"));
}

TEST_CASE("a collector that throws gives nothing and hurts no other", "[collector]") {
    tacho::registry registry;
    bool fails = true;
    tacho::collector const before{
        registry,
        [](collection& out) { out.family("a", "A.", metric_type::gauge).sample({{"k", "1"}}, 1); }
    };
    tacho::collector const failing{registry, [&](collection& out) {
                                       out.family("a", "A.", metric_type::gauge)
                                           .sample({{"k", "2"}}, 2)
                                           .sample({{"k", "3"}}, 3);
                                       out.family("b", "B.", metric_type::gauge).sample({}, 4);
                                       if (fails)
                                           throw std::runtime_error{"gone"};
                                   }};
    tacho::collector const after{
        registry,
        [](collection& out) {
            // Another collector may give a family that was taken back.
            out.family("a", "A.", metric_type::gauge).sample({{"k", "3"}}, 5);
            out.family("b", "Another B.", metric_type::counter).sample({{"k", "4"}}, 6);
        }
    };
    event_count const errors{&event_count::events::callback_errors};
    CHECK(
        tacho::to_text(registry) == "# HELP a A.\n# TYPE a gauge\na{k=\"1\"} 1\na{k=\"3\"} 5\n"
                                    "# HELP b Another B.\n# TYPE b counter\nb{k=\"4\"} 6\n"
    );
    CHECK(errors.since() == 1);
    fails = false;
    auto const text = tacho::to_text(registry);
    CHECK(sample(text, "a{k=\"2\"}") == "2");
    CHECK(sample(text, "b") == "4");
}

TEST_CASE("a histogram that a failing collector began is taken back", "[collector]") {
    tacho::registry registry;
    std::array<std::uint64_t, 2> const counts{1, 2};
    tacho::collector const opening{
        registry,
        [](collection& out) { static_cast<void>(out.family("h", "H.", metric_type::histogram)); }
    };
    tacho::collector const failing{registry, [&](collection& out) {
                                       out.family("h", "H.", metric_type::histogram)
                                           .histogram({{"k", "1"}}, std::array{1.0}, counts, 3);
                                       throw 1;
                                   }};
    tacho::collector const working{registry, [&](collection& out) {
                                       out.family("h", "H.", metric_type::histogram)
                                           .histogram({{"k", "2"}}, std::array{2.0}, counts, 3);
                                   }};
    CHECK(sample(registry, "h_bucket{k=\"2\",le=\"2\"}") == "1");
}

TEST_CASE("a collected family whose name is registered is left out and counted", "[collector]") {
    tacho::registry registry;
    tacho::counter{registry, "x_total", "X."}.inc(5);
    tacho::histogram<tacho::buckets<1>> const histogram{registry, "h", "H."};
    tacho::collector const collector{
        registry,
        [](collection& out) {
            out.family("x_total", "X.", metric_type::counter).sample({{"k", "1"}}, 1);
            out.family("h_count", "Clash.", metric_type::gauge).sample({}, 2);
            out.family("fine", "Fine.", metric_type::gauge).sample({}, 4);
        }
    };
    event_count const errors{&event_count::events::callback_errors};
    auto const text = tacho::to_text(registry);
    CHECK(occurrences(text, "x_total") == 3);
    CHECK(sample(text, "x_total") == "5");
    CHECK(sample(text, "h_count") == "0");
    CHECK(sample(text, "x") == "absent");
    CHECK(sample(text, "fine") == "4");
    CHECK(errors.since() >= 1); // counts every family that cannot be shown
}

TEST_CASE(
    "a registered histogram's names are kept from collectors and the other way round", "[collector]"
) {
    tacho::registry registry;
    tacho::gauge{registry, "c_count", "C."}.set(1);
    std::array<std::uint64_t, 2> const counts{1, 2};
    tacho::collector const collector{registry, [&](collection& out) {
                                         out.family("c", "Clash.", metric_type::histogram)
                                             .histogram({}, std::array{1.0}, counts, 3);
                                     }};
    auto const text = tacho::to_text(registry);
    CHECK(sample(text, "c_count") == "1");
    CHECK(occurrences(text, "c_count") == 3);
    CHECK_THAT(text, !Catch::Contains("histogram"));
}

TEST_CASE("a collector may register and record and scrape", "[collector]") {
    tacho::registry registry;
    std::optional<tacho::counter> made;
    std::string inside;
    event_count const errors{&event_count::events::callback_errors};
    tacho::collector const collector{registry, [&](collection& out) {
                                         if (!made)
                                             made.emplace(
                                                 registry, tacho::runtime("made_total"), "Made."
                                             );
                                         made->inc();
                                         inside = tacho::to_text(registry);
                                         out.family("g", "G.", metric_type::gauge).sample({}, 1);
                                     }};
    auto const text = tacho::to_text(registry);
    CHECK(sample(text, "made_total") == "1");
    CHECK(sample(text, "g") == "1");
    CHECK(sample(inside, "made_total") == "1");
    CHECK(sample(inside, "g") == "absent");
    CHECK(errors.since() == 0);
}

TEST_CASE("a collector may end inside of its own call", "[collector]") {
    tacho::registry registry;
    std::optional<tacho::collector> collector;
    int asked = 0;
    collector.emplace(registry, [&](collection& out) {
        ++asked;
        collector.reset();
        out.family("g", "G.", metric_type::gauge).sample({}, 1);
    });
    static_cast<void>(tacho::to_text(registry));
    CHECK(tacho::to_text(registry).empty());
    CHECK(asked == 1);
}

TEST_CASE("ending a collector waits for its running call", "[collector]") {
    tacho::registry registry;
    std::latch started{1};
    std::latch ending{1};
    std::atomic<bool> finished{false};
    std::optional<tacho::collector> collector;
    collector.emplace(registry, [&](collection&) {
        started.count_down();
        ending.wait();
        for (int i = 0; i < 1000; ++i)
            std::this_thread::yield();
        finished.store(true);
    });
    std::thread scraper{[&] { static_cast<void>(registry.collect()); }};
    started.wait();
    ending.count_down();
    collector.reset();
    bool const waited = finished.load();
    scraper.join();
    CHECK(waited);
}

TEST_CASE("a collector in the default registry is asked there", "[collector]") {
    tacho::collector const collector{[](collection& out) {
        out.family("collector_test", "T.", metric_type::gauge).sample({}, 3);
    }};
    CHECK(sample(tacho::to_text(), "collector_test") == "3");
}

TEST_CASE("a collected family without samples has no head", "[collector]") {
    tacho::registry registry;
    tacho::collector const collector{
        registry,
        [](collection& out) {
            static_cast<void>(out.family("empty", "Empty.", metric_type::gauge));
            static_cast<void>(out.family("h", "Empty.", metric_type::histogram));
        }
    };
    CHECK(tacho::to_text(registry).empty());
}
