// SPDX-License-Identifier: BSL-1.0

#include <tacho/snapshot.hpp>
#include <tacho/tacho.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <type_traits>
#include <utility>
#include <vector>

static_assert(!std::is_copy_constructible_v<tacho::snapshot>);
static_assert(std::is_nothrow_move_constructible_v<tacho::snapshot>);
static_assert(std::is_nothrow_move_assignable_v<tacho::snapshot>);
static_assert(noexcept(std::declval<tacho::snapshot const&>().size()));
static_assert(noexcept(std::declval<tacho::snapshot const&>()[0]));

TEST_CASE("a snapshot has each family with its description and series", "[snapshot]") {
    tacho::registry registry;
    tacho::counter{registry, "x_seconds_total", "X \"help\".", {.unit = "seconds"}}.inc(3);
    tacho::up_down_counter{registry, "u", "U."}.dec(2);
    tacho::family<tacho::gauge, "k"> gauges{registry, "g", "G.", {.labels = {{"c", "1"}}}};
    gauges.with("a\n").set(1.5);
    gauges.with("b").set(-2);

    auto const snapshot = registry.collect();
    REQUIRE(snapshot.size() == 3);
    auto const x = snapshot[0];
    CHECK(x.description().name == "x_seconds_total");
    CHECK(x.description().help == "X \"help\".");
    CHECK(x.description().unit == "seconds");
    CHECK(x.description().type == tacho::metric_type::counter);
    CHECK(x.description().number == tacho::number_kind::unsigned_integer);
    REQUIRE(x.size() == 1);
    CHECK(x[0].present());
    CHECK(x[0].as_unsigned() == 3);
    CHECK(x[0].labels().empty());
    CHECK(x[0].prefix() == "x_seconds_total ");

    CHECK(snapshot[1].description().number == tacho::number_kind::signed_integer);
    CHECK(snapshot[1][0].as_signed() == -2);

    auto const g = snapshot[2];
    CHECK(g.description().label_names == std::vector<std::string>{"c", "k"});
    CHECK(g.description().number == tacho::number_kind::floating);
    REQUIRE(g.size() == 2);
    CHECK(g[0].prefix() == "g{c=\"1\",k=\"a\\n\"} ");
    CHECK(g[0].labels() == "c=\"1\",k=\"a\\n\"");
    CHECK(g[0].as_floating() == 1.5);
    CHECK(g[1].as_floating() == -2);
}

TEST_CASE("a snapshot has a histogram's buckets and sum and count", "[snapshot]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2.5>> histogram{registry, "h", "H."};
    histogram.observe(1);
    histogram.observe(2);
    histogram.observe(2);
    histogram.observe(9);
    auto const snapshot = registry.collect();
    auto const& description = snapshot[0].description();
    CHECK(description.bounds == std::vector<double>{1, 2.5});
    CHECK(description.bound_texts == std::vector<std::string>{"1", "2.5", "+Inf"});
    auto const series = snapshot[0][0];
    auto const buckets = series.buckets(2);
    CHECK(
        std::vector<std::uint64_t>(buckets.begin(), buckets.end()) ==
        std::vector<std::uint64_t>{1, 2, 1}
    );
    CHECK(series.sum(2) == 14);
    CHECK(series.count(2) == 4);
}

TEST_CASE("a snapshot outlives its registry", "[snapshot]") {
    auto kept = [] {
        tacho::registry registry;
        tacho::family<tacho::counter, "k"> family{registry, "x_total", std::string(1000, 'h')};
        for (int i = 0; i < 100; ++i)
            family.with(std::to_string(i)).inc(i);
        tacho::collector const collector{
            registry,
            [](tacho::collection& out) {
                out.family("collected", "C.", tacho::metric_type::gauge).sample({{"k", "1"}}, 2);
            }
        };
        tacho::callback_gauge const called{registry, "called", "D.", [] { return 3.0; }};
        return registry.collect();
    }();
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].description().help == std::string(1000, 'h'));
    CHECK(kept[0][99].prefix() == "x_total{k=\"99\"} ");
    CHECK(kept[0][99].as_unsigned() == 99);
    CHECK(kept[1][0].as_floating() == 3);
    CHECK(kept[2][0].as_floating() == 2);
    std::string text;
    tacho::text_encoder encoder{kept};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        text += piece;
    CHECK(sample(text, "collected{k=\"1\"}") == "2");
}

TEST_CASE("a snapshot may be moved", "[snapshot]") {
    tacho::registry registry;
    tacho::counter counter{registry, "x_total", "X."};
    counter.inc();
    auto first = registry.collect();
    auto second = std::move(first);
    CHECK(second[0][0].as_unsigned() == 1);
    counter.inc();
    second = registry.collect();
    CHECK(second[0][0].as_unsigned() == 2);
    tacho::registry other;
    tacho::gauge{other, "g", "G."}.set(7);
    second = other.collect();
    CHECK(second[0].description().name == "g");
}

TEST_CASE("a snapshot does not change when its metrics do", "[snapshot]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "x_total", "X."};
    tacho::gauge gauge{registry, "g", "G."};
    family.with("a").inc(1);
    auto const snapshot = registry.collect();
    family.with("a").inc(1);
    family.with("b").inc(1);
    family.remove("a");
    gauge.set(5);
    tacho::counter const more{registry, "more_total", "More."};
    CHECK(snapshot.size() == 2);
    CHECK(snapshot[0].size() == 1);
    CHECK(snapshot[0][0].as_unsigned() == 1);
    CHECK(snapshot[1][0].as_floating() == 0);
}

TEST_CASE("each family of a snapshot has a series to show", "[snapshot]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const never{registry, "never_total", "Never."};
    tacho::family<tacho::counter, "k"> gone{registry, "gone_total", "Gone."};
    static_cast<void>(gone.with("a"));
    gone.clear();
    tacho::collector const collector{registry, [](tacho::collection& out) {
                                         static_cast<void>(
                                             out.family("empty", "E.", tacho::metric_type::gauge)
                                         );
                                     }};
    auto const snapshot = registry.collect();
    CHECK(snapshot.size() == 0);
}
