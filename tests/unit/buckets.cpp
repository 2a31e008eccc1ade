// SPDX-License-Identifier: BSL-1.0

#include <tacho/buckets.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <ratio>
#include <span>
#include <support/catch.hpp>
#include <type_traits>

namespace {

template <typename Layout, std::size_t Size>
[[nodiscard]] constexpr bool has_bounds(std::array<double, Size> const& wanted) {
    return std::ranges::equal(Layout::bounds(), wanted);
}

struct not_a_layout {};

} // namespace

static_assert(tacho::bucket_layout<tacho::default_buckets>);
static_assert(tacho::bucket_layout<tacho::buckets<1>>);
static_assert(tacho::bucket_layout<tacho::linear_buckets<0, 1, 3>>);
static_assert(tacho::bucket_layout<tacho::exponential_buckets<1, 2, 3>>);
static_assert(tacho::bucket_layout<tacho::microsecond_buckets<1>>);
static_assert(tacho::bucket_layout<tacho::byte_buckets<1>>);
static_assert(tacho::bucket_layout<tacho::tick_buckets<>>);
static_assert(tacho::bucket_layout<tacho::runtime_buckets>);
static_assert(!tacho::bucket_layout<not_a_layout>);
static_assert(!tacho::bucket_layout<int>);

// The default bounds of every Prometheus client.
static_assert(has_bounds<tacho::default_buckets>(std::array{
    .005, .01, .025, .05, .1, .25, .5, 1.0, 2.5, 5.0, 10.0
}));
// Integers and doubles may stand side by side.
static_assert(has_bounds<tacho::buckets<0.1, 1, 10>>(std::array{0.1, 1.0, 10.0}));
static_assert(has_bounds<tacho::buckets<-1, 0, 1.5F>>(std::array{-1.0, 0.0, 1.5}));
// The +Inf bucket is not counted.
static_assert(has_bounds<tacho::linear_buckets<10, 5, 3>>(std::array{10.0, 15.0, 20.0}));
static_assert(has_bounds<tacho::linear_buckets<-1.0, 0.5, 4>>(std::array{-1.0, -0.5, 0.0, 0.5}));
static_assert(has_bounds<tacho::linear_buckets<7, 1, 1>>(std::array{7.0}));
static_assert(has_bounds<tacho::exponential_buckets<1, 2, 5>>(std::array{1.0, 2.0, 4.0, 8.0, 16.0})
);
static_assert(has_bounds<tacho::exponential_buckets<0.25, 2, 3>>(std::array{0.25, 0.5, 1.0}));
static_assert(tacho::linear_buckets<0, 1, 1000>::bounds().size() == 1000);
static_assert(tacho::linear_buckets<0, 1, 1000>::bounds()[999] == 999);

// Timers observe seconds, so layouts in other units have no timer.
static_assert(tacho::default_buckets::measures_time);
static_assert(tacho::microsecond_buckets<1>::measures_time);
static_assert(tacho::nanosecond_buckets<1>::measures_time);
static_assert(tacho::tick_buckets<>::measures_time);
static_assert(tacho::runtime_buckets::measures_time);
static_assert(!tacho::byte_buckets<1>::measures_time);

static_assert(std::same_as<tacho::buckets<1>::observed, double>);
static_assert(std::same_as<tacho::byte_buckets<1>::observed, std::uint64_t>);
static_assert(std::same_as<tacho::tick_buckets<>::observed, std::uint64_t>);
static_assert(std::same_as<tacho::runtime_buckets::observed, double>);
static_assert(tacho::microsecond_buckets<1>::denominator() == 1e6);
static_assert(tacho::nanosecond_buckets<1>::denominator() == 1e9);
static_assert(tacho::byte_buckets<1>::denominator() == 1);
static_assert(tacho::integer_buckets<std::kilo, 1>::numerator() == 1e3);

TEST_CASE(
    "each linear bound is computed from the start and not from the bound before", "[buckets]"
) {
    // 0.1 added ten times is not 1.
    auto const bounds = tacho::linear_buckets<0.1, 0.1, 10>::bounds();
    CHECK(bounds.back() == 0.1 + 0.1 * 9);
    CHECK(bounds[2] == 0.1 + 0.1 * 2);
}

TEST_CASE(
    "each exponential bound is computed from the bound before as other clients do", "[buckets]"
) {
    auto const bounds = tacho::exponential_buckets<0.001, 1.1, 50>::bounds();
    double bound = 0.001;
    for (double const each : bounds) {
        CHECK(each == bound);
        bound *= 1.1;
    }
}

TEST_CASE("a layout in ticks has the bounds of the layout it is made from", "[buckets]") {
    CHECK(std::ranges::equal(tacho::tick_buckets<>::bounds(), tacho::default_buckets::bounds()));
    using layout = tacho::tick_buckets<tacho::buckets<1, 2>>;
    CHECK(std::ranges::equal(layout::bounds(), std::array{1.0, 2.0}));
}

TEST_CASE("integer bounds stay in the unit that is observed", "[buckets]") {
    using layout = tacho::microsecond_buckets<100, 250, 1000>;
    CHECK(std::ranges::equal(layout::bounds(), std::array{100.0, 250.0, 1000.0}));
    // The largest bound that is allowed is exact.
    using large = tacho::byte_buckets<0, (std::uint64_t{1} << 53) - 1>;
    CHECK(large::bounds()[1] == 9007199254740991.0);
}
