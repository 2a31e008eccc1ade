// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/text.hpp>
#include <tacho/hyperlight/js.hpp>
#include <tacho/registry.hpp>

#include <stdexcept>
#include <support/catch.hpp>
#include <support/golden_hyperlight.hpp>
#include <support/text.hpp>
#include <type_traits>

namespace {

using tacho::function_calls;
using tacho::hyperlight::garbage_collection;
using tacho::hyperlight::js_metrics;
using tacho::hyperlight::naming;

} // namespace

static_assert(std::is_same_v<js_metrics<>, js_metrics<naming::documented, function_calls::on>>);

TEST_CASE("js' metrics in every profile, with calls on and off", "[hyperlight][js]") {
    check_golden<js_metrics>("js", [](auto const& metrics, auto look) {
        host_events(metrics);
        for (int const microseconds : {100, 200})
            metrics.event_handler_calls.with("on_message").observe(microseconds);
        metrics.event_handler_calls_with_gc.with("on_message").observe(6051);
        metrics.monitor_terminations.with("wall-clock").inc();
        sandbox_events(metrics, look);
    });
}

TEST_CASE("handlers are observed with or without garbage collection", "[hyperlight][js]") {
    tacho::registry registry;
    js_metrics<> const metrics{registry};
    auto const with = [&] { return metrics.event_handler_calls_with_gc.with("f").value().count; };
    auto const without = [&] { return metrics.event_handler_calls.with("f").value().count; };
    {
        auto const timed = metrics.time_event_handler("f"); // the default
        CHECK(with() == 0);
    }
    CHECK(with() == 1);
    CHECK(without() == 0);
    { auto const timed = metrics.time_event_handler("f", garbage_collection::skipped); }
    CHECK(with() == 1);
    CHECK(without() == 1);
    auto const kill = [&] {
        auto const timed = metrics.time_event_handler("f", garbage_collection::run);
        throw std::runtime_error{"killed"};
    };
    CHECK_THROWS(kill());
    CHECK(with() == 2);
    CHECK(without() == 1);
}

TEST_CASE("a handler without a name is not observed", "[hyperlight][js]") {
    tacho::registry registry;
    js_metrics<> const metrics{registry};
    auto const before = tacho::to_text(registry);
    { auto const timed = metrics.time_event_handler(""); }
    { auto const timed = metrics.time_event_handler("", garbage_collection::skipped); }
    CHECK(tacho::to_text(registry) == before);
}

TEST_CASE("handlers are not observed where calls are off", "[hyperlight][js]") {
    tacho::registry registry;
    js_metrics<naming::documented, function_calls::off> const metrics{registry};
    { auto const timed = metrics.time_event_handler("f"); }
    CHECK(tacho::to_text(registry).find("event_handler") == std::string::npos);
}
