// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <vector>

namespace {

using limits = std::numeric_limits<double>;
using given = tacho::histogram<tacho::runtime_buckets>;

/// A registry with something in it that a refusal must leave alone.
struct occupied {
    occupied() {
        there.inc(5);
        family.with("a").inc(6);
    }

    tacho::registry registry;
    tacho::counter there{registry, "there_total", "There.", {.labels = {{"l", "1"}}}};
    tacho::family<tacho::counter, "k"> family{registry, "family_total", "Family."};
};

} // namespace

TEST_CASE("invalid metric names are refused", "[registration][rule10]") {
    occupied in;
    for (std::string const& name :
         {std::string{},
          std::string{"9a"},
          std::string{"a-b"},
          std::string{"a b"},
          std::string{"a.b"},
          std::string{"a\nb"},
          std::string{"\xC3\xA9"},
          std::string{"a\0b", 3}}) {
        auto const message = refused(in.registry, name, [&] {
            tacho::counter{in.registry, tacho::runtime(name), "H."};
        });
        CHECK_THAT(message, Catch::Contains("[a-zA-Z_:][a-zA-Z0-9_:]*"));
        CHECK_FALSE(refused(in.registry, name, [&] {
                        tacho::gauge{in.registry, tacho::runtime(name), "H."};
                    }).empty());
        CHECK_FALSE(refused(in.registry, name, [&] {
                        tacho::callback_gauge{in.registry, tacho::runtime(name), "H.", [] {
                                                  return 1.0;
                                              }};
                    }).empty());
        CHECK_FALSE(refused(in.registry, name, [&] {
                        tacho::family<tacho::counter, "k">{in.registry, tacho::runtime(name), "H."};
                    }).empty());
    }
}

TEST_CASE("invalid label names are refused", "[registration][rule6][rule10]") {
    occupied in;
    for (auto const* const label : {"", "9a", "a-b", "a:b", "a b", "a\n", "\xC3\xA9"}) {
        auto const message = refused(in.registry, "x_total", [&] {
            tacho::counter{in.registry, "x_total", "X.", {.labels = {{label, "v"}}}};
        });
        CHECK_THAT(message, Catch::Contains("label name " + tacho::detail::in_quotes(label)));
        CHECK_THAT(message, Catch::Contains("[a-zA-Z_][a-zA-Z0-9_]*"));
    }
}

TEST_CASE("label names that Prometheus reserves are refused", "[registration][rule9]") {
    occupied in;
    for (auto const* const label : {"__name__", "__x", "__"}) {
        auto const message = refused(in.registry, "x_total", [&] {
            tacho::counter{in.registry, "x_total", "X.", {.labels = {{label, "v"}}}};
        });
        CHECK_THAT(message, Catch::Contains(label));
        CHECK_THAT(message, Catch::Contains("Prometheus"));
    }
}

TEST_CASE("a label named le is refused on histograms only", "[registration][rule8]") {
    occupied in;
    CHECK_THAT(
        refused(
            in.registry,
            "h",
            [&] { tacho::histogram<>{in.registry, "h", "H.", {.labels = {{"le", "1"}}}}; }
        ),
        Catch::Contains("\"le\"")
    );
    tacho::counter{in.registry, "c_total", "C.", {.labels = {{"le", "1"}}}}.inc();
    CHECK(sample(in.registry, "c_total{le=\"1\"}") == "1");
}

TEST_CASE("a label name that is given twice is refused", "[registration][rule13]") {
    occupied in;
    CHECK_THAT(
        refused(
            in.registry,
            "x_total",
            [&] {
                tacho::counter{in.registry, "x_total", "X.", {.labels = {{"a", "1"}, {"a", "2"}}}};
            }
        ),
        Catch::Contains("label name \"a\" is given twice")
    );
    CHECK_THAT(
        refused(
            in.registry,
            "x_total",
            [&] {
                tacho::family<tacho::counter, "a", "b">{
                    in.registry, "x_total", "X.", {.labels = {{"b", "1"}}}
                };
            }
        ),
        Catch::Contains("label name \"b\" is given twice")
    );
}

TEST_CASE("invalid bounds are refused", "[registration][rule22]") {
    occupied in;
    auto const why = [&](std::vector<double> const& bounds) {
        return refused(in.registry, "h", [&] { given{in.registry, "h", "H.", bounds}; });
    };
    CHECK_THAT(why({}), Catch::Contains("at least one bucket bound"));
    CHECK_THAT(why({limits::infinity()}), Catch::Contains("at least one bucket bound"));
    CHECK_THAT(why({1, limits::quiet_NaN(), 2}), Catch::Contains("NaN"));
    CHECK_THAT(why({-limits::infinity(), 2}), Catch::Contains("-Inf"));
    CHECK_THAT(why({1, limits::infinity(), limits::infinity()}), Catch::Contains("+Inf"));
    CHECK_THAT(why({limits::infinity(), 1}), Catch::Contains("+Inf"));
    CHECK_THAT(why({2, 1}), Catch::Contains("2 is followed by 1"));
    CHECK_THAT(why({1, 1}), Catch::Contains("1 is followed by 1"));
    CHECK_THAT(why({-0.0, 0.0}), Catch::Contains("increase strictly"));
    std::vector<double> many(65535);
    for (std::size_t i = 0; i < many.size(); ++i)
        many[i] = static_cast<double>(i);
    CHECK_THAT(why(many), Catch::Contains("65535"));
    // And the name is still free.
    std::array const bounds{1.0};
    given{in.registry, "h", "Another help.", bounds}.observe(1);
    CHECK(sample(in.registry, "h_count") == "1");
}

TEST_CASE("bounds of a family are refused with the message for a histogram's", "[registration]") {
    occupied in;
    using family = tacho::family<given, "k">;
    std::array const bounds{2.0, 1.0};
    auto const message =
        refused(in.registry, "h", [&] { family{in.registry, "h", "H.", bounds, {}}; });
    CHECK_THAT(message, Catch::Contains("2 is followed by 1"));
}

TEST_CASE("a unit has to be the end of the name", "[registration][rule18][rule52]") {
    occupied in;
    auto const& registry = in.registry;
    tacho::gauge{in.registry, "a_seconds", "A.", {.unit = "seconds"}};
    tacho::counter{in.registry, "b_seconds_total", "B.", {.unit = "seconds"}};
    tacho::counter{in.registry, "c_bytes", "C.", {.unit = "bytes"}};
    tacho::histogram<>{in.registry, "d_seconds", "D.", {.unit = "seconds"}};
    auto const before = tacho::to_text(registry);

    auto const message = refused(in.registry, "x", [&] {
        tacho::gauge{in.registry, "x", "X.", {.unit = "seconds"}};
    });
    CHECK_THAT(message, Catch::Contains("unit \"seconds\""));
    CHECK_THAT(message, Catch::Contains("\"x_seconds\""));
    CHECK_THAT(
        refused(
            in.registry,
            "x_total",
            [&] { tacho::counter{in.registry, "x_total", "X.", {.unit = "seconds"}}; }
        ),
        Catch::Contains("\"x_seconds_total\"")
    );
    for (auto const* const name : {"xseconds", "seconds", "x_seconds_total"})
        CHECK_FALSE(refused(in.registry, name, [&] {
                        tacho::gauge{in.registry, tacho::runtime(name), "X.", {.unit = "seconds"}};
                    }).empty());
    CHECK_FALSE(refused(in.registry, "x_a-b", [&] {
                    tacho::gauge{in.registry, tacho::runtime("x_a-b"), "X.", {.unit = "a-b"}};
                }).empty());
    CHECK(tacho::to_text(registry) == before);
}

TEST_CASE("the text format does not show units", "[registration][rule40]") {
    tacho::registry registry;
    tacho::gauge const gauge{registry, "a_seconds", "A.", {.unit = "seconds"}};
    CHECK_THAT(tacho::to_text(registry), !Catch::Contains("UNIT"));
}

TEST_CASE("a name is one type of metric only", "[registration][rule16]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "x", "X."};
    auto const refuse = [&](std::string_view what, auto attempt) {
        auto const message = refused(registry, "x", attempt);
        CAPTURE(what, message);
        CHECK_THAT(message, Catch::Contains("already registered"));
        CHECK_THAT(message, Catch::Contains("counter of unsigned integers"));
        CHECK_THAT(message, Catch::Contains(std::string{what}));
    };
    refuse("gauge", [&] { tacho::gauge{registry, "x", "X."}; });
    refuse("doubles", [&] { tacho::float_counter{registry, "x", "X."}; });
    refuse("signed", [&] { tacho::up_down_counter{registry, "x", "X."}; });
    refuse("histogram", [&] { tacho::histogram<>{registry, "x", "X."}; });
    refuse("callback", [&] { tacho::callback_counter{registry, "x", "X.", [] { return 1.0; }}; });
    refuse("labels {k}", [&] { tacho::family<tacho::counter, "k">{registry, "x", "X."}; });
    refuse("constant labels {k}", [&] {
        tacho::counter{registry, "x", "X.", {.labels = {{"k", "v"}}}};
    });
}

TEST_CASE("a gauge and a callback gauge do not share a name", "[registration]") {
    tacho::registry registry;
    tacho::gauge const gauge{registry, "g", "G."};
    tacho::callback_gauge const called{registry, "called", "C.", [] { return 1.0; }};
    CHECK_THAT(
        refused(
            registry, "g", [&] { tacho::callback_gauge{registry, "g", "G.", [] { return 1.0; }}; }
        ),
        Catch::Contains("from a callback")
    );
    CHECK_THAT(
        refused(registry, "called", [&] { tacho::gauge{registry, "called", "C."}; }),
        Catch::Contains("from a callback")
    );
}

TEST_CASE("a name has one help only", "[registration][rule16]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "x_total", "One help."};
    auto const message =
        refused(registry, "x_total", [&] { tacho::counter{registry, "x_total", "Another help."}; });
    CHECK_THAT(message, Catch::Contains("One help."));
    CHECK_THAT(message, Catch::Contains("Another help."));
}

TEST_CASE("a name has one list of labels only", "[registration][rule7]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "a", "b"> family{registry, "x_total", "X."};
    static_cast<void>(family.with("1", "2"));
    auto const refuse = [&](auto attempt) {
        auto const message = refused(registry, "x_total", attempt);
        CHECK_THAT(message, Catch::Contains("labels {a, b}"));
    };
    refuse([&] { tacho::counter{registry, "x_total", "X."}; });
    refuse([&] { tacho::family<tacho::counter, "a">{registry, "x_total", "X."}; });
    refuse([&] { tacho::family<tacho::counter, "b", "a">{registry, "x_total", "X."}; });
    refuse([&] { tacho::family<tacho::counter, "a", "b", "c">{registry, "x_total", "X."}; });
    refuse([&] {
        tacho::family<tacho::counter, "b">{registry, "x_total", "X.", {.labels = {{"a", "1"}}}};
    });
    refuse([&] { tacho::counter{registry, "x_total", "X.", {.labels = {{"a", "1"}, {"b", "2"}}}}; }
    );
}

TEST_CASE("a histogram's name has one list of bounds only", "[registration]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2>> const histogram{registry, "h", "H."};
    auto const refuse = [&](std::string_view what, auto attempt) {
        auto const message = refused(registry, "h", attempt);
        CAPTURE(message);
        CHECK_THAT(message, Catch::Contains("{1, 2, +Inf}"));
        CHECK_THAT(message, Catch::Contains(std::string{what}));
    };
    refuse("{1, 2, 3, +Inf}", [&] {
        tacho::histogram<tacho::buckets<1, 2, 3>>{registry, "h", "H."};
    });
    refuse("{1, +Inf}", [&] { tacho::histogram<tacho::buckets<1>>{registry, "h", "H."}; });
    std::array const bounds{1.0, std::nextafter(2.0, 3.0)};
    refuse("2.0000000000000004", [&] { given{registry, "h", "H.", bounds}; });
    refuse("", [&] {
        tacho::histogram<tacho::tick_buckets<tacho::buckets<1, 2>>>{registry, "h", "H."};
    });
    refuse("", [&] {
        tacho::histogram<tacho::microsecond_buckets<1000000, 2000000>>{registry, "h", "H."};
    });
    refuse("", [&] { tacho::histogram<tacho::byte_buckets<1, 2>>{registry, "h", "H."}; });
}

TEST_CASE("histograms that observe different units do not share a name", "[registration]") {
    tacho::registry registry;
    tacho::histogram<tacho::microsecond_buckets<1000>> const micro{registry, "h", "H."};
    // In seconds these bounds are equal to that one.
    CHECK_FALSE(refused(registry, "h", [&] {
                    tacho::histogram<tacho::nanosecond_buckets<1000000>>{registry, "h", "H."};
                }).empty());
    CHECK_FALSE(refused(registry, "h", [&] {
                    tacho::histogram<tacho::buckets<0.001>>{registry, "h", "H."};
                }).empty());
}

TEST_CASE("layouts with the same bounds are the same shape", "[registration]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2, 4>> a{registry, "h", "H."};
    tacho::histogram<tacho::buckets<1.0, 2.0F, 4>> b{registry, "h", "H."};
    tacho::histogram<tacho::exponential_buckets<1, 2, 3>> c{registry, "h", "H."};
    a.observe(1);
    b.observe(1);
    c.observe(4);
    CHECK(a.value().count == 3);
}

TEST_CASE(
    "metrics of one name may differ in the values of their constant labels", "[registration]"
) {
    tacho::registry registry;
    tacho::counter api{registry, "x_total", "X.", {.labels = {{"service", "api"}}}};
    tacho::counter web{registry, "x_total", "X.", {.labels = {{"service", "web"}}}};
    tacho::counter again{registry, "x_total", "X.", {.labels = {{"service", "api"}}}};
    api.inc(1);
    web.inc(2);
    again.inc(4);
    CHECK(
        tacho::to_text(registry) == "# HELP x_total X.\n"
                                    "# TYPE x_total counter\n"
                                    "x_total{service=\"api\"} 5\n"
                                    "x_total{service=\"web\"} 2\n"
    );
    auto const refuse = [&](std::vector<tacho::label> const& labels) {
        CHECK_FALSE(refused(registry, "x_total", [&] {
                        tacho::counter{registry, "x_total", "X.", {.labels = labels}};
                    }).empty());
    };
    refuse({});
    refuse({{"zone", "api"}});
    refuse({{"service", "api"}, {"zone", "a"}});
}

TEST_CASE("constant labels are escaped and cleaned", "[registration]") {
    tacho::registry registry;
    tacho::counter first{registry, "x_total", "X.", {.labels = {{"a", "\"q\"\\\n\xFF"}}}};
    tacho::counter second{registry, "x_total", "X.", {.labels = {{"a", "\"q\"\\\n\xFE"}}}};
    first.inc(1);
    second.inc(2);
    CHECK(sample(registry, "x_total{a=\"\\\"q\\\"\\\\\\n\xEF\xBF\xBD\"}") == "3");
}

TEST_CASE("a unit is part of the shape", "[registration]") {
    tacho::registry registry;
    tacho::gauge const with{registry, "a_seconds", "A.", {.unit = "seconds"}};
    CHECK_THAT(
        refused(registry, "a_seconds", [&] { tacho::gauge{registry, "a_seconds", "A."}; }),
        Catch::Contains("unit \"seconds\"")
    );
}

TEST_CASE("names that a histogram exposes belong to it", "[registration][rule15]") {
    for (std::string const name : {"h_bucket", "h_sum", "h_count", "h_created"}) {
        CAPTURE(name);
        {
            tacho::registry registry;
            tacho::histogram<> const histogram{registry, "h", "H."};
            auto const message = refused(registry, name, [&] {
                tacho::gauge{registry, tacho::runtime(name), "G."};
            });
            CHECK_THAT(message, Catch::Contains("clashes with the metric \"h\""));
            CHECK_THAT(message, Catch::Contains("\"" + name + "\""));
        }
        {
            tacho::registry registry;
            tacho::gauge const gauge{registry, tacho::runtime(name), "G."};
            auto const message =
                refused(registry, "h", [&] { tacho::histogram<>{registry, "h", "H."}; });
            CHECK_THAT(message, Catch::Contains("clashes with the metric \"" + name + "\""));
        }
    }
}

TEST_CASE(
    "names that clash with a counter in OpenMetrics only are no mistake", "[registration][rule15]"
) {
    // Its encoder shows the counter by its whole name: tests/unit/exposition/openmetrics.cpp.
    tacho::registry registry;
    tacho::counter const counter{registry, "x_total", "X."};
    tacho::gauge const gauge{registry, "x", "X."};
    tacho::gauge const created{registry, "x_created", "X."};
    tacho::counter const other{registry, "y", "Y."};
    tacho::counter const suffixed{registry, "y_total", "Y."};
    for (auto const* const name : {"x_total", "x", "x_created", "y", "y_total"})
        CHECK(sample(registry, name) == "0");
}

TEST_CASE("names that only look alike do not clash", "[registration]") {
    tacho::registry registry;
    tacho::histogram<> const histogram{registry, "h", "H."};
    tacho::gauge const a{registry, "h_max", "A."};
    tacho::gauge const b{registry, "h_counts", "B."};
    tacho::gauge const c{registry, "hcount", "C."};
    tacho::gauge const d{registry, "g", "D."};
    tacho::gauge const e{registry, "g_sum", "E."};
    tacho::gauge const f{registry, "g_total", "F."};
    tacho::counter const total{registry, "_total", "G."};
    CHECK(registry.collect().size() == 8);
}

TEST_CASE("a refused name may be registered as another metric", "[registration]") {
    tacho::registry registry;
    CHECK_FALSE(refused(registry, "x", [&] {
                    tacho::counter{registry, "x", "X.", {.labels = {{"__", "v"}}}};
                }).empty());
    tacho::gauge{registry, "x", "Another X."}.set(1);
    tacho::gauge{registry, "x_total", "Not taken either."}.set(2);
    CHECK(sample(registry, "x") == "1");
    CHECK(sample(registry, "x_total") == "2");
}

TEST_CASE("help may hold anything", "[registration]") {
    tacho::registry registry;
    tacho::counter const a{registry, "a_total", "Two\nlines and \"quotes\" and C:\\."};
    tacho::counter const b{registry, "b_total", ""};
    tacho::counter const c{registry, "c_total", std::string_view{"NUL\0inside", 10}};
    tacho::counter const d{registry, "d_total", "bad \xFF byte"};
    tacho::counter const same{registry, "d_total", "bad \xEF\xBF\xBD byte"};
    auto const text = tacho::to_text(registry);
    CHECK_THAT(
        text,
        Catch::Contains("# HELP a_total Two\\nlines and \"quotes\" and C:\\\\.\n# TYPE a_total")
    );
    CHECK_THAT(text, Catch::Contains("# HELP b_total \n# TYPE b_total"));
    CHECK(text.find(std::string{"# HELP c_total NUL\0inside\n# TYPE", 32}) != std::string::npos);
    CHECK_THAT(text, Catch::Contains("# HELP d_total bad \xEF\xBF\xBD byte\n"));
}

TEST_CASE("a histogram whose bounds are given may be in the default registry", "[registration]") {
    std::array const bounds{1.0, 2.0};
    given first{"registration_test_a", "A.", bounds};
    given second{"registration_test_b", "B.", bounds, {.labels = {{"a", "b"}}}};
    first.observe(1);
    second.observe(2);
    auto const text = tacho::to_text();
    CHECK(sample(text, "registration_test_a_count") == "1");
    CHECK(sample(text, "registration_test_b_sum{a=\"b\"}") == "2");
}
