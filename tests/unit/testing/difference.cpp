// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/testing/difference.hpp>

#include <string>
#include <support/catch.hpp>

using tacho::testing::difference;

TEST_CASE("order, empty lines and indentation make no difference", "[testing]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X."};
    family.with("a").inc(1);
    family.with("b").inc(2);
    tacho::gauge const gauge{registry, "g", "G."};
    CHECK(difference(registry, tacho::to_text(registry)).empty());
    CHECK(difference(registry, R"(
        # HELP g G.
        # TYPE g gauge
        g 0

        # HELP x_total X.
        # TYPE x_total counter
        x_total{k="b"} 2
        x_total{k="a"} 1)")
              .empty());
}

TEST_CASE("a difference shows what is missing and what is there instead", "[testing]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X."};
    family.with("a").inc(1);
    family.with("b").inc(2);
    CHECK(
        difference(
            registry,
            "# HELP x_total X.\n# TYPE x_total counter\nx_total{k=\"a\"} 1\nx_total{k=\"b\"} 3\n"
            "x_total{k=\"c\"} 1\n"
        ) == "  # HELP x_total X.\n"
             "  # TYPE x_total counter\n"
             "  x_total{k=\"a\"} 1\n"
             "- x_total{k=\"b\"} 3\n"
             "- x_total{k=\"c\"} 1\n"
             "+ x_total{k=\"b\"} 2\n"
    );
    CHECK(difference(registry, "").find("+ x_total{k=\"a\"} 1\n") != std::string::npos);
}

TEST_CASE("only the families that are named are compared", "[testing]") {
    tacho::registry registry;
    tacho::gauge const gauge{registry, "g", "G."};
    tacho::gauge const other{registry, "other", "O."};
    CHECK(difference(registry, "# HELP g G.\n# TYPE g gauge\ng 0\n", {"g"}).empty());
    CHECK_FALSE(difference(registry, "# HELP g G.\n# TYPE g gauge\ng 0\n").empty());
    CHECK_FALSE(difference(registry, "", {"g"}).empty());
    CHECK(difference(registry, "", {"absent"}) == "! no family is called absent\n");
    CHECK(difference(registry, "", {"oth"}) == "! no family is called oth\n");
}

TEST_CASE("a difference in a large text is found without much memory", "[testing]") {
    tacho::registry registry;
    tacho::family<tacho::gauge, "k"> const family{registry, "g", "G.", {.series_limit = 100'000}};
    for (int i = 0; i < 50'000; ++i)
        family.with(std::to_string(i)).set(i);
    auto text = tacho::to_text(registry);
    CHECK(difference(registry, text).empty());
    text.replace(text.find("} 777\n"), 6, "} 778\n");
    auto const found = difference(registry, text);
    CHECK(found.find("- g{k=\"777\"} 778\n+ g{k=\"777\"} 777\n") != std::string::npos);
}

TEST_CASE("an expected text that is none is shown as a difference", "[testing]") {
    tacho::registry const registry;
    CHECK(difference(registry, "x = 1\n").find("x = 1") != std::string::npos);
}
