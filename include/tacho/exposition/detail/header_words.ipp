// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_HEADER_WORDS_IPP
#define TACHO_EXPOSITION_DETAIL_HEADER_WORDS_IPP

#include <tacho/exposition/detail/header_words.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL std::string_view next_item(std::string_view& rest, char separator) noexcept {
    std::size_t end = 0;
    for (bool quoted = false; end < rest.size() && (quoted || rest[end] != separator); ++end) {
        quoted = quoted != (rest[end] == '"');
        if (quoted && rest[end] == '\\')
            ++end;
    }
    auto item = rest.substr(0, end);
    rest.remove_prefix((std::min)(rest.size(), end + 1));
    item.remove_prefix((std::min)(item.size(), item.find_first_not_of(" \t")));
    return item.substr(0, item.find_last_not_of(" \t") + 1);
}

TACHO_DECL bool same_token(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char one, char other) {
               return lower(one) == lower(other);
           });
}

TACHO_DECL std::optional<std::string_view>
parameter(std::string_view parameters, std::string_view name) noexcept {
    while (!parameters.empty()) {
        auto value = next_item(parameters, ';');
        auto const found = next_item(value, '=');
        if (!same_token(found, name))
            continue;
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return std::nullopt;
}

TACHO_DECL int weight_of(std::string_view text) noexcept {
    constexpr int whole = 1000;
    if (text.empty() || text.front() < '0' || text.front() > '9')
        return 0;
    int weight = 0;
    int place = whole; // of the next digit behind the point
    bool has_point = false;
    for (char const c : text) {
        if (c == '.' && !has_point) {
            has_point = true;
        } else if (c < '0' || c > '9') {
            return 0;
        } else if (has_point) {
            place /= 10;
            weight += place * (c - '0');
        } else {
            weight = (std::min)(10 * weight + whole * (c - '0'), whole);
        }
    }
    return (std::min)(weight, whole);
}

} // namespace tacho::inline v0::detail

#endif
