// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_BACKEND_HPP
#define TACHO_COMPONENT_BACKEND_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/options.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::component {

/// A metric that tells its name, description and type.
template <typename Metric>
concept metric_of_backend = std::copyable<Metric> && requires(Metric const& metric) {
    { metric.name() } -> std::convertible_to<std::string_view>;
    { metric.description() } -> std::convertible_to<std::string_view>;
    { metric.type() } -> std::same_as<metric_type>;
};

/// Counts events; never decreases.
template <typename Metric>
concept counter_of_backend = metric_of_backend<Metric> && requires(Metric const& metric) {
    metric.increment();
    metric.add(std::uint64_t{2});
};

/// A value that goes up and down.
template <typename Metric>
concept gauge_of_backend = metric_of_backend<Metric> && requires(Metric const& metric) {
    metric.set(0.5);
    metric.increment();
    metric.increment(0.5);
    metric.decrement();
    metric.decrement(0.5);
};

/// A distribution of values.
template <typename Metric>
concept histogram_of_backend =
    metric_of_backend<Metric> && requires(Metric const& metric) { metric.observe(0.5); };

/// Where the metrics of components go. A component is written against this concept, as `template
/// <tacho::component::backend Registry>`, so that the registry can be exchanged. If the registry's
/// type is known at compile time, a metric costs what that type costs; `metrics_registry` is a
/// backend too, and is chosen at run time.
///
/// `create_*` may be called from any thread. Creating a metric with the name, shape and labels of
/// an existing metric returns the existing one; creating it with another shape throws
/// registration_error, which shows both shapes. Recording is possible from any thread, and cannot
/// fail.
template <typename Registry>
concept backend = requires(
    Registry& registry,
    std::string_view text,
    std::vector<label> const& labels,
    std::vector<double> const& bounds
) {
    requires counter_of_backend<typename Registry::counter_type>;
    requires gauge_of_backend<typename Registry::gauge_type>;
    requires histogram_of_backend<typename Registry::histogram_type>;
    {
        registry.create_counter(text, text, labels)
    } -> std::same_as<typename Registry::counter_type>;
    { registry.create_gauge(text, text, labels) } -> std::same_as<typename Registry::gauge_type>;
    {
        registry.create_histogram(text, text, labels, bounds)
    } -> std::same_as<typename Registry::histogram_type>;
    { registry.prefix() } -> std::convertible_to<std::string_view>;
    { registry.prometheus_format_str() } -> std::convertible_to<std::string>;
};

/// The bounds of a histogram that is created without bounds: Prometheus' own, 5 ms to 10 s.
[[nodiscard]] TACHO_DECL std::vector<double> default_bounds();

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/backend.ipp> // IWYU pragma: export
#endif

#endif
