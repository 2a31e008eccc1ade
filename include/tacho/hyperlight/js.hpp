// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_JS_HPP
#define TACHO_HYPERLIGHT_JS_HPP

#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/hyperlight/detail/layouts.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/hyperlight/detail/naming.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/hyperlight/sandbox.hpp>
#include <tacho/registry.hpp>

#include <optional>
#include <string_view>

namespace tacho::inline v0::hyperlight {

/// Whether the guest collects garbage after handling an event.
enum class garbage_collection : bool { skipped, run };

namespace detail {

inline constexpr step_rules js_rules{.counts_attempts = false, .unloading_creates = true};

// There are no others: hyperlight-js is younger than the facade.
inline constexpr sandbox_texts js_texts{
    .current_proto =
        {"active_proto_js_sandboxes", "Current number of proto js sandboxes in this host process"},
    .total_proto =
        {"proto_js_sandboxes_total",
         "The total number of proto js sandboxes that have been created by this process"},
    .current_runtime =
        {"active_js_sandboxes", "Current number of js sandboxes in this host process"},
    .total_runtime =
        {"js_sandboxes_total",
         "The total number of js sandboxes that have been created by this process"},
    .current_loaded =
        {"active_loaded_js_sandboxes", "Current number of loaded js sandboxes in this host process"
        },
    .total_loaded =
        {"loaded_js_sandboxes_total",
         "The total number of loaded js sandboxes that have been created by this process"},
    .loads = {"sandbox_loads_total", "The number of times that a sandbox has been loaded"},
    .unloads = {"sandbox_unloads_total", "The number of times that a sandbox has been unloaded"},
};

inline constexpr metric_text event_handler_calls_text{
    "event_handler_calls_total",
    "Duration of event handler calls without garbage collection in microseconds"
};
inline constexpr metric_text event_handler_calls_with_gc_text{
    "event_handler_calls_with_gc_total",
    "Duration of event handler calls with garbage collection in microseconds"
};
inline constexpr metric_text monitor_terminations_text{
    "monitor_terminations_total", "Number of calls that an execution monitor has ended"
};

} // namespace detail

/// What a host of JavaScript guests exposes: the core's metrics, function calls on, the life of its
/// sandboxes, whose step `load` is `get_loaded_sandbox` in hyperlight-js, its event handlers, and
/// who ended those that took too long.
///
/// Names and moments follow hyperlight-js' observability document; its own metrics have the same
/// names in all profiles. Its help texts, of which it has none, are ours.
///
/// Thread safety: safe. Progress: as counter, family and histogram. Allocation: none while
/// recording, but for new series. Errors: constructors throw registration_error.
template <naming Naming = naming::documented, function_calls Calls = function_calls::on>
class js_metrics : public host_metrics<Naming, Calls>, public sandbox_metrics<detail::js_rules> {
public:
    /// Microseconds in all profiles, as the name does not say.
    using handler_durations =
        call_durations<Calls, guest_bounds::in_microseconds, "event_handler_name">;

    /// Registers in `get_metrics_registry()`.
    js_metrics()
        : js_metrics{get_metrics_registry()} {}

    explicit js_metrics(registry& in, limits const& most = {})
        : host_metrics<Naming, Calls>{in, most}
        , sandbox_metrics<detail::js_rules>{in, detail::js_texts}
        , event_handler_calls{make_metric<handler_durations>(
              in, detail::event_handler_calls_text, most.functions
          )}
        , event_handler_calls_with_gc{make_metric<handler_durations>(
              in, detail::event_handler_calls_with_gc_text, most.functions
          )}
        , monitor_terminations{
              make_metric<family<counter, "monitor_type">>(in, detail::monitor_terminations_text)
          } {}

    /// Observes the time from now until the guard ends as a call of this handler, its garbage
    /// collection included. For valid events only: one that is not calls no handler. Without a name
    /// there is no guard, and nothing is observed.
    [[nodiscard]] auto time_event_handler(
        std::string_view name, garbage_collection gc = garbage_collection::run
    ) const noexcept {
        auto const& calls =
            gc == garbage_collection::run ? event_handler_calls_with_gc : event_handler_calls;
        using guard = decltype(calls.with(name).time());
        return name.empty() ? std::optional<guard>{} : std::optional{calls.with(name).time()};
    }

    handler_durations event_handler_calls;         // without garbage collection, and only those
    handler_durations event_handler_calls_with_gc; // the others

    /// By the name of the monitor that ended a call.
    family<counter, "monitor_type"> monitor_terminations;
};

} // namespace tacho::inline v0::hyperlight

#endif
