// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COLLECTION_IPP
#define TACHO_COLLECTION_IPP

#include <tacho/collection.hpp>
#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/registry/collected_families.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

TACHO_DECL collection::family_sink&
collection::family_sink::sample(std::vector<label> const& labels, double value) {
    if (to_->description.type == metric_type::histogram)
        detail::fail_registration(
            to_->description.name, "is a histogram: use histogram(), not sample()"
        );
    if (to_->description.type == metric_type::summary)
        detail::fail_registration(
            to_->description.name, "is a summary: use summary(), not sample()"
        );
    if (to_->description.type == metric_type::counter && !detail::is_countable(value))
        detail::fail_registration(
            to_->description.name, "is a counter, which cannot be " + detail::number_text(value)
        );
    if (to_->description.type == metric_type::info && value != 1)
        detail::fail_registration(
            to_->description.name, "is an info, whose value is 1, not " + detail::number_text(value)
        );
    add(labels, {std::bit_cast<std::uint64_t>(value)});
    return *this;
}

TACHO_DECL collection::family_sink& collection::family_sink::summary(
    std::vector<label> const& labels, double sum, std::uint64_t count
) {
    if (to_->description.type != metric_type::summary)
        detail::fail_registration(
            to_->description.name, "is no summary: use sample(), not summary()"
        );
    add(labels, {count, std::bit_cast<std::uint64_t>(sum), count});
    return *this;
}

TACHO_DECL collection::family_sink& collection::family_sink::histogram(
    std::vector<label> const& labels,
    std::span<double const> bounds,
    std::span<std::uint64_t const> counts,
    double sum
) {
    auto& description = to_->description;
    if (description.type != metric_type::histogram)
        detail::fail_registration(
            description.name, "is no histogram: use sample(), not histogram()"
        );
    detail::check_bounds(description.name, bounds);
    if (counts.size() != bounds.size() + 1)
        detail::fail_registration(
            description.name, "needs one count more than bounds: the last is for +Inf"
        );
    if (description.bound_texts.empty())
        detail::set_bounds(description, bounds);
    else if (!std::equal(
                 description.bounds.begin(), description.bounds.end(), bounds.begin(), bounds.end()
             ))
        detail::fail_registration(
            description.name, "has other bounds than this family's first histogram"
        );
    std::vector<std::uint64_t> values{counts.begin(), counts.end()};
    std::uint64_t total = 0;
    for (auto const count : counts)
        total += count;
    values.push_back(std::bit_cast<std::uint64_t>(sum));
    values.push_back(total);
    add(labels, std::move(values));
    return *this;
}

TACHO_DECL void
collection::family_sink::add(std::vector<label> const& labels, std::vector<std::uint64_t> values) {
    auto const& description = to_->description;
    metric_options options;
    options.labels = labels;
    detail::metric_shape shape;
    shape.type = description.type;
    detail::check_labels(description.name, options, shape);
    detail::collected_sample made{description.name, labels, std::move(values)};
    // Equal label sets must get equal texts: labels are sorted by name, and a label with an empty
    // value counts as absent.
    std::erase_if(made.labels, [](auto const& each) { return each.value.empty(); });
    std::sort(made.labels.begin(), made.labels.end(), [](auto const& a, auto const& b) {
        return a.name < b.name;
    });
    for (auto& each : made.labels) {
        each.value = detail::to_utf8(each.value);
        made.text.append(&each == &made.labels.front() ? "{" : ",");
        detail::append_label(made.text, each.name, each.value);
    }
    made.text.append(made.labels.empty() ? " " : "} ");
    in_->add_sample(*to_, std::move(made));
}

TACHO_DECL collection::family_sink collection::family(
    std::string_view name, std::string_view help, metric_type type, std::string_view unit
) {
    if (type == metric_type::stateset)
        detail::fail_registration(name, "is a stateset: a collector gives a gauge for each state");
    auto samples = detail::sample_names(name, type);
    if (auto* const same = into_->find(name); same != nullptr && same->description.name == name) {
        if (same->description.type != type || same->description.help != help)
            detail::fail_registration(name, "is collected twice, with another type or help");
        return family_sink{*into_, *same};
    }
    for (auto const& each : samples)
        if (auto const* const other = into_->find(each))
            detail::fail_registration(
                name,
                "clashes with the collected metric " + detail::in_quotes(other->description.name)
            );
    detail::metric_shape shape;
    shape.type = type == metric_type::histogram ? metric_type::untyped : type; // bounds come later
    metric_options options;
    options.unit = unit;
    detail::metric_declaration const declared{name, help, options, shape};
    detail::check_metric(declared);
    auto described = detail::describe(declared);
    described.type = type;
    auto made = std::make_unique<detail::collected_family>();
    made->description = std::move(described);
    made->sample_names = std::move(samples);
    return family_sink{*into_, into_->add(std::move(made))};
}

} // namespace tacho::inline v0

#endif
