// SPDX-License-Identifier: BSL-1.0

#include <tacho/runtime_family.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <support/unconstructed.hpp>
#include <vector>

using tacho::no_label;
using tacho::runtime_family;

TEST_CASE("labels may be known at run time only", "[runtime_family]") {
    tacho::registry in;
    std::vector<std::string> const configured{"method", "code"};
    std::vector<std::string_view> const labels{configured.begin(), configured.end()};
    runtime_family<tacho::counter> const requests{
        in, "requests_total", "Requests.", labels, {.labels = {{"service", "api"}}}
    };
    requests.with({"GET", "200"}).inc();
    requests.with({"GET", "200"}).inc();
    requests.with({"PUT", "\"500\""}).inc();
    CHECK(
        tacho::to_text(in) ==
        "# HELP requests_total Requests.\n"
        "# TYPE requests_total counter\n"
        "requests_total{service=\"api\",method=\"GET\",code=\"200\"} 2\n"
        "requests_total{service=\"api\",method=\"PUT\",code=\"\\\"500\\\"\"} 1\n"
    );
}

TEST_CASE("every kind of metric may have labels known at run time", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::gauge> const level{in, "level", "A level.", {"tank"}};
    level.with({"left"}).set(1.5);
    runtime_family<tacho::up_down_counter> const open{in, "open", "What is open.", {"door"}};
    open.with({"back"}).inc(2);
    runtime_family<tacho::histogram<tacho::buckets<1, 2>>> const fixed{
        in, "fixed", "Fixed.", {"a"}
    };
    fixed.with({"x"}).observe(1.5);
    std::array<std::string_view, 1> const labels{"a"};
    std::array const bounds{0.5, 4.0};
    runtime_family<tacho::histogram<tacho::runtime_buckets>> const given{
        in, "given", "Given.", labels, bounds, {}
    };
    given.with({"x"}).observe(3);
    CHECK(sample(in, "level{tank=\"left\"}") == "1.5");
    CHECK(sample(in, "open{door=\"back\"}") == "2");
    CHECK(sample(in, "fixed_bucket{a=\"x\",le=\"2\"}") == "1");
    CHECK(sample(in, "given_bucket{a=\"x\",le=\"0.5\"}") == "0");
    CHECK(sample(in, "given_bucket{a=\"x\",le=\"4\"}") == "1");
}

TEST_CASE("a series need not have every label", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const traces{in, "traces_total", "Traces.", {"id", "of", "by"}};
    traces.with({no_label, "a", no_label}).inc();
    traces.with({"1", no_label, "b"}).inc();
    traces.with({no_label, no_label, no_label}).inc();
    traces.with({"1", no_label, "b"}).inc();
    CHECK(sample(in, "traces_total{of=\"a\"}") == "1");
    CHECK(sample(in, "traces_total{id=\"1\",by=\"b\"}") == "2");
    CHECK(sample(in, "traces_total") == "1");
    CHECK(occurrences(tacho::to_text(in), "\ntraces_total") == 3);
}

TEST_CASE("an empty label and an absent one make the same series", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const traces{in, "traces_total", "Traces.", {"a", "b"}};
    traces.with({"x", ""}).inc();
    traces.with({"x", no_label}).inc();
    traces.with({no_label, "y"}).inc();
    traces.with({"", "y"}).inc();
    CHECK(sample(in, "traces_total{a=\"x\",b=\"\"}") == "2");
    CHECK(sample(in, "traces_total{b=\"y\"}") == "2");
    CHECK(occurrences(tacho::to_text(in), "\ntraces_total") == 2);
}

TEST_CASE("an absent label stays absent when another value is repaired", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const traces{in, "traces_total", "Traces.", {"a", "b", "c"}};
    traces.with({no_label, "\xff", "z"}).inc();
    CHECK(sample(in, "traces_total{b=\"\xEF\xBF\xBD\",c=\"z\"}") == "1");
}

TEST_CASE("a runtime family without labels has one series", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const only{in, "only_total", "One.", {}};
    only.with({}).inc();
    CHECK(sample(in, "only_total") == "1");
}

TEST_CASE("families known at run time and at compile time are one", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const late{in, "same_total", "Same.", {"a"}};
    tacho::family<tacho::counter, "a"> const early{in, "same_total", "Same."};
    late.with({"x"}).inc();
    early.with("x").inc();
    CHECK(sample(in, "same_total{a=\"x\"}") == "2");
}

TEST_CASE("a lookup needs as many values as the family has labels", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const pairs{
        in,
        "pairs_total",
        "Pairs.",
        std::array<std::string_view, 2>{"a", "b"},
        {.labels = {{"c", "d"}}}
    };
    auto const few = refused(in, "pairs_total", [&] { pairs.with({"x"}).inc(); });
    CHECK_THAT(few, Catch::Contains("has 2 labels, but was given 1 values"));
    auto const many = refused(in, "pairs_total", [&] { pairs.remove({"x", "y", "z"}); });
    CHECK_THAT(many, Catch::Contains("has 2 labels, but was given 3 values"));
}

TEST_CASE("label names known at run time are checked", "[runtime_family]") {
    tacho::registry in;
    auto const make = [&](std::string_view first, std::string_view second) {
        return refused(in, "pairs_total", [&] {
            runtime_family<tacho::counter>{in, "pairs_total", "Pairs.", {first, second}};
        });
    };
    CHECK_THAT(make("a-b", "c"), Catch::Contains("\"a-b\" must match"));
    CHECK_THAT(make("a", "a"), Catch::Contains("\"a\" is given twice"));
    CHECK_THAT(make("a", "__b"), Catch::Contains("Prometheus keeps for itself"));
}

TEST_CASE("series of a runtime family can be removed", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const all{in, "all_total", "All.", {"a"}};
    all.with({"x"}).inc();
    all.with({"y"}).inc();
    CHECK(all.remove({"x"}));
    CHECK_FALSE(all.remove({"x"}));
    CHECK(sample(in, "all_total{a=\"x\"}") == "absent");
    CHECK(sample(in, "all_total{a=\"y\"}") == "1");
    all.clear();
    CHECK(tacho::to_text(in).empty());
    all.with({"x"}).inc();
    CHECK(sample(in, "all_total{a=\"x\"}") == "1");
}

TEST_CASE("a runtime family has one overflow series past its limit", "[runtime_family]") {
    tacho::registry in;
    std::array<std::string_view, 2> const labels{"a", "b"};
    runtime_family<tacho::counter> const few{in, "few_total", "Few.", labels, {.series_limit = 1}};
    few.with({"x", no_label}).inc();
    few.with({"y", no_label}).inc();
    few.with({no_label, "z"}).inc();
    CHECK(sample(in, "few_total{a=\"x\"}") == "1");
    CHECK(sample(in, "few_total{a=\"__overflow__\",b=\"__overflow__\"}") == "2");
}

TEST_CASE("a family that is unregistered leaves its name to another", "[runtime_family]") {
    tacho::registry in;
    runtime_family<tacho::counter> const first{in, "name_total", "First.", {"a"}};
    auto const kept = first.with({"x"});
    kept.inc();
    first.unregister();
    CHECK(tacho::to_text(in).empty());

    runtime_family<tacho::float_counter> const second{in, "name_total", "Second.", {"b", "c"}};
    second.with({"y", "z"}).inc(0.5);
    kept.inc(); // goes on recording, but is not shown
    first.with({"new"}).inc();
    CHECK(
        tacho::to_text(in) == "# HELP name_total Second.\n"
                              "# TYPE name_total counter\n"
                              "name_total{b=\"y\",c=\"z\"} 0.5\n"
    );
    CHECK(kept.value() == 2);

    first.unregister(); // again, and the second stays
    CHECK(sample(in, "name_total{b=\"y\",c=\"z\"}") == "0.5");
}

TEST_CASE("an announced family is shown before it has a series", "[runtime_family]") {
    tacho::registry in;
    CHECK(tacho::to_text(in).empty());
    std::array<std::string_view, 1> const labels{"a"};
    runtime_family<tacho::counter> const early{
        in, "early_total", "Early.", labels, {.announced = true}
    };
    tacho::counter const other{in, "other_total", "Other."};
    std::string const head = "# HELP early_total Early.\n# TYPE early_total counter\n";
    std::string const rest =
        "# HELP other_total Other.\n# TYPE other_total counter\nother_total 0\n";
    CHECK(tacho::to_text(in) == head + rest);
    early.with({"x"}).inc();
    CHECK(tacho::to_text(in) == head + "early_total{a=\"x\"} 1\n" + rest);
    early.clear();
    CHECK(tacho::to_text(in) == head + rest);
    early.unregister();
    CHECK(tacho::to_text(in) == rest);
}

TEST_CASE(
    "a runtime_family that is not constructed loses records and removes nothing", "[runtime_family]"
) {
    event_count const lost{&event_count::events::lost_records};
    auto counters = unconstructed<runtime_family<tacho::counter>>();
    counters.with({"a", "b"}).inc();
    std::array<std::string_view, 1> const one{"a"};
    counters.with(one).inc();
    CHECK(lost.since() == 2);
    auto given = unconstructed<runtime_family<tacho::histogram<tacho::runtime_buckets>>>();
    given.with({"a"}).observe(1);
    CHECK(lost.since() == 3);
    CHECK_FALSE(counters.remove({"a"}));
    CHECK_FALSE(counters.remove(one));
    counters.clear();
    counters.unregister();
    CHECK(lost.since() == 3);
}

TEST_CASE("a runtime_family may be in the default registry", "[runtime_family]") {
    runtime_family<tacho::counter> const braces{"runtime_family_braces_total", "B.", {"k"}};
    braces.with({"v"}).inc();
    std::array<std::string_view, 1> const labels{"k"};
    runtime_family<tacho::counter> const same{"runtime_family_braces_total", "B.", labels};
    same.with({"v"}).inc();
    CHECK(sample(tacho::default_registry(), "runtime_family_braces_total{k=\"v\"}") == "2");
}
