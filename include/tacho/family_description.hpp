// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_FAMILY_DESCRIPTION_HPP
#define TACHO_FAMILY_DESCRIPTION_HPP

#include <tacho/metric_type.hpp>

#include <string>
#include <vector>

namespace tacho::inline v0 {

/// The properties that all series of a family share. They never change after registration.
struct family_description {
    std::string name{};
    std::string help{};
    std::string unit{};
    metric_type type{metric_type::untyped};
    number_kind number{number_kind::floating};
    /// Whether the family is shown before it has a series.
    bool announced{false};
    /// A histogram's upper bounds, in the exposed unit, without +Inf.
    std::vector<double> bounds{};
    /// The bounds as text, +Inf included: the values of the label `le`.
    std::vector<std::string> bound_texts{};
    /// The texts of a stateset's states: the values of a label that is called like the family.
    std::vector<std::string> states{};
    /// The names of the labels, constant ones first.
    std::vector<std::string> label_names{};
};

} // namespace tacho::inline v0

#endif
