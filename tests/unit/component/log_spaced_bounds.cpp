// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/log_spaced_bounds.hpp>
#include <tacho/component/sharded_registry.hpp>

#include <limits>
#include <support/catch.hpp>
#include <vector>

using points = std::vector<double>;
using tacho::component::log_spaced_bounds;

TEST_CASE("generated bounds equal those of Dynamo's defaults", "[component]") {
    CHECK(log_spaced_bounds(1, 512, 10) == points{0, 2, 4, 8, 16, 32, 64, 130, 260, 510});
    CHECK(
        log_spaced_bounds(50, 128'000, 12) ==
        points{0, 100, 210, 430, 870, 1800, 3600, 7400, 15'000, 31'000, 63'000, 130'000}
    );
    CHECK(
        log_spaced_bounds(50, 32'000, 10) ==
        points{0, 100, 210, 430, 880, 1800, 3700, 7600, 16'000, 32'000}
    );
    CHECK(
        log_spaced_bounds(.001, 480, 18) ==
        points{
            0, .0022, .0047, .01, .022, .047, .1, .22, .47, 1, 2.2, 4.7, 10, 22, 48, 100, 220, 480
        }
    );
    CHECK(
        log_spaced_bounds(.001, 2, 13) ==
        points{0, .0019, .0035, .0067, .013, .024, .045, .084, .16, .3, .56, 1.1, 2}
    );
}

TEST_CASE("a single point is zero, and duplicates are removed", "[component]") {
    CHECK(log_spaced_bounds(1, 2, 1) == points{0});
    CHECK(log_spaced_bounds(1, 1.1, 5) == points{0, 1, 1.1});
}

TEST_CASE("arguments out of range give no bounds", "[component]") {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(log_spaced_bounds(0, 1, 5).empty());
    CHECK(log_spaced_bounds(-1, 1, 5).empty());
    CHECK(log_spaced_bounds(1, 1, 5).empty());
    CHECK(log_spaced_bounds(2, 1, 5).empty());
    CHECK(log_spaced_bounds(1, infinity, 5).empty());
    CHECK(log_spaced_bounds(nan, 1, 5).empty());
    CHECK(log_spaced_bounds(1, nan, 5).empty());
    CHECK(log_spaced_bounds(1, 2, 0).empty());
    CHECK(log_spaced_bounds(1, 2, 513).empty());
    CHECK(log_spaced_bounds(1e-9, 1e9, 512).size() > 100);
}

TEST_CASE("a histogram accepts generated bounds", "[component]") {
    tacho::component::sharded_registry in;
    auto const most = log_spaced_bounds(1e-9, 1e9, 512);
    auto const made = in.create_histogram("d_seconds", "D.", {}, most);
    made.observe(1);
    CHECK(in.prometheus_format_str().ends_with("\nd_seconds_count 1\n"));
}
