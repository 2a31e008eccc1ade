// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/encode.hpp>
#include <utility>
#include <vector>

namespace {

[[nodiscard]] std::string openmetrics(tacho::registry const& of) {
    return tacho::expose(of, tacho::format::openmetrics_1);
}

/// A foreign text in OpenMetrics, beside the families of `of`.
[[nodiscard]] std::string with_foreign(tacho::registry const& of, std::string_view foreign) {
    tacho::exposition all;
    all.add(of.collect());
    std::string error;
    all.add(tacho::parse_text(foreign, error));
    CHECK(error.empty());
    all.merge();
    return encode(tacho::format::openmetrics_1, all.view());
}

[[nodiscard]] std::string converted(std::string_view foreign) {
    return with_foreign(tacho::registry{}, foreign);
}

} // namespace

TEST_CASE("an empty registry is only the end", "[openmetrics][rule46]") {
    CHECK(openmetrics(tacho::registry{}) == "# EOF\n");
}

TEST_CASE("metadata names the family, samples their own names", "[openmetrics][rule48][rule53]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "a_seconds_total", "A.", {.unit = "seconds"}};
    tacho::gauge const gauge{registry, "g", "G."};
    tacho::up_down_counter const level{registry, "level", "L."};
    counter.inc(3);
    level.dec(2);
    CHECK(
        openmetrics(registry) == "# TYPE a_seconds counter\n"
                                 "# UNIT a_seconds seconds\n"
                                 "# HELP a_seconds A.\n"
                                 "a_seconds_total 3\n"
                                 "# TYPE g gauge\n"
                                 "# HELP g G.\n"
                                 "g 0.0\n"
                                 "# TYPE level gauge\n"
                                 "# HELP level L.\n"
                                 "level -2\n"
                                 "# EOF\n"
    );
}

TEST_CASE("a counter without _total is unknown", "[openmetrics][rule53]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "requests", "R."};
    CHECK(
        openmetrics(registry) == "# TYPE requests unknown\n# HELP requests R.\nrequests 0\n# EOF\n"
    );
}

TEST_CASE(
    "help escapes quotes too, and is left out if it is empty", "[openmetrics][rule49][rule50]"
) {
    tacho::registry registry;
    tacho::gauge const gauge{registry, "g", "a \"b\" \\ c\nd"};
    tacho::gauge const silent{registry, "silent", ""};
    CHECK(
        openmetrics(registry) == "# TYPE g gauge\n# HELP g a \\\"b\\\" \\\\ c\\nd\ng 0.0\n"
                                 "# TYPE silent gauge\nsilent 0.0\n# EOF\n"
    );
}

TEST_CASE("a floating number has a point or an exponent", "[openmetrics][rule58][rule78][rule79]") {
    using limits = std::numeric_limits<double>;
    tacho::registry registry;
    tacho::gauge const gauge{registry, "g", "G."};
    for (auto const& [value, text] : std::vector<std::pair<double, std::string>>{
             {0, "0.0"},
             {-0.0, "0.0"},
             {1, "1.0"},
             {-17, "-17.0"},
             {0.001, "0.001"},
             {100000, "100000.0"},
             {1e6, "1e+06"},
             {1e10, "1e+10"},
             {1e-5, "1e-05"},
             {limits::infinity(), "+Inf"},
             {-limits::infinity(), "-Inf"},
             {limits::quiet_NaN(), "NaN"}
         }) {
        gauge.set(value);
        CHECK(openmetrics(registry) == "# TYPE g gauge\n# HELP g G.\ng " + text + "\n# EOF\n");
    }
}

TEST_CASE(
    "a histogram has canonical bounds, its count and its sum",
    "[openmetrics][rule54][rule59][rule61]"
) {
    tacho::registry registry;
    tacho::family<tacho::histogram<tacho::buckets<0.5, 1, 1000000>>, "k"> family{
        registry, "h", "H."
    };
    family.with("a\"b").observe(1);
    family.with("a\"b").observe(2e6);
    CHECK(
        openmetrics(registry) == "# TYPE h histogram\n"
                                 "# HELP h H.\n"
                                 "h_bucket{k=\"a\\\"b\",le=\"0.5\"} 0\n"
                                 "h_bucket{k=\"a\\\"b\",le=\"1.0\"} 1\n"
                                 "h_bucket{k=\"a\\\"b\",le=\"1e+06\"} 1\n"
                                 "h_bucket{k=\"a\\\"b\",le=\"+Inf\"} 2\n"
                                 "h_count{k=\"a\\\"b\"} 2\n"
                                 "h_sum{k=\"a\\\"b\"} 2.000001e+06\n"
                                 "# EOF\n"
    );
}

TEST_CASE("a histogram whose sum may fall has neither sum nor count", "[openmetrics][rule24]") {
    auto const shown = [](auto bounds, std::vector<double> const& observed) {
        tacho::registry registry;
        tacho::histogram<decltype(bounds)> const histogram{registry, "h", "H."};
        for (auto const each : observed)
            histogram.observe(each);
        auto const text = openmetrics(registry);
        auto const has = [&](std::string_view what) { return text.find(what) != text.npos; };
        CHECK(has("h_sum") == has("h_count"));
        CHECK(has("h_bucket{le=\"+Inf\"} " + std::to_string(observed.size()) + "\n"));
        return has("h_sum");
    };
    CHECK(shown(tacho::buckets<1>{}, {1}));
    CHECK_FALSE(shown(tacho::buckets<1>{}, {-1}));
    CHECK_FALSE(shown(tacho::buckets<1>{}, {std::numeric_limits<double>::quiet_NaN()}));
    CHECK_FALSE(shown(tacho::buckets<-1, 1>{}, {1}));
}

TEST_CASE("untyped families are unknown", "[openmetrics][rule51]") {
    tacho::registry registry;
    tacho::collector const collector{
        registry,
        [](tacho::collection& into) {
            into.family("x", "X.", tacho::metric_type::untyped).sample({{"a", "b"}}, 2);
        }
    };
    CHECK(openmetrics(registry) == "# TYPE x unknown\n# HELP x X.\nx{a=\"b\"} 2.0\n# EOF\n");
}

TEST_CASE(
    "a counter whose name without _total is another's is unknown", "[openmetrics][rule15][rule52]"
) {
    tacho::registry registry;
    tacho::counter const counter{registry, "x_seconds_total", "X.", {.unit = "seconds"}};
    constexpr std::string_view shown_as_unknown =
        "# TYPE x_seconds_total unknown\n# HELP x_seconds_total X.\nx_seconds_total 0\n";
    CHECK(
        with_foreign(registry, "# TYPE x_seconds gauge\nx_seconds 2\n") ==
        std::string{shown_as_unknown} + "# TYPE x_seconds gauge\nx_seconds 2\n# EOF\n"
    );
    CHECK(with_foreign(registry, "x_seconds_created 1\n").starts_with(shown_as_unknown));
    tacho::gauge const gauge{registry, "x_seconds", "G."};
    CHECK(openmetrics(registry).starts_with(shown_as_unknown));

    tacho::registry other;
    tacho::histogram<tacho::buckets<1>> const histogram{other, "h", "H."};
    tacho::counter const counts{other, "h_count_total", "C."};
    tacho::counter const twice{other, "h_count_total_total", "C."};
    tacho::counter const created{other, "other_created_total", "C."};
    auto const text = openmetrics(other);
    for (auto const* const name : {"h_count_total", "h_count_total_total", "other_created_total"})
        CHECK(text.find("# TYPE " + std::string{name} + " unknown\n") != text.npos);
}

TEST_CASE("foreign counters and gauges keep their types", "[openmetrics][foreign]") {
    CHECK(
        converted("# HELP a_total A \\\\ \"q\"\n# TYPE a_total counter\na_total{x=\"1\"} 5\n"
                  "# TYPE g gauge\ng nan 1700000000123\n") ==
        "# TYPE a counter\n# HELP a A \\\\ \\\"q\\\"\na_total{x=\"1\"} 5\n"
        "# TYPE g gauge\ng NaN 1700000000.123\n# EOF\n"
    );
}

TEST_CASE("foreign families that OpenMetrics would refuse are unknown", "[openmetrics][foreign]") {
    for (std::string_view const text :
         {"# TYPE x counter\nx 1\n",
          "# TYPE x_total counter\nx_total -1\n",
          "# TYPE x_total counter\nx_total NaN\n",
          "x 1\n",
          // no +Inf, bounds twice, counts that fall, other count, no sum, no count, negative bound
          "# TYPE x histogram\nx_bucket{le=\"1\"} 1\nx_sum 1\nx_count 1\n",
          "# TYPE x histogram\nx_bucket{le=\"1\"} 1\nx_bucket{le=\"1.0\"} 1\n"
          "x_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 1\n",
          "# TYPE x histogram\nx_bucket{le=\"1\"} 2\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 1\n",
          "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 2\n",
          "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_count 1\n",
          "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\n",
          "# TYPE x histogram\nx_bucket{le=\"-1\"} 1\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count "
          "1\n",
          "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1.5\nx_sum 1\nx_count 1.5\n",
          "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum -1\nx_count 1\n",
          "# TYPE x summary\nx{quantile=\"2\"} 1\nx_sum 1\nx_count 1\n",
          "# TYPE x summary\nx{quantile=\"0.5\"} -1\nx_sum 1\nx_count 1\n",
          "# TYPE x histogram\nx{quantile=\"0.5\"} 3\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count "
          "1\n",
          "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum{le=\"1\"} 1\nx_count 1\n",
          "# TYPE x summary\nx{le=\"1\",quantile=\"0.5\"} 1\nx_sum 1\nx_count 1\n",
          "# TYPE x summary\nx{quantile=\"NaN\"} 1\nx_sum 1\nx_count 1\n",
          "# TYPE x summary\nx 1\nx_sum 1\nx_count 1\n",
          "# TYPE x summary\nx_sum 1\n"}) {
        INFO(text);
        auto const shown = converted(text);
        CHECK(shown.starts_with("# TYPE x"));
        CHECK(shown.find(" unknown\n") != shown.npos);
        CHECK(shown.find("histogram") == shown.npos);
        CHECK(shown.find("summary") == shown.npos);
        CHECK(shown.find("counter") == shown.npos);
        CHECK(shown.ends_with("\n# EOF\n"));
        // Every sample is there.
        CHECK(
            std::ranges::count(shown, '\n') - 1 ==
            std::ranges::count(text, '\n') - (text.starts_with("#") ? 1 : 0) +
                static_cast<std::ptrdiff_t>(std::ranges::count(shown, '#') - 1)
        );
    }
}

TEST_CASE(
    "a foreign histogram beside a gauge of its creation is unknown",
    "[openmetrics][foreign][rule15]"
) {
    // Python's client writes such gauges.
    auto const shown = converted("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n"
                                 "# TYPE h_created gauge\nh_created 1.7e9\n");
    CHECK(shown.find("histogram") == shown.npos);
    CHECK(shown.find("# TYPE h_created gauge\nh_created 1.7e9\n") != shown.npos);
    CHECK(shown.find("# TYPE h_bucket unknown\n") != shown.npos);
}

TEST_CASE("whole foreign histograms and summaries keep their types", "[openmetrics][foreign]") {
    CHECK(
        converted("# TYPE h histogram\nh_sum{k=\"v\"} 3\nh_count{k=\"v\"} 2\n"
                  "h_bucket{k=\"v\",le=\"+Inf\"} 2\nh_bucket{le=\"1\",k=\"v\"} 1\n"
                  "# TYPE s summary\ns_sum 1.5\ns_count 2\ns{quantile=\"0.9\"} nan\n"
                  "s{quantile=\"0.5\"} 7\n") == "# TYPE h histogram\n"
                                                "h_bucket{k=\"v\",le=\"1.0\"} 1\n"
                                                "h_bucket{k=\"v\",le=\"+Inf\"} 2\n"
                                                "h_count{k=\"v\"} 2\n"
                                                "h_sum{k=\"v\"} 3.0\n"
                                                "# TYPE s summary\n"
                                                "s{quantile=\"0.5\"} 7.0\n"
                                                "s{quantile=\"0.9\"} NaN\n"
                                                "s_count 2\n"
                                                "s_sum 1.5\n"
                                                "# EOF\n"
    );
}

TEST_CASE("OpenMetrics is cut into pieces, each family with one head", "[openmetrics]") {
    tacho::registry registry;
    std::string wanted;
    for (int i = 0; i < 4000; ++i) {
        auto const name = "m" + std::to_string(i);
        tacho::counter const each{registry, tacho::runtime(name + "_total"), "Help."};
        wanted += "# TYPE " + name + " counter\n# HELP " + name + " Help.\n" + name + "_total 0\n";
    }
    tacho::exposition all;
    all.add(registry.collect());
    CHECK(encode(tacho::format::openmetrics_1, all.view()) == wanted + "# EOF\n");
    CHECK(wanted.size() > 3 * tacho::max_piece);
}

TEST_CASE("series of one family from two registries have one head", "[openmetrics]") {
    tacho::registry one;
    tacho::registry two;
    tacho::family<tacho::counter, "k"> const first{one, "x_total", "X."};
    tacho::family<tacho::counter, "k"> const second{two, "x_total", "X."};
    first.with("a").inc();
    second.with("b").inc();
    tacho::exposition all;
    all.add(one.collect());
    all.add(two.collect());
    all.merge();
    CHECK(
        encode(tacho::format::openmetrics_1, all.view()) ==
        "# TYPE x counter\n# HELP x X.\nx_total{k=\"a\"} 1\nx_total{k=\"b\"} 1\n# EOF\n"
    );
}
