// SPDX-License-Identifier: BSL-1.0

#include <tacho/metric_type.hpp>

#include <support/catch.hpp>

static_assert(to_string(tacho::metric_type::counter) == "counter");
static_assert(to_string(tacho::metric_type::gauge) == "gauge");
static_assert(to_string(tacho::metric_type::histogram) == "histogram");
static_assert(to_string(tacho::metric_type::untyped) == "untyped");

TEST_CASE("a value that is no type of a metric is called untyped", "[metric_type]") {
    CHECK(to_string(tacho::metric_type::summary) == "summary");
    CHECK(to_string(tacho::metric_type::info) == "info");
    CHECK(to_string(tacho::metric_type::stateset) == "stateset");
    CHECK(to_string(static_cast<tacho::metric_type>(99)) == "untyped");
}
