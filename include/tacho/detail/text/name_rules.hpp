// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_NAME_RULES_HPP
#define TACHO_DETAIL_TEXT_NAME_RULES_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <string_view>

namespace tacho::inline v0::detail {

[[nodiscard]] constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// `[a-zA-Z_:][a-zA-Z0-9_:]*` (Prometheus data model).
[[nodiscard]] constexpr bool is_metric_name(std::string_view name) noexcept {
    if (name.empty() || is_digit(name.front()))
        return false;
    for (char const c : name)
        if (!is_letter(c) && !is_digit(c) && c != ':')
            return false;
    return true;
}

/// `[a-zA-Z_][a-zA-Z0-9_]*` (Prometheus data model).
[[nodiscard]] constexpr bool is_label_name(std::string_view name) noexcept {
    return is_metric_name(name) && name.find(':') == std::string_view::npos;
}

/// Names that begin with two underscores belong to Prometheus itself.
[[nodiscard]] constexpr bool is_reserved_label(std::string_view name) noexcept {
    return name.starts_with("__");
}

} // namespace tacho::inline v0::detail

#endif
