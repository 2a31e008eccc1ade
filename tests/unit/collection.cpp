// SPDX-License-Identifier: BSL-1.0

#include <tacho/collection.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <type_traits>
#include <utility>
#include <vector>

using tacho::collection;
using tacho::metric_type;
using limits = std::numeric_limits<double>;

static_assert(!std::is_copy_constructible_v<collection>);
static_assert(std::is_copy_constructible_v<collection::family_sink>);

namespace {

/// The text of a scrape of one collector.
[[nodiscard]] std::string collected(std::function<void(collection&)> function) {
    tacho::registry registry;
    tacho::collector const collector{registry, std::move(function)};
    return tacho::to_text(registry);
}

constexpr std::array<std::uint64_t, 3> counts{1, 2, 3};
constexpr std::array bounds{1.0, 2.5};

} // namespace

TEST_CASE("a collection shows samples of every type", "[collection]") {
    CHECK(
        collected([](collection& out) {
            out.family("c_total", "C.", metric_type::counter).sample({}, 1e6);
            out.family("g", "G.", metric_type::gauge).sample({{"a", "1"}, {"b", "2"}}, -0.5);
            out.family("u", "U.", metric_type::untyped).sample({}, limits::quiet_NaN());
            out.family("h", "H.", metric_type::histogram)
                .histogram({}, bounds, counts, 12.5)
                .histogram({{"k", "v"}}, bounds, counts, 1);
        }) == "# HELP c_total C.\n# TYPE c_total counter\nc_total 1e+06\n"
              "# HELP g G.\n# TYPE g gauge\ng{a=\"1\",b=\"2\"} -0.5\n"
              "# HELP u U.\n# TYPE u untyped\nu NaN\n"
              "# HELP h H.\n# TYPE h histogram\n"
              "h_bucket{le=\"1\"} 1\nh_bucket{le=\"2.5\"} 3\nh_bucket{le=\"+Inf\"} 6\n"
              "h_sum 12.5\nh_count 6\n"
              "h_bucket{k=\"v\",le=\"1\"} 1\nh_bucket{k=\"v\",le=\"2.5\"} 3\n"
              "h_bucket{k=\"v\",le=\"+Inf\"} 6\nh_sum{k=\"v\"} 1\nh_count{k=\"v\"} 6\n"
    );
}

TEST_CASE("a collection escapes and cleans its texts", "[collection]") {
    CHECK(
        collected([](collection& out) {
            out.family("g", "Two\nlines \\ \xFF", metric_type::gauge)
                .sample({{"k", "\"q\"\n\\\xFF"}}, 1);
        }) == "# HELP g Two\\nlines \\\\ \xEF\xBF\xBD\n# TYPE g gauge\n"
              "g{k=\"\\\"q\\\"\\n\\\\\xEF\xBF\xBD\"} 1\n"
    );
}

TEST_CASE("a sample with the labels of an earlier one is left out", "[collection]") {
    CHECK(
        collected([](collection& out) {
            out.family("g", "G.", metric_type::gauge)
                .sample({{"a", "1"}}, 1)
                .sample({{"a", "2"}}, 2)
                .sample({{"a", "1"}}, 3)
                .sample({}, 4)
                .sample({}, 5);
            // Values that differ only in replaced bytes are equal.
            out.family("r", "R.", metric_type::gauge)
                .sample({{"a", "\xFF"}}, 6)
                .sample({{"a", "\xFE"}}, 7);
        }) == "# HELP g G.\n# TYPE g gauge\ng{a=\"1\"} 1\ng{a=\"2\"} 2\ng 4\n"
              "# HELP r R.\n# TYPE r gauge\nr{a=\"\xEF\xBF\xBD\"} 6\n"
    );
}

TEST_CASE("the order of labels does not make another sample", "[collection]") {
    auto const text = collected([](collection& out) {
        out.family("g", "G.", metric_type::gauge)
            .sample({{"a", "1"}, {"b", "2"}}, 1)
            .sample({{"b", "2"}, {"a", "1"}}, 2);
    });
    CHECK(occurrences(text, "\ng{") == 1);
}

TEST_CASE("an empty label value is no label", "[collection]") {
    // Prometheus drops it: both lines would be one series.
    auto const text = collected([](collection& out) {
        out.family("g", "G.", metric_type::gauge).sample({}, 1).sample({{"a", ""}}, 2);
    });
    CHECK(occurrences(text, "\ng") == 1);
}

TEST_CASE("families that may expose the same name are not both shown", "[collection]") {
    auto const text = collected([](collection& out) {
        out.family("h", "H.", metric_type::histogram).histogram({}, bounds, counts, 1);
        out.family("h_count", "Clash.", metric_type::gauge).sample({}, 2);
    });
    CHECK(occurrences(text, "\nh_count ") <= 1);
}

TEST_CASE("a wrong use of a collection is refused with the family's name", "[collection]") {
    using wrong = std::function<void(collection&)>;
    auto const why = [](wrong use) {
        std::string message;
        auto const text = collected([&](collection& out) {
            message = refusal([&] { use(out); });
            CHECK_THAT(message, Catch::Contains("metric \""));
        });
        return message;
    };
    auto const gauge = [](collection& out) { return out.family("g", "G.", metric_type::gauge); };
    auto const histogram = [](collection& out) {
        return out.family("h", "H.", metric_type::histogram);
    };
    CHECK_THAT(
        why([](collection& out) { static_cast<void>(out.family("9", "N.", metric_type::gauge)); }),
        Catch::Contains("[a-zA-Z_:][a-zA-Z0-9_:]*")
    );
    CHECK_THAT(
        why([](collection& out) {
            static_cast<void>(out.family("x", "N.", metric_type::gauge, "seconds"));
        }),
        Catch::Contains("unit \"seconds\"")
    );
    CHECK_THAT(
        why([](collection& out) {
            static_cast<void>(out.family("x", "One.", metric_type::gauge));
            static_cast<void>(out.family("x", "Two.", metric_type::gauge));
        }),
        Catch::Contains("another type or help")
    );
    CHECK_THAT(
        why([](collection& out) {
            static_cast<void>(out.family("x", "One.", metric_type::gauge));
            static_cast<void>(out.family("x", "One.", metric_type::counter));
        }),
        Catch::Contains("another type or help")
    );
    CHECK_THAT(
        why([&](collection& out) { gauge(out).sample({{"a b", "1"}}, 1); }),
        Catch::Contains("\"a b\"")
    );
    CHECK_THAT(
        why([&](collection& out) { gauge(out).sample({{"__a", "1"}}, 1); }),
        Catch::Contains("Prometheus")
    );
    CHECK_THAT(
        why([&](collection& out) { gauge(out).sample({{"a", "1"}, {"a", "2"}}, 1); }),
        Catch::Contains("twice")
    );
    CHECK_THAT(
        why([&](collection& out) { histogram(out).sample({}, 1); }),
        Catch::Contains("use histogram()")
    );
    CHECK_THAT(
        why([&](collection& out) { gauge(out).histogram({}, bounds, counts, 1); }),
        Catch::Contains("use sample()")
    );
    CHECK_THAT(
        why([&](collection& out) { histogram(out).histogram({{"le", "1"}}, bounds, counts, 1); }),
        Catch::Contains("\"le\"")
    );
    CHECK_THAT(
        why([&](collection& out) { histogram(out).histogram({}, std::array{2.0, 1.0}, counts, 1); }
        ),
        Catch::Contains("increase strictly")
    );
    CHECK_THAT(
        why([&](collection& out) { histogram(out).histogram({}, std::array{1.0}, counts, 1); }),
        Catch::Contains("one count more")
    );
    CHECK_THAT(
        why([&](collection& out) {
            histogram(out)
                .histogram({}, bounds, counts, 1)
                .histogram({{"k", "v"}}, std::array{1.0, 3.0}, counts, 1);
        }),
        Catch::Contains("other bounds")
    );
    for (double const impossible : {-1.0, limits::quiet_NaN()})
        CHECK_THAT(
            why([&](collection& out) {
                out.family("c_total", "C.", metric_type::counter).sample({}, impossible);
            }),
            Catch::Contains("is a counter")
        );
}

TEST_CASE("a refused sample leaves those before it", "[collection]") {
    CHECK(collected([](collection& out) {
              auto sink = out.family("g", "G.", metric_type::gauge);
              sink.sample({}, 1);
              CHECK_FALSE(refusal([&] { sink.sample({{"9", "1"}}, 2); }).empty());
              sink.sample({{"a", "1"}}, 3);
          }) == "# HELP g G.\n# TYPE g gauge\ng 1\ng{a=\"1\"} 3\n");
}

TEST_CASE("a unit may be given to a collected family", "[collection]") {
    CHECK(
        collected([](collection& out) {
            out.family("x_seconds", "X.", metric_type::gauge, "seconds").sample({}, 1);
            out.family("y_bytes_total", "Y.", metric_type::counter, "bytes").sample({}, 2);
        }) == "# HELP x_seconds X.\n# TYPE x_seconds gauge\nx_seconds 1\n"
              "# HELP y_bytes_total Y.\n# TYPE y_bytes_total counter\ny_bytes_total 2\n"
    );
}
