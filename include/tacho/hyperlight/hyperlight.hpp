// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_HYPERLIGHT_HPP
#define TACHO_HYPERLIGHT_HYPERLIGHT_HPP

#include <tacho/bounded_text.hpp>
#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/hyperlight/detail/layouts.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/hyperlight/detail/naming.hpp>
#include <tacho/hyperlight/guest_error.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace tacho::inline v0::hyperlight {

/// How many series a guest can make a host keep. Past a limit, records go to the family's overflow
/// series. (A function's series takes half a kilobyte in each thread that calls it.)
struct limits {
    std::size_t errors{1000};    // code and message
    std::size_t functions{1000}; // of each of the families of durations
};

/// The part of a guest's message that its label has.
inline constexpr std::size_t longest_message = 128;

namespace detail {

/// The core's texts. The documents have the singular of "executions", the wire had the plural.
template <naming Naming>
struct host_texts {
    static constexpr metric_text guest_errors{
        "hyperlight_guest_error_count", "Number of guest errors encountered"
    };
    static constexpr metric_text guest_cancellations{
        Naming == naming::documented ? "hyperlight_number_of_cancelled_guest_execution"
                                     : "hyperlight_number_of_cancelled_guest_executions",
        "Number of guest executions that have been cancelled"
    };
    static constexpr metric_text guest_calls{
        "hyperlight_guest_function_call_duration_microseconds",
        "Duration of guest function calls in microseconds"
    };
    static constexpr metric_text host_calls{
        "hyperlight_host_function_calls_duration_microseconds",
        "Duration of host function calls in Microseconds"
    };
};

template <>
struct host_texts<naming::facade> {
    static constexpr metric_text guest_errors{
        "guest_errors_total", "Number of guest errors encountered"
    };
    static constexpr metric_text guest_cancellations{
        "guest_cancellations_total", "Number of guest executions that have been cancelled"
    };
    static constexpr metric_text guest_calls{
        "guest_call_duration_seconds", "Duration of guest function calls in seconds"
    };
    static constexpr metric_text host_calls{
        "host_call_duration_seconds", "Duration of host function calls in seconds"
    };
};

/// The facade's only.
inline constexpr metric_text erroneous_vcpu_kicks_text{
    "erroneous_vcpu_kicks_total",
    "Number of cancelled exits of a virtual processor that nobody asked for"
};

/// In place of a counter that a profile has not.
struct absent_counter : no_calls {
    using no_calls::no_calls;
    constexpr void inc() const noexcept {}
    template <std::integral Integer>
    constexpr void inc(Integer) const noexcept {}
};

} // namespace detail

/// What a Hyperlight host exposes of its guests. Function calls are off, as they are in Hyperlight.
///
/// Names, help, labels and buckets follow Hyperlight's observability documents, by the profile
/// `Naming`. The facade has no help texts of its own; they are those of the documents.
///
/// Thread safety: safe. Progress: as counter, family and histogram. Allocation: none while
/// recording, but for new series. Errors: constructors throw registration_error.
template <naming Naming = naming::documented, function_calls Calls = function_calls::off>
class host_metrics {
    using texts = detail::host_texts<Naming>;
    using facades_counter =
        std::conditional_t<Naming == naming::facade, counter, detail::absent_counter>;

public:
    using guest_error_family = std::conditional_t<
        Naming == naming::facade,
        family<counter, "code">,
        family<counter, "error_code", "error_message">>;
    using guest_durations =
        call_durations<Calls, call_buckets<Naming, guest_bounds>, "function_name">;
    using host_durations =
        call_durations<Calls, call_buckets<Naming, host_bounds>, "function_name">;

    /// Registers in `get_metrics_registry()`.
    host_metrics()
        : host_metrics{get_metrics_registry()} {}

    explicit host_metrics(registry& in, limits const& most = {})
        : guest_errors{make_metric<guest_error_family>(in, texts::guest_errors, most.errors)}
        , guest_cancellations{make_metric<counter>(in, texts::guest_cancellations)}
        , erroneous_vcpu_kicks{make_metric<facades_counter>(in, detail::erroneous_vcpu_kicks_text)}
        , guest_calls{make_metric<guest_durations>(in, texts::guest_calls, most.functions)}
        , host_calls{make_metric<host_durations>(in, texts::host_calls, most.functions)} {}

    /// A guest call ended with an error of the guest's. Of the message, whatever it is, the label
    /// has the first `longest_message` bytes, as UTF-8. `no_error` is not counted.
    ///
    /// (Hyperlight counts an `outb_error` only when it has recorded an error of the host's too.)
    void guest_error(guest_error_code code, std::string_view message) const noexcept {
        if (code == guest_error_code::no_error)
            return;
        if constexpr (Naming == naming::facade) {
            char digits[std::numeric_limits<std::uint64_t>::digits10 + 1];
            auto const* const end =
                std::to_chars(digits, digits + sizeof digits, static_cast<std::uint64_t>(code)).ptr;
            guest_errors.with(std::string_view{digits, static_cast<std::size_t>(end - digits)})
                .inc();
        } else {
            bounded_text<longest_message> const shown{message};
            guest_errors.with(name_of(code), shown.view()).inc();
        }
    }

    /// By `code`, a number, in the facade; else by `error_code`, its name, and `error_message`. Use
    /// `guest_error`.
    guest_error_family guest_errors;

    /// Counts when a guest's run ends because it was cancelled.
    counter guest_cancellations;

    /// Counts cancelled exits that nobody asked for. The facade's only; else it does nothing.
    facades_counter erroneous_vcpu_kicks;

    /// Calls of a guest's functions by the host: around each, whether it succeeds or not.
    guest_durations guest_calls;

    /// Calls of the host's functions by a guest. (Not of functions that the host does not have.)
    host_durations host_calls;
};

} // namespace tacho::inline v0::hyperlight

#endif
