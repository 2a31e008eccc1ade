// SPDX-License-Identifier: BSL-1.0

#include <tacho/histogram.hpp>
#include <tacho/hyperlight/detail/layouts.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <support/catch.hpp>

namespace {

using tacho::hyperlight::call_buckets;
using tacho::hyperlight::guest_bounds;
using tacho::hyperlight::host_bounds;
using tacho::hyperlight::naming;

using microseconds = guest_bounds::in_microseconds;
using seconds = guest_bounds::in_seconds;

} // namespace

static_assert(tacho::bucket_layout<microseconds>);
static_assert(std::same_as<call_buckets<naming::documented, guest_bounds>, microseconds>);
static_assert(std::same_as<call_buckets<naming::wire, guest_bounds>, microseconds>);
static_assert(std::same_as<call_buckets<naming::facade, guest_bounds>, seconds>);

TEST_CASE("guest calls have 61 bounds a hundred microseconds apart", "[hyperlight]") {
    auto const bounds = microseconds::bounds();
    REQUIRE(bounds.size() == 61);
    for (std::size_t i = 0; i < bounds.size(); ++i)
        CHECK(bounds[i] == 50 + 100 * static_cast<double>(i));
}

TEST_CASE("host calls have 52 bounds, without 3150 to 3950", "[hyperlight]") {
    auto const bounds = host_bounds::in_microseconds::bounds();
    REQUIRE(bounds.size() == 52);
    CHECK(bounds[30] == 3050);
    CHECK(bounds[31] == 4050);
    CHECK(bounds[51] == 6050);
}

TEST_CASE("the bounds in seconds are equal times", "[hyperlight]") {
    auto const whole = microseconds::bounds();
    auto const bounds = seconds::bounds();
    REQUIRE(bounds.size() == whole.size());
    for (std::size_t i = 0; i < bounds.size(); ++i)
        CHECK(bounds[i] == whole[i] / 1e6);
}

TEST_CASE("times are observed in the unit that is exposed", "[hyperlight]") {
    tacho::registry registry;
    tacho::histogram<microseconds> micro{registry, "micro", "Microseconds."};
    tacho::histogram<seconds> second{registry, "second", "Seconds."};
    auto const ticks =
        static_cast<std::uint64_t>(700.5e-6 / tacho::detail::tick_clock::seconds_per_tick());
    micro.observe_ticks(ticks);
    second.observe_ticks(ticks);
    CHECK(micro.value().sum == 700); // whole microseconds
    CHECK(second.value().sum == Approx(700.5e-6).epsilon(1e-3));
    CHECK(micro.value().buckets[7] == 1);
    CHECK(second.value().buckets[7] == 1);
}
