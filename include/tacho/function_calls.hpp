// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_FUNCTION_CALLS_HPP
#define TACHO_FUNCTION_CALLS_HPP

#include <tacho/buckets.hpp>
#include <tacho/family.hpp>
#include <tacho/fwd.hpp>
#include <tacho/histogram.hpp>
#include <tacho/labels.hpp>
#include <tacho/name.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

// Metrics of call durations that can be turned off at compile time. When they are off, nothing is
// registered and the recording types are empty, so the compiler removes all of their code.

namespace tacho::inline v0 {

/// Whether a set of metrics measures the calls of functions.
enum class function_calls : bool { off, on };

/// Stands in for a timer while measuring is off; does nothing.
class [[nodiscard]] no_timer {
public:
    constexpr no_timer() noexcept {}
    constexpr no_timer(no_timer&&) noexcept {}
    constexpr no_timer& operator=(no_timer&&) noexcept { return *this; }
    constexpr ~no_timer() {}

    constexpr void stop() const noexcept {}
    constexpr void discard() const noexcept {}
};

/// Stands in for a histogram of `no_calls`; does nothing.
struct no_histogram {
    template <typename Number>
    constexpr void observe(Number) const noexcept {}
    constexpr void observe_ticks(std::uint64_t) const noexcept {}
    [[nodiscard]] constexpr no_timer time() const noexcept { return {}; }
};

/// Stands in for a family of histograms: its constructors take the same arguments but register
/// nothing.
struct no_calls {
    using metric = no_histogram;

    constexpr no_calls(metric_name, std::string_view) noexcept {}
    constexpr no_calls(metric_name, std::string_view, metric_options const&) noexcept {}
    constexpr no_calls(registry&, metric_name, std::string_view) noexcept {}
    constexpr no_calls(registry&, metric_name, std::string_view, metric_options const&) noexcept {}

    template <typename... Values>
    [[nodiscard]] constexpr no_histogram with(Values const&...) const noexcept {
        return {};
    }
};

/// The durations of function calls by label, which `instrument` records into. If `Calls` is `on`,
/// this is a family of histograms, whose counts are the numbers of calls; if it is `off`, this is
/// `no_calls`.
///
/// ```
/// template <tacho::function_calls Calls>
/// struct plugin_metrics {
///     tacho::call_durations<Calls, tacho::default_buckets, "function"> calls{
///         "plugin_call_duration_seconds", "Time in functions of the plugin."};
/// };
/// ```
template <function_calls Calls, bucket_layout Layout, label_name... Labels>
using call_durations =
    std::conditional_t<Calls == function_calls::on, family<histogram<Layout>, Labels...>, no_calls>;

/// A type whose `time()` makes a guard for a scope: a histogram whose layout measures time, or
/// `no_histogram`.
template <typename Series>
concept measures_calls = requires(Series const series) { series.time(); };

} // namespace tacho::inline v0

#endif
