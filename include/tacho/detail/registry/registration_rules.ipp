// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRATION_RULES_IPP
#define TACHO_DETAIL_REGISTRY_REGISTRATION_RULES_IPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>
#include <tacho/family_description.hpp>
#include <tacho/options.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::detail {

TACHO_DECL std::vector<std::string> sample_names(std::string_view name, metric_type type) {
    std::vector<std::string> names{std::string{name}};
    auto const with = [](std::string_view base, std::string_view suffix) {
        return std::string{base}.append(suffix);
    };
    if (type == metric_type::histogram)
        names.push_back(with(name, "_bucket"));
    if (type == metric_type::histogram || type == metric_type::summary)
        for (std::string_view const suffix : {"_sum", "_count", "_created"})
            names.push_back(with(name, suffix));
    return names;
}

TACHO_DECL void
check_labels(std::string_view name, metric_options const& options, metric_shape const& shape) {
    std::vector<std::string_view> seen;
    auto const check_name = [&](std::string_view label) {
        if (!is_label_name(label))
            fail_registration(
                name, "label name " + in_quotes(label) + " must match [a-zA-Z_][a-zA-Z0-9_]*"
            );
        if (is_reserved_label(label))
            fail_registration(
                name,
                "label name " + in_quotes(label) +
                    " begins with \"__\", which Prometheus keeps for itself"
            );
        if (label == "le" && shape.type == metric_type::histogram)
            fail_registration(
                name, "label name \"le\" is the bucket bound of a histogram; choose another"
            );
        if (label == "quantile" && shape.type == metric_type::summary)
            fail_registration(name, "label name \"quantile\" is a summary's own; choose another");
        if (label == name && shape.type == metric_type::stateset)
            fail_registration(
                name,
                "label name " + in_quotes(label) +
                    " is the stateset's own, for its states; choose "
                    "another"
            );
        if (std::find(seen.begin(), seen.end(), label) != seen.end())
            fail_registration(name, "label name " + in_quotes(label) + " is given twice");
        seen.push_back(label);
    };
    for (auto const& constant : options.labels)
        check_name(constant.name);
    for (auto const& variable : shape.variable_labels)
        check_name(variable);
}

TACHO_DECL void check_bounds(std::string_view name, std::span<double const> bounds) {
    if (bounds.empty())
        fail_registration(name, "a histogram needs at least one bucket bound");
    if (bounds.size() >= 65535)
        fail_registration(
            name,
            "a histogram may have 65534 bucket bounds at most, not " + number_text(bounds.size())
        );
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        if (!is_finite(bounds[i]))
            fail_registration(
                name,
                "bucket bound " + number_text(bounds[i]) +
                    " is not a finite number (+Inf is always there and need not be given)"
            );
        if (i > 0 && bounds[i - 1] >= bounds[i])
            fail_registration(
                name,
                "bucket bounds must increase strictly, but " + number_text(bounds[i - 1]) +
                    " is followed by " + number_text(bounds[i])
            );
    }
}

TACHO_DECL void check_unit(std::string_view name, std::string_view unit, metric_type type) {
    if (unit.empty())
        return;
    if (type == metric_type::info || type == metric_type::stateset)
        fail_registration(name, "is of a type that has no unit");
    constexpr std::string_view total = "_total";
    auto const base = type == metric_type::counter && name.ends_with(total)
                          ? name.substr(0, name.size() - total.size())
                          : name;
    if (!is_metric_name(unit) || !base.ends_with(std::string{"_"}.append(unit)))
        fail_registration(
            name,
            "unit " + in_quotes(unit) + " must be the end of the name, as in " +
                in_quotes(std::string{base}.append("_").append(unit).append(
                    type == metric_type::counter ? total : ""
                ))
        );
}

TACHO_DECL std::vector<double> exposed_bounds(metric_shape const& shape) {
    std::vector<double> bounds{shape.bounds.begin(), shape.bounds.end()};
    if (!shape.searched_at_run_time)
        for (double& bound : bounds)
            bound = bound * shape.numerator / shape.denominator;
    else if (!bounds.empty() && bits_of(bounds.back()) == infinity_bits)
        bounds.pop_back(); // every histogram has +Inf anyway
    return bounds;
}

TACHO_DECL std::vector<double>
searched_bounds(metric_shape const& shape, std::vector<double> exposed) {
    for (double& bound : exposed) {
        bound = bound * shape.denominator / shape.numerator;
        if (shape.number == number_kind::unsigned_integer)
            bound = std::round(bound);
    }
    return exposed;
}

/// A stateset's name is also the name of its label, and each state is a series.
TACHO_DECL void check_states(std::string_view name, std::span<std::string_view const> states) {
    if (!is_label_name(name) || is_reserved_label(name))
        fail_registration(
            name,
            "a stateset's name is the name of its label too: it must match [a-zA-Z_][a-zA-Z0-9_]*, "
            "and must not begin with \"__\""
        );
    std::vector<std::string> seen;
    for (auto const state : states) {
        auto text = to_utf8(state);
        if (std::find(seen.begin(), seen.end(), text) != seen.end())
            fail_registration(name, "has two states with the text " + in_quotes(text));
        seen.push_back(std::move(text));
    }
}

TACHO_DECL void check_metric(metric_declaration const& declared) {
    auto const& [name, help, options, shape] = declared;
    if (!is_metric_name(name))
        fail_registration(name, "a metric's name must match [a-zA-Z_:][a-zA-Z0-9_:]*");
    if (shape.type == metric_type::stateset)
        check_states(name, shape.states);
    check_labels(name, options, shape);
    check_unit(name, options.unit, shape.type);
    if (shape.type == metric_type::info && !name.ends_with("_info"))
        fail_registration(
            name,
            "an info's name must end in _info, as in " + in_quotes(std::string{name} + "_info")
        );
    if (shape.type == metric_type::histogram)
        check_bounds(name, exposed_bounds(shape));
}

TACHO_DECL void set_bounds(family_description& family, std::span<double const> bounds) {
    family.bounds.assign(bounds.begin(), bounds.end());
    for (double const bound : bounds)
        family.bound_texts.push_back(number_text(bound));
    family.bound_texts.emplace_back("+Inf");
}

TACHO_DECL family_description describe(metric_declaration const& declared) {
    auto const& [name, help, options, shape] = declared;
    family_description made;
    made.name = name;
    made.help = to_utf8(help);
    made.unit = options.unit;
    made.type = shape.type;
    made.number = shape.number;
    made.announced = options.announced;
    if (shape.type == metric_type::histogram)
        set_bounds(made, exposed_bounds(shape));
    for (auto const& state : shape.states)
        made.states.push_back(to_utf8(state));
    for (auto const& constant : options.labels)
        made.label_names.push_back(constant.name);
    made.label_names.insert(
        made.label_names.end(), shape.variable_labels.begin(), shape.variable_labels.end()
    );
    return made;
}

TACHO_DECL std::string shape_text(
    family_description const& family, metric_shape const& shape, std::size_t constant_labels
) {
    std::string text{to_string(family.type)};
    switch (family.number) {
    case number_kind::unsigned_integer:
        text += " of unsigned integers";
        break;
    case number_kind::signed_integer:
        text += " of signed integers";
        break;
    case number_kind::floating:
        text += " of doubles";
        break;
    }
    if (shape.place == number_place::callback)
        text += " from a callback";
    auto const list = [&](std::string_view title, auto first, auto last) {
        text.append(", ").append(title).append(" {");
        for (auto each = first; each != last; ++each)
            text.append(each == first ? "" : ", ").append(*each);
        text.append("}");
    };
    auto const& names = family.label_names;
    auto const split = names.begin() + static_cast<std::ptrdiff_t>(constant_labels);
    if (constant_labels > 0)
        list("constant labels", names.begin(), split);
    if (split != names.end())
        list("labels", split, names.end());
    if (!family.bound_texts.empty())
        list("bounds", family.bound_texts.begin(), family.bound_texts.end());
    if (!family.states.empty())
        list("states", family.states.begin(), family.states.end());
    if (shape.numerator != shape.denominator)
        text += ", scaled by " + number_text(shape.numerator / shape.denominator);
    if (!family.unit.empty())
        text += ", unit " + in_quotes(family.unit);
    return text;
}

TACHO_DECL void check_same(
    family_description const& there,
    metric_shape const& there_shape,
    std::size_t there_constant,
    family_description const& wanted,
    metric_shape const& wanted_shape,
    std::size_t wanted_constant
) {
    auto const first = shape_text(there, there_shape, there_constant);
    auto const second = shape_text(wanted, wanted_shape, wanted_constant);
    if (first != second)
        fail_registration(
            there.name, "is already registered as a " + first + "; it cannot also be a " + second
        );
    if (there.help != wanted.help)
        fail_registration(
            there.name,
            "is already registered with the help " + in_quotes(there.help) +
                ", which differs from " + in_quotes(wanted.help)
        );
}

} // namespace tacho::inline v0::detail

#endif
