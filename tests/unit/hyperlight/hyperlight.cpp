// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/text.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/js.hpp>
#include <tacho/hyperlight/wasm.hpp>
#include <tacho/instrument.hpp>
#include <tacho/registry.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/golden_hyperlight.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <type_traits>

namespace {

namespace hyperlight = tacho::hyperlight;
using hyperlight::guest_error_code;
using hyperlight::naming;
using tacho::function_calls;

constexpr std::string_view errors = "hyperlight_guest_error_count";

} // namespace

TEST_CASE("the core's metrics in every profile, with calls on and off", "[hyperlight]") {
    check_golden<hyperlight::host_metrics>("host", [](auto const& metrics, auto look) {
        host_events(metrics);
        look();
    });
}

TEST_CASE("the documents' names are the default, and function calls are off", "[hyperlight]") {
    STATIC_REQUIRE(std::is_same_v<
                   hyperlight::host_metrics<>,
                   hyperlight::host_metrics<naming::documented, function_calls::off>>);
    STATIC_REQUIRE(std::is_same_v<
                   decltype(hyperlight::host_metrics<>::guest_calls),
                   tacho::no_calls>);
}

TEST_CASE("the three systems' metrics live in one registry", "[hyperlight]") {
    tacho::registry registry;
    tacho::registry other_registry;
    tacho::hyperlight::host_metrics<> core{registry};
    tacho::hyperlight::wasm_metrics<> wasm{registry};
    tacho::hyperlight::js_metrics<> js{registry};
    tacho::hyperlight::host_metrics<tacho::hyperlight::naming::wire, tacho::function_calls::on>
        wire{other_registry};
    auto add = tacho::instrument<"Add">(wasm.guest_calls, [](int a, int b) { return a + b; });

    CHECK(add(1, 2) == 3);
    for (auto const* const each : {"core", "wasm", "js"})
        core.guest_error(guest_error_code::guest_error, each);
    wasm.guest_error(guest_error_code::guest_error, "core");
    js.guest_error(guest_error_code::guest_error, "core");
    core.guest_cancellations.inc();
    wasm.guest_cancellations.inc();
    js.guest_cancellations.inc();
    { auto const timed = js.guest_calls.with("Add").time(); }
    { auto const timed = wire.host_calls.with("Print").time(); }
    CHECK(
        sample(
            registry, std::string{errors} + R"({error_code="GuestError",error_message="core"})"
        ) == "3"
    );
    CHECK(sample(registry, "hyperlight_number_of_cancelled_guest_execution") == "3");
    CHECK(
        sample(
            registry,
            "hyperlight_guest_function_call_duration_microseconds_count{function_name=\"Add\"}"
        ) == "2"
    );
    CHECK(
        sample(
            other_registry,
            "hyperlight_host_function_calls_duration_microseconds_count{function_name=\"Print\"}"
        ) == "1"
    );
}

TEST_CASE("in the facade the loads of both systems are one metric", "[hyperlight]") {
    tacho::registry registry;
    hyperlight::wasm_metrics<naming::facade> wasm{registry};
    hyperlight::js_metrics<naming::facade> js{registry};
    static_cast<void>(wasm.track_proto().load_runtime().done().load().done());
    static_cast<void>(js.track_proto().load_runtime().done().load().done().unload().done());
    CHECK(sample(registry, "sandbox_loads_total") == "2");
    CHECK(sample(registry, "sandbox_unloads_total") == "1");
}

TEST_CASE("what a guest says is shown as far as it is short text", "[hyperlight]") {
    tacho::registry registry;
    hyperlight::host_metrics<> metrics{registry};
    auto const shown = [&](std::string const& message) {
        metrics.guest_error(guest_error_code::guest_error, message);
        auto const text = tacho::to_text(registry);
        auto const begin = text.rfind("error_message=\"") + 15;
        auto const label = text.substr(begin, text.rfind("\"} 1\n") - begin);
        metrics.guest_errors.clear();
        return label;
    };
    CHECK(shown("\"quoted\"\n\\") == R"(\"quoted\"\n\\)");
    CHECK(shown("\xFF\xC3") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(shown(std::string{"a\0b", 3}) == std::string{"a\0b", 3});
    CHECK(shown(std::string(1 << 20, 'x')) == std::string(128, 'x'));
    CHECK(shown(std::string(127, 'x') + "\u00E9") == std::string(127, 'x'));
    CHECK(shown(std::string(126, 'x') + "\u00E9 and more") == std::string(126, 'x') + "\u00E9");
    CHECK(shown(std::string(1 << 20, '\xFF')).size() == 126); // 42 replacement characters
}

TEST_CASE("messages that begin alike are one series", "[hyperlight]") {
    tacho::registry registry;
    hyperlight::host_metrics<> metrics{registry};
    auto const start = std::string(128, 'x');
    metrics.guest_error(guest_error_code::guest_error, start + "1");
    metrics.guest_error(guest_error_code::guest_error, start + "2");
    CHECK(occurrences(tacho::to_text(registry), "\nhyperlight_guest_error_count{") == 1);
}

TEST_CASE("a guest that floods gets one series more than the limit", "[hyperlight]") {
    tacho::registry registry;
    hyperlight::host_metrics<naming::documented, function_calls::on> metrics{
        registry, {.errors = 10, .functions = 5}
    };
    event_count const refused{&event_count::events::refused_series};
    constexpr std::size_t flood = 1000;
    for (std::size_t i = 0; i < flood; ++i) {
        auto const text = std::to_string(i);
        metrics.guest_error(guest_error_code::guest_error, text);
        auto const timed = metrics.guest_calls.with(text).time();
        auto const also = metrics.host_calls.with(text).time();
    }
    auto const text = tacho::to_text(registry);
    CHECK(occurrences(text, "\nhyperlight_guest_error_count{") == 11);
    CHECK(
        sample(
            text,
            std::string{errors} + R"({error_code="__overflow__",error_message="__overflow__"})"
        ) == std::to_string(flood - 10)
    );
    CHECK(occurrences(text, "microseconds_count{") == 12);
    CHECK(
        sample(
            text,
            R"(hyperlight_host_function_calls_duration_microseconds_count{function_name="__overflow__"})"
        ) == std::to_string(flood - 5)
    );
    CHECK(refused.since() == flood - 10 + 2 * (flood - 5));
}

TEST_CASE("in the facade codes that a guest made up are bounded too", "[hyperlight]") {
    tacho::registry registry;
    hyperlight::host_metrics<naming::facade> metrics{registry, {.errors = 10}};
    auto random = random_for(0);
    for (int i = 0; i < 1000; ++i)
        metrics.guest_error(guest_error_code{random() | 1}, "");
    metrics.guest_error(guest_error_code{UINT64_MAX}, "");
    CHECK(occurrences(tacho::to_text(registry), "\nguest_errors_total{") == 11);
}

TEST_CASE("a host function that throws is observed, and the gauges return", "[hyperlight]") {
    tacho::registry registry;
    hyperlight::wasm_metrics<> metrics{registry};
    auto const fails = tacho::instrument<"fails">(metrics.host_calls, [] {
        throw std::runtime_error{"the guest traps"};
    });
    auto const guest = [&] {
        auto const loaded = metrics.track_proto().load_runtime().done().load().done();
        fails();
    };
    CHECK_THROWS_WITH(guest(), "the guest traps");
    CHECK(metrics.host_calls.with("fails").value().count == 1);
    CHECK(metrics.loaded.current.value() == 0);
    CHECK(metrics.loaded.total.value() == 1);
}
