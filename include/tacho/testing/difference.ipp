// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_DIFFERENCE_IPP
#define TACHO_TESTING_DIFFERENCE_IPP

#include <tacho/exposition/text_parser.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/testing/difference.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::testing {

/// The lines of a text's families, sorted by name; samples of one metric stay together, in their
/// order, and metrics are sorted.
[[nodiscard]] inline std::vector<std::string>
sorted_lines(std::string_view text, std::vector<std::string> const& wanted) {
    std::string trimmed;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = (std::min)(text.find('\n', at), text.size());
        auto const first = text.find_first_not_of(" \t\r", at);
        if (first < end) {
            auto const last = text.find_last_not_of(" \t\r", end - 1);
            trimmed.append(text.substr(first, last + 1 - first)).append("\n");
        }
        at = end + 1;
    }
    std::string refused;
    auto families = parse_text(trimmed, refused);
    std::erase_if(families, [&](parsed_family const& each) {
        return !wanted.empty() &&
               std::find(wanted.begin(), wanted.end(), each.name) == wanted.end();
    });
    std::sort(families.begin(), families.end(), [](auto const& a, auto const& b) {
        return a.name < b.name;
    });
    std::vector<std::string> lines;
    for (auto const& family : families) {
        for (std::size_t at = 0; at < family.head.size();) {
            auto const end = family.head.find('\n', at);
            lines.push_back(family.head.substr(at, end - at));
            at = end + 1;
        }
        std::vector<std::size_t> order(family.samples.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            auto const by_metric = family.samples[a].metric.compare(family.samples[b].metric);
            return by_metric != 0 ? by_metric < 0 : a < b;
        });
        for (auto const i : order)
            lines.push_back(family.samples[i].line);
    }
    if (!refused.empty())
        lines.push_back("# " + refused);
    return lines;
}

/// Whether a family of this name is among the lines.
[[nodiscard]] inline bool is_about(std::vector<std::string> const& lines, std::string_view name) {
    return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
        if (line.starts_with("# HELP ") || line.starts_with("# TYPE "))
            line.remove_prefix(std::string_view{"# HELP "}.size());
        return line.starts_with(name) && line.find_first_of(" {") == name.size();
    });
}

TACHO_DECL std::string difference(
    registry_ref const& from, std::string_view expected, std::vector<std::string> const& families
) {
    auto wanted = sorted_lines(expected, families);
    auto there = sorted_lines(to_text(from), families);
    std::string text;
    for (auto const& name : families)
        if (!is_about(wanted, name) && !is_about(there, name))
            text.append("! no family is called ").append(name).append("\n");
    if (wanted == there)
        return text;
    auto const show = [&](std::string_view sign, std::string const& line) {
        text.append(sign).append(line).append("\n");
    };
    // What both begin and end with needs no table.
    std::size_t first = 0;
    for (; first < (std::min)(wanted.size(), there.size()) && wanted[first] == there[first];
         ++first)
        show("  ", wanted[first]);
    std::vector<std::string> end;
    for (; wanted.size() > first && there.size() > first && wanted.back() == there.back();) {
        end.push_back(std::move(wanted.back()));
        wanted.pop_back();
        there.pop_back();
    }
    wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(first));
    there.erase(there.begin(), there.begin() + static_cast<std::ptrdiff_t>(first));
    // The longest common subsequence of what follows each pair of lines.
    auto const columns = there.size() + 1;
    std::vector<std::size_t> common((wanted.size() + 1) * columns, 0);
    for (auto i = wanted.size(); i-- > 0;)
        for (auto k = there.size(); k-- > 0;)
            common[i * columns + k] =
                wanted[i] == there[k]
                    ? common[(i + 1) * columns + k + 1] + 1
                    : (std::max)(common[(i + 1) * columns + k], common[i * columns + k + 1]);
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < wanted.size() || k < there.size()) {
        if (i < wanted.size() && k < there.size() && wanted[i] == there[k]) {
            show("  ", wanted[i++]);
            ++k;
        } else if (k == there.size() || (i < wanted.size() && common[(i + 1) * columns + k] >=
                                                                  common[i * columns + k + 1])) {
            show("- ", wanted[i++]);
        } else {
            show("+ ", there[k++]);
        }
    }
    for (auto line = end.rbegin(); line != end.rend(); ++line)
        show("  ", *line);
    return text;
}

} // namespace tacho::inline v0::testing

#endif
