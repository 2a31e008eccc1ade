// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_JS_HPP
#define TACHO_HYPERLIGHT_JS_HPP

#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/fwd.hpp>
#include <tacho/hyperlight/detail/layouts.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/naming.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/hyperlight/sandbox.hpp>

#include <optional>
#include <string_view>

namespace tacho::inline v0::hyperlight {

/// Whether the guest collects garbage after it has handled an event.
enum class garbage_collection : bool { skipped, run };

namespace detail {

inline constexpr step_rules js_rules{.counts_attempts = false, .unloading_creates = true};

} // namespace detail

/// The metrics of a host of JavaScript guests: the core's metrics, with function calls on; the life
/// of its sandboxes, whose step `load` is `get_loaded_sandbox` in hyperlight-js; its event
/// handlers; and the monitors that ended handlers which took too long.
///
/// The names, and the times at which things are counted, follow hyperlight-js' observability
/// document; its own metrics have the same names in all profiles. The document has no help texts;
/// they are tacho's.
///
/// Thread safety: safe. Progress: as counter, family and histogram. Allocation: none while
/// recording, except for new series. Errors: constructors throw registration_error.
template <naming Naming = naming::documented, function_calls Calls = function_calls::on>
class js_metrics : public host_metrics<Naming, Calls>, public sandbox_metrics<detail::js_rules> {
public:
    /// In microseconds in all profiles, although the name does not tell the unit.
    using handler_durations =
        call_durations<Calls, guest_bounds::in_microseconds, "event_handler_name">;

    /// Registers in `get_metrics_registry()`.
    js_metrics()
        : js_metrics{get_metrics_registry()} {}

    explicit js_metrics(registry& in, limits const& most = {});

    /// Observes the time from now until the guard ends as a call of this handler, garbage
    /// collection included. For valid events only: an invalid event calls no handler. For an empty
    /// name it returns null, and nothing is observed.
    [[nodiscard]] auto time_event_handler(
        std::string_view name, garbage_collection gc = garbage_collection::run
    ) const noexcept {
        auto const& calls =
            gc == garbage_collection::run ? event_handler_calls_with_gc : event_handler_calls;
        using guard = decltype(calls.with(name).time());
        return name.empty() ? std::optional<guard>{} : std::optional{calls.with(name).time()};
    }

    handler_durations event_handler_calls;         // only calls without garbage collection
    handler_durations event_handler_calls_with_gc; // only calls with garbage collection

    /// Counts calls that a monitor has ended, by the monitor's name.
    family<counter, "monitor_type"> monitor_terminations;
};

} // namespace tacho::inline v0::hyperlight

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hyperlight/js.ipp> // IWYU pragma: export
#endif

#endif
