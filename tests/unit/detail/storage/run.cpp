// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/run.hpp>

#include <support/catch.hpp>

using tacho::detail::run;
using tacho::detail::run_kind;
using tacho::detail::sealed_cells;
using tacho::detail::sums_of_sealed;

TEST_CASE("a run has as many values as cells if no value is in two of them", "[run]") {
    CHECK(run{nullptr, 5, run_kind::integer}.values() == 5);
    CHECK(run{nullptr, 5, run_kind::floating}.values() == 5);
    CHECK(run{nullptr, 5, run_kind::sealed_integer}.values() == 5);
    CHECK(run{nullptr, 5, run_kind::sealed_floating}.values() == 4);
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

TEST_CASE("a sealed run has its buckets, its sums and a count", "[run]") {
    for (auto const kind : {run_kind::sealed_integer, run_kind::sealed_floating}) {
        run const twelve{nullptr, sealed_cells(12), kind};
        CHECK(twelve.buckets() == 12);
        CHECK(twelve.cells == 13 + sums_of_sealed);
        CHECK(twelve.values() == (kind == run_kind::sealed_integer ? 15 : 14));
    }
}
