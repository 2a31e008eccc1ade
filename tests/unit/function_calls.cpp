// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/write_text.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <type_traits>
#include <utility>

namespace {

template <tacho::function_calls Calls>
using durations = tacho::call_durations<Calls, tacho::default_buckets, "function">;

using on = durations<tacho::function_calls::on>;
using off = durations<tacho::function_calls::off>;

} // namespace

static_assert(std::same_as<on, tacho::family<tacho::histogram<>, "function">>);
static_assert(std::same_as<off, tacho::no_calls>);

// Objects that are off store nothing.
static_assert(std::is_empty_v<tacho::no_calls>);
static_assert(std::is_empty_v<tacho::no_histogram>);
static_assert(std::is_empty_v<tacho::no_timer>);

static_assert(tacho::measures_calls<tacho::histogram<>>);
static_assert(tacho::measures_calls<tacho::no_histogram>);
static_assert(!tacho::measures_calls<tacho::histogram<tacho::byte_buckets<1>>>);
static_assert(!tacho::measures_calls<on>);
static_assert(!tacho::measures_calls<off>);

// A guard that is off is used like one that is on.
static_assert(!std::is_copy_constructible_v<tacho::no_timer>);
static_assert(!std::is_copy_assignable_v<tacho::no_timer>);
static_assert(std::is_nothrow_move_constructible_v<tacho::no_timer>);
static_assert(std::is_nothrow_move_assignable_v<tacho::no_timer>);

TEST_CASE("calls that are on are a family of histograms", "[function_calls]") {
    tacho::registry registry;
    on const calls{registry, "calls_seconds", "Calls."};
    { auto const timed = calls.with("f").time(); }
    CHECK(sample(registry, "calls_seconds_count{function=\"f\"}") == "1");
}

TEST_CASE("calls that are off take the same arguments and leave no trace", "[function_calls]") {
    tacho::registry registry;
    tacho::metric_options const options{.series_limit = 3};
    off const in_registry{registry, "calls_seconds", "Calls."};
    off const with_options{registry, "calls_seconds", "Calls.", options};
    off const by_default{"calls_seconds", "Calls."};
    off const by_default_with_options{"calls_seconds", "Calls.", options};
    for (auto const& each : {in_registry, with_options, by_default, by_default_with_options}) {
        auto const series = each.with("f");
        series.observe(1);
        series.observe(0.5);
        series.observe_ticks(1);
        auto timed = series.time();
        auto moved = std::move(timed);
        timed = std::move(moved);
        timed.stop();
        timed.discard();
    }
    CHECK(tacho::to_text(registry).empty());
    CHECK(tacho::to_text().find("calls_seconds") == std::string::npos);
}
