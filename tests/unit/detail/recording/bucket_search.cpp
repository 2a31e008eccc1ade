// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/recording/bucket_search.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <support/catch.hpp>
#include <utility>
#include <vector>

using tacho::detail::runtime_bucket_search;
using tacho::detail::static_bucket_search;

namespace {

using limits = std::numeric_limits<double>;

/// The rule itself: the first bound that is not less than the value; +Inf for NaN.
[[nodiscard]] std::size_t by_rule(std::span<double const> bounds, double value) {
    if (std::isnan(value))
        return bounds.size();
    return static_cast<std::size_t>(std::ranges::lower_bound(bounds, value) - bounds.begin());
}

/// Values worth searching for in any layout: each bound with its neighbours, the middle between
/// two, and the extreme doubles.
[[nodiscard]] std::vector<double> questions(std::span<double const> bounds) {
    std::vector<double> asked{
        0.0,
        -0.0,
        limits::denorm_min(),
        -limits::denorm_min(),
        limits::min(),
        -limits::min(),
        limits::max(),
        limits::lowest(),
        limits::infinity(),
        -limits::infinity(),
        limits::quiet_NaN(),
        -limits::quiet_NaN(),
        limits::signaling_NaN(),
        1.0,
        -1.0,
    };
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        asked.push_back(bounds[i]);
        asked.push_back(std::nextafter(bounds[i], limits::infinity()));
        asked.push_back(std::nextafter(bounds[i], -limits::infinity()));
        asked.push_back(-bounds[i]);
        if (i > 0)
            asked.push_back(bounds[i - 1] / 2 + bounds[i] / 2);
    }
    return asked;
}

/// The first of the values whose bucket is not the rule's, if any.
struct disagreement {
    bool found{false};
    double value{0};
    std::size_t got{0};
    std::size_t want{0};
};

template <typename Search>
[[nodiscard]] disagreement
disagree(Search const& search, std::span<double const> bounds, std::span<double const> asked) {
    for (double const value : asked)
        if (search.find(value) != by_rule(bounds, value))
            return {true, value, search.find(value), by_rule(bounds, value)};
    return {};
}

void check(std::vector<double> const& bounds) {
    runtime_bucket_search const search{bounds};
    CHECK(search.count() == bounds.size() + 1);
    CHECK(std::ranges::equal(search.bounds(), bounds));
    auto const wrong = disagree(search, bounds, questions(bounds));
    CAPTURE(wrong.value, wrong.got, wrong.want, bounds.size(), bounds.front(), bounds.back());
    CHECK_FALSE(wrong.found);
}

template <std::array Bounds>
void check_static() {
    static_bucket_search<Bounds> const search{};
    STATIC_REQUIRE(search.count() == Bounds.size() + 1);
    auto const wrong = disagree(search, Bounds, questions(Bounds));
    CAPTURE(wrong.value, wrong.got, wrong.want, Bounds.front(), Bounds.back());
    CHECK_FALSE(wrong.found);
}

template <std::size_t Count>
consteval std::array<double, Count> steps(double start, double width) {
    std::array<double, Count> made{};
    for (std::size_t i = 0; i < Count; ++i)
        made[i] = start + width * static_cast<double>(i);
    return made;
}

constexpr std::array prometheus{.005, .01, .025, .05, .1, .25, .5, 1.0, 2.5, 5.0, 10.0};

} // namespace

// Everything folds into constants, so the search may be used in constant expressions.
static_assert(static_bucket_search<prometheus>::find(0.005) == 0);
static_assert(static_bucket_search<prometheus>::find(10.1) == 11);
static_assert(noexcept(static_bucket_search<prometheus>::find(1)));
static_assert(noexcept(std::declval<runtime_bucket_search const&>().find(1)));

TEST_CASE("a bound belongs to its own bucket", "[bucket_search]") {
    runtime_bucket_search const search{prometheus};
    for (std::size_t i = 0; i < prometheus.size(); ++i) {
        CHECK(search.find(prometheus[i]) == i);
        CHECK(search.find(std::nextafter(prometheus[i], limits::infinity())) == i + 1);
        CHECK(search.find(std::nextafter(prometheus[i], 0.0)) == i);
        CHECK(static_bucket_search<prometheus>::find(prometheus[i]) == i);
    }
}

TEST_CASE("NaN belongs to the last bucket only", "[bucket_search]") {
    for (double const nan : {limits::quiet_NaN(), -limits::quiet_NaN(), limits::signaling_NaN()}) {
        CHECK(static_bucket_search<prometheus>::find(nan) == prometheus.size());
        CHECK(runtime_bucket_search{prometheus}.find(nan) == prometheus.size());
    }
}

TEST_CASE("static layouts are searched as the rule says", "[bucket_search]") {
    check_static<prometheus>();
    check_static<std::array{0.0}>();
    check_static<std::array{1.0}>();
    check_static<std::array{-1.0}>();
    check_static<std::array{-3.0, -2.0, -1.0}>();
    check_static<std::array{-1.0, 0.0, 1.0}>();
    check_static<std::array{0.0, limits::denorm_min(), limits::min()}>();
    check_static<std::array{-limits::denorm_min(), limits::denorm_min()}>();
    check_static<std::array{limits::lowest(), -limits::min(), limits::max()}>();
    check_static<std::array{1.0, 1.0 + limits::epsilon(), 1.0 + 2 * limits::epsilon()}>();
    check_static<steps<60>(0.5, 0.25)>();
    check_static<steps<1000>(1, 1)>();
    check_static<steps<1000>(-500, 1)>();
}

TEST_CASE("run-time layouts are searched as the rule says", "[bucket_search]") {
    check({prometheus.begin(), prometheus.end()});
    check({0.0});
    check({-0.0, 1.0});
    check({-1.0, 0.0, 1.0});
    check({-1e300, -1.0, -1e-300});
    check({limits::denorm_min()});
    check({limits::lowest(), limits::max()});
    check({limits::denorm_min(), 2 * limits::denorm_min(), 3 * limits::denorm_min(), 1.0});
    check({1e-300, 1.0, 1e300});
}

TEST_CASE("bounds one bit apart are told apart", "[bucket_search]") {
    for (double const start : {1.0, 0.1, 1e-310, 4503599627370496.0, 1.9999999999999998}) {
        std::vector<double> bounds{start};
        for (int i = 0; i < 100; ++i)
            bounds.push_back(std::nextafter(bounds.back(), limits::infinity()));
        check(bounds);
    }
    // Again with others far away, so that no table is fine enough.
    std::vector<double> bounds{1e-300, 1.0};
    for (int i = 0; i < 20; ++i)
        bounds.push_back(std::nextafter(bounds.back(), limits::infinity()));
    bounds.push_back(1e300);
    check(bounds);
}

TEST_CASE(
    "a thousand and sixty-five thousand bounds are searched as the rule says", "[bucket_search]"
) {
    for (std::size_t const count : {std::size_t{1000}, std::size_t{65534}}) {
        std::vector<double> linear;
        std::vector<double> exponential{1e-9};
        for (std::size_t i = 0; i < count; ++i) {
            linear.push_back(-100.0 + 0.125 * static_cast<double>(i));
            if (i > 0)
                exponential.push_back(exponential.back() * (1 + 1e-3));
        }
        check(linear);
        check(exponential);
    }
}

TEST_CASE("random layouts are searched as the rule says", "[bucket_search]") {
    constexpr std::uint32_t seed = 20231;
    CAPTURE(seed);
    std::mt19937 random{seed};
    std::uniform_real_distribution<double> exponent{-40, 40};
    std::uniform_real_distribution<double> plain{-1, 1};
    std::uniform_int_distribution<std::size_t> size{1, 80};
    for (int layout = 0; layout < 400; ++layout) {
        std::vector<double> bounds;
        auto const count = size(random);
        bool const wide = layout % 2 == 0;
        bool const signs = layout % 3 == 0;
        auto const one = [&] {
            auto const value = wide ? std::exp2(exponent(random)) : 100 + plain(random);
            return signs && plain(random) < 0 ? -value : value;
        };
        for (std::size_t i = 0; i < count; ++i)
            bounds.push_back(one());
        std::ranges::sort(bounds);
        auto const [first, last] = std::ranges::unique(bounds);
        bounds.erase(first, last);

        runtime_bucket_search const search{bounds};
        auto asked = questions(bounds);
        for (int i = 0; i < 50; ++i)
            asked.push_back(one());
        auto const wrong = disagree(search, bounds, asked);
        CAPTURE(layout, wrong.value, wrong.got, wrong.want);
        REQUIRE_FALSE(wrong.found);
    }
}

TEST_CASE("a value belongs to the first of equal bounds", "[bucket_search]") {
    // Two bounds of a layout in ticks may fall on the same tick.
    runtime_bucket_search const search{std::vector<double>{1, 2, 2, 3}};
    CHECK(search.find(1.5) == 1);
    CHECK(search.find(2) == 1);
    CHECK(search.find(2.5) == 3);
    runtime_bucket_search const zeros{std::vector<double>{0, 0, 3}};
    CHECK(zeros.find(0) == 0);
    CHECK(zeros.find(1) == 2);
}
