// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_VALUES_IPP
#define TACHO_TESTING_VALUES_IPP

#include <tacho/detail/text/escape.hpp>
#include <tacho/exposition/detail/foreign_metrics.hpp>
#include <tacho/exposition/text_parser.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/testing/values.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::testing {

/// A sample's name and its labels, sorted by name, escaped; a label without a value is none.
[[nodiscard]] inline std::string
key_of(std::string_view name, std::map<std::string, std::string> const& labels) {
    std::string key{name};
    for (auto const& [label, value] : labels) {
        key.append(" ");
        if (!value.empty())
            detail::append_label(key, label, value);
    }
    return key;
}

TACHO_DECL values::values(registry_ref const& of)
    : of_{of} {
    for (auto const& family : parse_text(to_text(of)))
        for (auto const& sample : family.samples)
            all_.emplace(key_of(sample.name, sample.labels), detail::go_number(sample.value));
}

TACHO_DECL std::optional<double>
values::value(std::string_view name, std::vector<label> labels) const {
    std::map<std::string, std::string> sorted;
    for (auto& each : labels)
        if (!each.value.empty())
            sorted.emplace(std::move(each.name), std::move(each.value));
    auto const found = all_.find(key_of(name, sorted));
    return found != all_.end() ? std::optional{found->second} : std::nullopt;
}

TACHO_DECL std::optional<double>
values::change(std::string_view name, std::vector<label> const& labels) const {
    auto const now = value_of(of_, name, labels);
    return now ? std::optional{*now - value(name, labels).value_or(0)} : std::nullopt;
}

TACHO_DECL std::optional<double>
value_of(registry_ref const& in, std::string_view name, std::vector<label> const& labels) {
    return values{in}.value(name, labels);
}

} // namespace tacho::inline v0::testing

#endif
