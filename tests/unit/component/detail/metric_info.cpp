// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/detail/metric_info.hpp>

#include <support/catch.hpp>

TEST_CASE(
    "a described metric has the name, description and type of its metric_info", "[component]"
) {
    tacho::component::metric_info const info{"a_total", "A.", tacho::metric_type::counter};
    tacho::component::described const it{info};
    CHECK(it.name() == "a_total");
    CHECK(it.description() == "A.");
    CHECK(it.type() == tacho::metric_type::counter);
}
