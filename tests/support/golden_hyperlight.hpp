// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_GOLDEN_HYPERLIGHT_HPP
#define TACHO_TESTS_SUPPORT_GOLDEN_HYPERLIGHT_HPP

#include <tacho/exposition/text.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/histogram.hpp>
#include <tacho/hyperlight/detail/layouts.hpp>
#include <tacho/hyperlight/detail/naming.hpp>
#include <tacho/hyperlight/guest_error.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <string>
#include <support/catch.hpp>
#include <support/golden.hpp>
#include <utility>

// The three systems' metrics after the same events, in every profile, with function calls on and
// off.

/// The name of the golden file: "wasm_facade_on".
[[nodiscard]] inline std::string hyperlight_golden(
    std::string const& system, tacho::hyperlight::naming names, tacho::function_calls calls
) {
    using tacho::hyperlight::naming;
    auto const* const profile = names == naming::documented ? "_documented"
                                : names == naming::wire     ? "_wire"
                                                            : "_facade";
    auto const* const suffix = calls == tacho::function_calls::on ? "_on.txt" : "_off.txt";
    return golden("hyperlight/" + system + profile + suffix);
}

/// Makes `Metrics<Naming, Calls>` in a registry, lets `events` happen, and gives the text.
template <typename Metrics, typename Events>
[[nodiscard]] std::string exposition_after(Events events) {
    tacho::registry registry;
    Metrics const metrics{registry};
    std::string text;
    events(metrics, [&] { text = tacho::to_text(registry); });
    return text;
}

/// Errors, cancellations and calls of the core.
template <typename Metrics>
void host_events(Metrics const& metrics) {
    using enum tacho::hyperlight::guest_error_code;
    metrics.guest_error(stack_overflow, "");
    metrics.guest_error(guest_error, "it said \"no\"\nand \\");
    metrics.guest_error(guest_error, "it said \"no\"\nand \\");
    metrics.guest_error(no_error, "not an error");
    metrics.guest_cancellations.inc(5);
    metrics.erroneous_vcpu_kicks.inc(2);
    using seconds = tacho::hyperlight::guest_bounds::in_seconds;
    using observed = decltype(metrics.guest_calls.with(""));
    if constexpr (!std::same_as<observed, tacho::histogram<seconds>>) {
        for (int const microseconds : {50, 51, 150, 430, 50})
            metrics.guest_calls.with("Echo").observe(microseconds);
        for (int const microseconds : {3100, 4051, 7000})
            metrics.host_calls.with("HostPrint").observe(microseconds);
    } else { // fractions of which sums are exact
        for (double const parts : {16384, 8192, 4096, 16384, 16384})
            metrics.guest_calls.with("Echo").observe(1 / parts);
        for (double const parts : {256, 512, 128})
            metrics.host_calls.with("HostPrint").observe(1 / parts);
    }
}

/// Sandboxes live, in every stage one, and fail: then `look`.
template <typename Metrics, typename Look>
void sandbox_events(Metrics const& metrics, Look look) {
    auto const runtime = [&] { return metrics.track_proto().load_runtime().done(); };
    auto const proto = metrics.track_proto();
    auto const sandbox = runtime();
    auto const loaded = runtime().load().done();
    static_cast<void>(runtime().load()); // fails
    static_cast<void>(runtime().load().done().unload().done());
    look();
}

/// Compares the text of `Metrics` after `events` with the golden files of `system`, in every
/// profile, with function calls on and off.
template <
    template <tacho::hyperlight::naming, tacho::function_calls> class Metrics,
    typename Events>
void check_golden(std::string const& system, Events events) {
    using tacho::hyperlight::naming;
    auto const check = [&]<naming Naming, tacho::function_calls Calls>() {
        CHECK(
            exposition_after<Metrics<Naming, Calls>>(events) ==
            hyperlight_golden(system, Naming, Calls)
        );
    };
    auto const on_and_off = [&]<naming Naming>() {
        check.template operator()<Naming, tacho::function_calls::on>();
        check.template operator()<Naming, tacho::function_calls::off>();
    };
    on_and_off.template operator()<naming::documented>();
    on_and_off.template operator()<naming::wire>();
    on_and_off.template operator()<naming::facade>();
}

#endif
