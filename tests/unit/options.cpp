// SPDX-License-Identifier: BSL-1.0

#include <tacho/options.hpp>

#include <support/catch.hpp>
#include <type_traits>

// Designated initialisers are the interface: every member has a default, so leaving one out causes
// no warning.
static_assert(std::is_aggregate_v<tacho::metric_options>);
static_assert(std::is_aggregate_v<tacho::label>);

TEST_CASE(
    "a metric has no labels and no unit and ten thousand series at most by default", "[options]"
) {
    tacho::metric_options const options;
    CHECK(options.labels.empty());
    CHECK(options.unit.empty());
    CHECK(options.series_limit == 10000);
    CHECK_FALSE(options.announced);
}

TEST_CASE("options may be given one at a time by name", "[options]") {
    tacho::metric_options const labelled{.labels = {{"service", "api"}}};
    REQUIRE(labelled.labels.size() == 1);
    CHECK(labelled.labels[0] == tacho::label{"service", "api"});
    CHECK(labelled.series_limit == 10000);

    tacho::metric_options const in_seconds{.unit = "seconds"};
    CHECK(in_seconds.unit == "seconds");
    CHECK(in_seconds.labels.empty());

    tacho::metric_options const small{.series_limit = 3};
    CHECK(small.series_limit == 3);
}

TEST_CASE("labels are equal when name and value are", "[options]") {
    CHECK(tacho::label{"a", "1"} == tacho::label{"a", "1"});
    CHECK(tacho::label{"a", "1"} != tacho::label{"a", "2"});
    CHECK(tacho::label{"a", "1"} != tacho::label{"b", "1"});
}
