// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/recording/metric_shape.hpp>

#include <support/catch.hpp>

TEST_CASE("a shape that says nothing is one cell that is exposed as it is", "[metric_shape]") {
    tacho::detail::metric_shape const plain;
    CHECK(plain.place == tacho::detail::number_place::cells);
    CHECK(plain.cells == 1);
    CHECK(plain.numerator == plain.denominator);
    CHECK(plain.bounds.empty());
    CHECK_FALSE(plain.searched_at_run_time);
}
