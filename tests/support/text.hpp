// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_TEXT_HPP
#define TACHO_TESTS_SUPPORT_TEXT_HPP

#include <tacho/exposition/write_text.hpp>
#include <tacho/registry.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// The value, as text, of the series with exactly this name and these labels; "absent" when there
/// is no such line.
[[nodiscard]] inline std::string sample(std::string_view text, std::string_view series) {
    for (std::size_t start = 0; start < text.size();) {
        auto const end = text.find('\n', start);
        auto const line = text.substr(start, end - start);
        if (line.size() > series.size() && line.starts_with(series) && line[series.size()] == ' ')
            return std::string{line.substr(series.size() + 1)};
        start = end == std::string_view::npos ? text.size() : end + 1;
    }
    return "absent";
}

[[nodiscard]] inline std::string sample(tacho::registry const& in, std::string_view series) {
    return sample(tacho::to_text(in), series);
}

[[nodiscard]] inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// How often `part` occurs in `text`.
[[nodiscard]] inline std::size_t occurrences(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

#endif
