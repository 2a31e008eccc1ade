// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/testing.hpp>

#include <support/catch.hpp>

TEST_CASE("the umbrella has values, differences and the lint", "[testing]") {
    tacho::registry registry;
    CHECK_FALSE(tacho::testing::value_of(registry, "x").has_value());
    CHECK(tacho::testing::difference(registry, "").empty());
    CHECK(tacho::lint(registry).empty());
}
