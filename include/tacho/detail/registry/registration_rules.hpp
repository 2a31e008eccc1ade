// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRATION_RULES_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRATION_RULES_HPP

#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>
#include <tacho/options.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What a metric has to be like to be registered. Every refusal says which metric, which value and
// why.

namespace tacho::inline v0::detail {

/// Where the numbers of a family's series are.
enum class number_place : std::uint8_t { cells, gauge, callback };

/// What a metric's C++ type says about its family.
struct metric_shape {
    metric_type type{metric_type::untyped};
    number_kind number{number_kind::floating};
    number_place place{number_place::cells};
    run_kind kind{run_kind::integer};
    std::size_t cells{1};             // of one series
    std::span<double const> bounds{}; // as exposed
    double numerator{1};              // one unit in the cells is numerator / denominator exposed
    double denominator{1};
    std::span<std::string_view const> variable_labels{};
    // Of a layout that is searched at run time, in the observed unit.
    std::span<double const> search_bounds{};
};

/// A metric as somebody declares it.
struct metric_declaration {
    std::string_view name;
    std::string_view help;
    metric_options const& options;
    metric_shape const& shape;
};

/// The names a family may expose, in the text format or in OpenMetrics (OpenMetrics 1.0,
/// "Suffixes"). No other family may have one of them.
[[nodiscard]] inline std::vector<std::string>
sample_names(std::string_view name, metric_type type) {
    std::vector<std::string> names{std::string{name}};
    auto const with = [](std::string_view base, std::string_view suffix) {
        return std::string{base}.append(suffix);
    };
    if (type == metric_type::counter) {
        constexpr std::string_view suffix = "_total";
        bool const suffixed = name.ends_with(suffix) && name.size() > suffix.size();
        auto const base = suffixed ? name.substr(0, name.size() - suffix.size()) : name;
        names.push_back(suffixed ? std::string{base} : with(base, suffix));
        names.push_back(with(base, "_created"));
    }
    if (type == metric_type::histogram)
        for (std::string_view const suffix : {"_bucket", "_sum", "_count", "_created"})
            names.push_back(with(name, suffix));
    return names;
}

inline void
check_labels(std::string_view name, metric_options const& options, metric_shape const& shape) {
    std::vector<std::string_view> seen;
    auto const check = [&](std::string_view label) {
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
        if (std::ranges::find(seen, label) != seen.end())
            fail_registration(name, "label name " + in_quotes(label) + " is given twice");
        seen.push_back(label);
    };
    for (auto const& constant : options.labels)
        check(constant.name);
    for (auto const& variable : shape.variable_labels)
        check(variable);
}

inline void check_bounds(std::string_view name, std::span<double const> bounds) {
    if (bounds.empty())
        fail_registration(name, "a histogram needs at least one bucket bound");
    if (bounds.size() >= 65535)
        fail_registration(
            name,
            "a histogram may have 65534 bucket bounds at most, not " + number_text(bounds.size())
        );
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        if (!std::isfinite(bounds[i]))
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

inline void check_unit(std::string_view name, std::string_view unit, metric_type type) {
    if (unit.empty())
        return;
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

/// Refuses what is wrong in itself, whatever else is registered.
inline void check_metric(metric_declaration const& declared) {
    auto const& [name, help, options, shape] = declared;
    if (!is_metric_name(name))
        fail_registration(name, "a metric's name must match [a-zA-Z_:][a-zA-Z0-9_:]*");
    check_labels(name, options, shape);
    check_unit(name, options.unit, shape.type);
    if (shape.type == metric_type::histogram)
        check_bounds(name, shape.bounds);
}

/// Gives a histogram's family its bounds, as numbers and as text.
inline void set_bounds(family_description& family, std::span<double const> bounds) {
    family.bounds.assign(bounds.begin(), bounds.end());
    for (double const bound : bounds)
        family.bound_texts.push_back(number_text(bound));
    family.bound_texts.push_back(number_text(std::numeric_limits<double>::infinity()));
}

[[nodiscard]] inline family_description describe(metric_declaration const& declared) {
    auto const& [name, help, options, shape] = declared;
    family_description made;
    made.name = name;
    made.help = to_utf8(help);
    made.unit = options.unit;
    made.type = shape.type;
    made.number = shape.number;
    made.announced = options.announced;
    if (shape.type == metric_type::histogram)
        set_bounds(made, shape.bounds);
    for (auto const& constant : options.labels)
        made.label_names.push_back(constant.name);
    made.label_names.insert(
        made.label_names.end(), shape.variable_labels.begin(), shape.variable_labels.end()
    );
    return made;
}

/// The part of a description that has to be the same for all metrics of a name, for people.
[[nodiscard]] inline std::string shape_text(
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
    if (shape.numerator != shape.denominator)
        text += ", scaled by " + number_text(shape.numerator / shape.denominator);
    if (!family.unit.empty())
        text += ", unit " + in_quotes(family.unit);
    return text;
}

/// Refuses a second metric of a name that differs from the first in more than its constant labels'
/// values.
inline void check_same(
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
