// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRATION_RULES_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRATION_RULES_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/family_description.hpp>
#include <tacho/options.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The rules that a metric has to fulfil to be registered. Every refusal names the metric, the value
// and the reason.

namespace tacho::inline v0::detail {

/// A metric's declaration, as the application makes it.
struct metric_declaration {
    std::string_view name;
    std::string_view help;
    metric_options const& options;
    metric_shape const& shape;
};

/// The names a family may expose. No other family may expose any of them. (OpenMetrics 1.0,
/// "Suffixes". What a counter's name is without `_total` another family may be called: the encoder
/// of OpenMetrics knows what to do.)
[[nodiscard]] TACHO_DECL std::vector<std::string>
sample_names(std::string_view name, metric_type type);

TACHO_DECL void
check_labels(std::string_view name, metric_options const& options, metric_shape const& shape);

TACHO_DECL void check_bounds(std::string_view name, std::span<double const> bounds);

TACHO_DECL void check_unit(std::string_view name, std::string_view unit, metric_type type);

TACHO_DECL void check_states(std::string_view name, std::span<std::string_view const> states);

/// A histogram's bounds in the exposed unit, without +Inf.
[[nodiscard]] TACHO_DECL std::vector<double> exposed_bounds(metric_shape const& shape);

/// The bounds of a histogram that is searched at run time, in the unit of its cells.
[[nodiscard]] TACHO_DECL std::vector<double>
searched_bounds(metric_shape const& shape, std::vector<double> exposed);

/// Refuses a declaration that is wrong regardless of the other registered metrics.
TACHO_DECL void check_metric(metric_declaration const& declared);

/// Gives a histogram's family its bounds, as numbers and as text.
TACHO_DECL void set_bounds(family_description& family, std::span<double const> bounds);

[[nodiscard]] TACHO_DECL family_description describe(metric_declaration const& declared);

/// The part of a description that has to be the same for all metrics of a name, as text for error
/// messages.
[[nodiscard]] TACHO_DECL std::string shape_text(
    family_description const& family, metric_shape const& shape, std::size_t constant_labels
);

/// Refuses a second metric of a name that differs from the first in more than its constant labels'
/// values.
TACHO_DECL void check_same(
    family_description const& there,
    metric_shape const& there_shape,
    std::size_t there_constant,
    family_description const& wanted,
    metric_shape const& wanted_shape,
    std::size_t wanted_constant
);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/registration_rules.ipp> // IWYU pragma: export
#endif

#endif
