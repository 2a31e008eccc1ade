// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/run.hpp>

#include <support/catch.hpp>

using tacho::detail::run;
using tacho::detail::run_kind;

TEST_CASE("a run has as many values as cells but for what goes up and down", "[run]") {
    CHECK(run{nullptr, 5, run_kind::integer}.values() == 5);
    CHECK(run{nullptr, 5, run_kind::floating}.values() == 5);
    CHECK(run{nullptr, 5, run_kind::sealed_integer}.values() == 5);
    CHECK(run{nullptr, 5, run_kind::sealed_floating}.values() == 5);
    CHECK(run{nullptr, 2, run_kind::up_down}.values() == 1);
    CHECK(run{nullptr, 6, run_kind::up_down}.values() == 3);
    CHECK(run{}.values() == 0);
}

TEST_CASE("the runs of histograms are sealed", "[run]") {
    CHECK(run{nullptr, 3, run_kind::sealed_integer}.sealed());
    CHECK(run{nullptr, 3, run_kind::sealed_floating}.sealed());
    CHECK_FALSE(run{nullptr, 3, run_kind::integer}.sealed());
    CHECK_FALSE(run{nullptr, 3, run_kind::floating}.sealed());
    CHECK_FALSE(run{nullptr, 2, run_kind::up_down}.sealed());
}
