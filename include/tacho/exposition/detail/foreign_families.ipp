// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_FOREIGN_FAMILIES_IPP
#define TACHO_EXPOSITION_DETAIL_FOREIGN_FAMILIES_IPP

#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/exposition/detail/foreign_families.hpp>
#include <tacho/exposition/detail/foreign_words.hpp>
#include <tacho/exposition/parsed_family.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::detail {

/// The family of this name, or the family of which it is a sample's name; a new family if neither
/// exists.
TACHO_DECL std::size_t foreign_families::index_of(std::string_view name, std::size_t line) {
    auto const [found, made] = named_.try_emplace(std::string{name}, families_.size());
    if (made) {
        families_.push_back({.name = std::string{name}});
        begins_.push_back(line);
    }
    return found->second;
}

TACHO_DECL std::string_view
foreign_families::set_type(std::string_view name, std::string_view said, std::size_t line) {
    constexpr std::string_view types[]{"counter", "gauge", "histogram", "summary", "untyped"};
    if (std::find(std::begin(types), std::end(types), said) == std::end(types))
        return "must say counter, gauge, histogram, summary or untyped";
    auto const index = index_of(name, line);
    auto& family = families_[index];
    if (family.name != name)
        return "is about a sample of another metric";
    if (!family.type.empty())
        return family.type == said ? "" : "is a second and different TYPE of this name";
    family.type = said;
    auto const names = sample_names(family);
    for (auto const& each : names)
        if (auto const found = named_.find(each); found != named_.end() && found->second != index &&
                                                  !families_[found->second].type.empty()) {
            family.type.clear();
            return "has a sample's name that another TYPE has";
        }
    // A family of such a name that has only a HELP so far is none.
    for (auto const& each : names)
        named_[each] = index;
    return {};
}

/// A text of HELP as other readers want it: with a second backslash beside one that escapes
/// nothing.
[[nodiscard]] inline std::string escaped_help(std::string_view said) {
    std::string text;
    for (std::size_t i = 0; i < said.size(); ++i) {
        bool const pair =
            said[i] == '\\' && i + 1 < said.size() && (said[i + 1] == '\\' || said[i + 1] == 'n');
        text.append(said[i] == '\\' && !pair ? "\\\\" : said.substr(i, pair ? 2 : 1));
        i += pair ? 1 : 0;
    }
    return text;
}

TACHO_DECL std::string_view
foreign_families::set_help(std::string_view name, std::string_view said, std::size_t line) {
    if (!is_utf8(said))
        return "has a text that is not UTF-8";
    auto& family = families_[index_of(name, line)];
    if (family.name != name)
        return "is about a sample of another metric";
    auto text = escaped_help(said);
    if (!helped_.insert(family.name).second)
        return family.help == text ? "" : "is a second and different HELP of this name";
    family.help = std::move(text);
    return {};
}

TACHO_DECL std::string_view foreign_families::add(foreign_sample& sample) {
    auto const index = index_of(sample.name, sample.line);
    auto& family = families_[index];
    begins_[index] = (std::min)(begins_[index], sample.line);
    bool const distribution = family.type == "histogram" || family.type == "summary";
    auto const bound = sample.labels.find(family.type == "histogram" ? "le" : "quantile");
    if (distribution && bound != sample.labels.end() && !is_go_number(bound->second))
        return "has no number for a bound";
    // The labels are escaped: a value could otherwise contain what looks like another label.
    auto series = sample.name + " ";
    auto metric = (distribution ? family.name : sample.name) + " ";
    for (auto const& [label, value] : sample.labels) {
        append_label(series, label, value);
        if (!distribution || (label != "le" && label != "quantile"))
            append_label(metric, label, value);
    }
    if (!seen_.insert(std::move(series)).second)
        return "is a series that was there before";
    family.samples.push_back(
        {std::move(metric),
         std::move(sample.text),
         std::move(sample.name),
         std::move(sample.labels),
         std::move(sample.value),
         std::move(sample.time)}
    );
    return {};
}

TACHO_DECL std::vector<parsed_family> foreign_families::take() {
    std::vector<std::pair<std::size_t, std::size_t>> order; // first line, family
    for (std::size_t i = 0; i < families_.size(); ++i)
        if (named_.at(families_[i].name) == i)
            order.emplace_back(begins_[i], i);
    std::sort(order.begin(), order.end());
    std::vector<parsed_family> sorted;
    for (auto const& [line, i] : order) {
        auto& made = sorted.emplace_back(std::move(families_[i]));
        auto const state = [&](std::string_view what, std::string_view text) {
            made.head.append("# ").append(what).append(" ").append(made.name).append(" ");
            made.head.append(text).append("\n");
        };
        if (helped_.contains(made.name))
            state("HELP", made.help);
        if (!made.type.empty())
            state("TYPE", made.type);
    }
    return sorted;
}

} // namespace tacho::inline v0::detail

#endif
