// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/backend.hpp>

#include <support/catch.hpp>
#include <vector>

namespace {

struct nothing {};

} // namespace

static_assert(!tacho::component::backend<nothing>);
static_assert(!tacho::component::counter_of_backend<nothing>);

TEST_CASE("a component's histogram has Prometheus' default bounds", "[component]") {
    CHECK(
        tacho::component::default_bounds() ==
        std::vector<double>{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
    );
}
