// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_HYPERLIGHT_IPP
#define TACHO_HYPERLIGHT_HYPERLIGHT_IPP

#include <tacho/bounded_text.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/registry.hpp>

#include <charconv>
#include <cstdint>
#include <limits>

namespace tacho::inline v0::hyperlight {

namespace detail {

/// The core's texts.
struct host_texts {
    metric_text guest_errors;
    metric_text guest_cancellations;
    metric_text guest_calls;
    metric_text host_calls;
};

[[nodiscard]] constexpr host_texts host_texts_of(naming by) noexcept {
    if (by == naming::facade)
        return {
            {"guest_errors_total", "Number of guest errors encountered"},
            {"guest_cancellations_total", "Number of guest executions that have been cancelled"},
            {"guest_call_duration_seconds", "Duration of guest function calls in seconds"},
            {"host_call_duration_seconds", "Duration of host function calls in seconds"}
        };
    return {
        {"hyperlight_guest_error_count", "Number of guest errors encountered"},
        // The documents have the singular of "executions", the wire had the plural.
        {by == naming::documented ? "hyperlight_number_of_cancelled_guest_execution"
                                  : "hyperlight_number_of_cancelled_guest_executions",
         "Number of guest executions that have been cancelled"},
        {"hyperlight_guest_function_call_duration_microseconds",
         "Duration of guest function calls in microseconds"},
        {"hyperlight_host_function_calls_duration_microseconds",
         "Duration of host function calls in Microseconds"}
    };
}

/// Only the facade has this metric.
inline constexpr metric_text erroneous_vcpu_kicks_text{
    "erroneous_vcpu_kicks_total",
    "Number of cancelled exits of a virtual processor that nobody asked for"
};

} // namespace detail

template <naming Naming, function_calls Calls>
host_metrics<Naming, Calls>::host_metrics(registry& in, limits const& most)
    : guest_errors{make_metric<guest_error_family>(
          in, detail::host_texts_of(Naming).guest_errors, most.errors
      )}
    , guest_cancellations{make_metric<counter>(
          in, detail::host_texts_of(Naming).guest_cancellations
      )}
    , erroneous_vcpu_kicks{make_metric<facade_counter>(in, detail::erroneous_vcpu_kicks_text)}
    , guest_calls{make_metric<guest_durations>(
          in, detail::host_texts_of(Naming).guest_calls, most.functions
      )}
    , host_calls{
          make_metric<host_durations>(in, detail::host_texts_of(Naming).host_calls, most.functions)
      } {}

template <naming Naming, function_calls Calls>
void host_metrics<Naming, Calls>::guest_error(guest_error_code code, std::string_view message)
    const noexcept {
    if (code == guest_error_code::no_error)
        return;
    if constexpr (Naming == naming::facade) {
        char digits[std::numeric_limits<std::uint64_t>::digits10 + 1];
        auto const* const end =
            std::to_chars(digits, digits + sizeof digits, static_cast<std::uint64_t>(code)).ptr;
        guest_errors.with(std::string_view{digits, static_cast<std::size_t>(end - digits)}).inc();
    } else {
        bounded_text<longest_message> const shown{message};
        guest_errors.with(name_of(code), shown.view()).inc();
    }
}

#if defined(TACHO_SEPARATE_COMPILATION)
template class host_metrics<naming::documented, function_calls::off>;
template class host_metrics<naming::documented, function_calls::on>;
template class host_metrics<naming::wire, function_calls::off>;
template class host_metrics<naming::wire, function_calls::on>;
template class host_metrics<naming::facade, function_calls::off>;
template class host_metrics<naming::facade, function_calls::on>;
#endif

} // namespace tacho::inline v0::hyperlight

#endif
