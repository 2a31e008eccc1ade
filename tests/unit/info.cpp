// SPDX-License-Identifier: BSL-1.0

#include <tacho/info.hpp>
#include <tacho/tacho.hpp>

#include <string>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <vector>

TEST_CASE("an info has its labels and the value 1", "[info][rule27]") {
    tacho::registry registry;
    tacho::info const build{
        registry, "app_build_info", "What runs.", {{"version", "1.2"}, {"revision", "a\"b"}}
    };
    CHECK(
        tacho::to_text(registry) ==
        "# HELP app_build_info What runs.\n# TYPE app_build_info gauge\n"
        "app_build_info{version=\"1.2\",revision=\"a\\\"b\"} 1\n"
    );
    CHECK(
        tacho::expose(registry, tacho::format::openmetrics_1) ==
        "# TYPE app_build info\n# HELP app_build What runs.\n"
        "app_build_info{version=\"1.2\",revision=\"a\\\"b\"} 1\n# EOF\n"
    );
}

TEST_CASE("labels of an info may come from a list, and from a family", "[info]") {
    tacho::registry registry;
    std::vector<tacho::label> const labels{{"a", "b"}};
    tacho::info const one{registry, "x_info", "X.", labels};
    tacho::info const none{registry, "y_info", "Y.", std::vector<tacho::label>{}};
    tacho::family<tacho::info, "k"> const family{registry, "z_info", "Z."};
    static_cast<void>(family.with("v"));
    CHECK(
        tacho::to_text(registry) == "# HELP x_info X.\n# TYPE x_info gauge\nx_info{a=\"b\"} 1\n"
                                    "# HELP y_info Y.\n# TYPE y_info gauge\ny_info 1\n"
                                    "# HELP z_info Z.\n# TYPE z_info gauge\nz_info{k=\"v\"} 1\n"
    );
}

TEST_CASE("an info whose base another family has is unknown in OpenMetrics", "[info][rule15]") {
    tacho::registry registry;
    tacho::gauge const gauge{registry, "x", "X."};
    tacho::info const info{registry, "x_info", "X.", {{"a", "b"}}};
    CHECK(
        tacho::expose(registry, tacho::format::openmetrics_1) ==
        "# TYPE x gauge\n# HELP x X.\nx 0.0\n"
        "# TYPE x_info unknown\n# HELP x_info X.\nx_info{a=\"b\"} 1\n# EOF\n"
    );
}

TEST_CASE("an info gives way to a counter of the same base in OpenMetrics", "[info][rule15]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "app_total", "A."};
    tacho::info const info{registry, "app_info", "A.", {{"a", "b"}}};
    CHECK(
        tacho::expose(registry, tacho::format::openmetrics_1) ==
        "# TYPE app counter\n# HELP app A.\napp_total 0\n"
        "# TYPE app_info unknown\n# HELP app_info A.\napp_info{a=\"b\"} 1\n# EOF\n"
    );
}

TEST_CASE("a collector's info is 1", "[info]") {
    tacho::registry registry;
    double value = 1;
    tacho::collector const collector{
        registry,
        [&](tacho::collection& into) {
            into.family("x_info", "X.", tacho::metric_type::info).sample({{"a", "b"}}, value);
        }
    };
    CHECK(tacho::to_text(registry).ends_with("x_info{a=\"b\"} 1\n"));
    value = 2;
    CHECK(tacho::to_text(registry).empty());
}

TEST_CASE("an info has a name that says so, and no unit", "[info][rule52]") {
    tacho::registry registry;
    CHECK_THAT(
        refused(registry, "build", [&] { tacho::info{registry, "build", "B.", {{"a", "b"}}}; }),
        Catch::Contains("must end in _info, as in \"build_info\"")
    );
    CHECK_THAT(
        refused(
            registry,
            "b_info",
            [&] { tacho::family<tacho::info, "k">{registry, "b_info", "B.", {.unit = "info"}}; }
        ),
        Catch::Contains("has no unit")
    );
}
