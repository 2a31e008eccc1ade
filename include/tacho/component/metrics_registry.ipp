// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_METRICS_REGISTRY_IPP
#define TACHO_COMPONENT_METRICS_REGISTRY_IPP

#include <tacho/component/metrics_registry.hpp>
#include <tacho/detail/language/separate_compilation.hpp>

namespace tacho::inline v0::component {

TACHO_DECL metric::~metric() = default;
TACHO_DECL counter::~counter() = default;
TACHO_DECL gauge::~gauge() = default;
TACHO_DECL histogram::~histogram() = default;
TACHO_DECL metrics_registry::~metrics_registry() = default;

TACHO_DECL metrics_registry::counter_type metrics_registry::create_counter(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) {
    return counter_type{make_counter(name, description, labels)};
}

TACHO_DECL metrics_registry::gauge_type metrics_registry::create_gauge(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) {
    return gauge_type{make_gauge(name, description, labels)};
}

TACHO_DECL metrics_registry::histogram_type metrics_registry::create_histogram(
    std::string_view name,
    std::string_view description,
    std::vector<label> const& labels,
    std::vector<double> const& bounds
) {
    return histogram_type{make_histogram(name, description, labels, bounds)};
}

} // namespace tacho::inline v0::component

#endif
