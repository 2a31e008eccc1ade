// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/language/floating_bits.hpp>

#include <cstddef>
#include <limits>
#include <support/catch.hpp>

using namespace tacho::detail;

namespace {

constexpr auto not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr auto infinity = std::numeric_limits<double>::infinity();

// In increasing order; both zeros side by side.
constexpr double ordered[]{
    -infinity,
    std::numeric_limits<double>::lowest(),
    -1,
    -std::numeric_limits<double>::denorm_min(),
    -0.0,
    0.0,
    std::numeric_limits<double>::denorm_min(),
    1,
    (std::numeric_limits<double>::max)(),
    infinity
};

static_assert(is_nan(not_a_number) && is_nan(-not_a_number) && !is_nan(infinity) && !is_nan(0));
static_assert(is_countable(-0.0) && is_countable(infinity) && !is_countable(not_a_number));

} // namespace

TEST_CASE("every double is NaN, infinite or finite", "[floating_bits]") {
    for (double const each : {not_a_number, -not_a_number}) {
        CHECK(is_nan(each));
        CHECK_FALSE(is_infinite(each));
        CHECK_FALSE(is_finite(each));
        CHECK_FALSE(is_countable(each));
    }
    for (double const each : ordered) {
        bool const ends = each == infinity || each == -infinity;
        CHECK_FALSE(is_nan(each));
        CHECK(is_infinite(each) == ends);
        CHECK(is_finite(each) == !ends);
        CHECK(is_countable(each) == (each >= 0));
    }
}

TEST_CASE("the order of doubles is that of numbers", "[floating_bits]") {
    for (double const one : ordered)
        for (double const other : ordered) {
            CHECK((order_of(one) < order_of(other)) == (one < other));
            CHECK((order_of(one) == order_of(other)) == (one == other));
        }
}
