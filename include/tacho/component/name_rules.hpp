// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NAME_RULES_HPP
#define TACHO_COMPONENT_NAME_RULES_HPP

#include <algorithm>
#include <string>
#include <string_view>

namespace tacho::inline v0::component {

namespace detail {

/// ASCII, whatever the locale.
[[nodiscard]] constexpr bool is_letter(char each) noexcept {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
}
[[nodiscard]] constexpr bool is_digit(char each) noexcept {
    return each >= '0' && each <= '9';
}

} // namespace detail

/// A metric's name made of any text by Dynamo's rule: what may not be in a name becomes `_`, and
/// where the first character may not be first (a digit, a colon), a `_` goes before it. Empty where
/// nothing but `_` is left: that is no name.
[[nodiscard]] inline std::string metric_name_from(std::string_view text) {
    std::string made{text};
    std::ranges::replace_if(
        made,
        [](char each) {
            return !detail::is_letter(each) && !detail::is_digit(each) && each != ':';
        },
        '_'
    );
    if (made.find_first_not_of('_') == std::string::npos)
        return {};
    if (!detail::is_letter(made.front()) && made.front() != '_')
        made.insert(made.begin(), '_');
    return made;
}

/// The same for a label's name, which has no colons; two `_` at the beginning are Prometheus' own,
/// and taken away.
[[nodiscard]] inline std::string label_name_from(std::string_view text) {
    std::string made{text};
    std::ranges::replace_if(
        made, [](char each) { return !detail::is_letter(each) && !detail::is_digit(each); }, '_'
    );
    while (made.starts_with("__"))
        made.erase(0, 2);
    if (made.find_first_not_of('_') == std::string::npos)
        return {};
    if (detail::is_digit(made.front()))
        made.insert(made.begin(), '_');
    return made;
}

} // namespace tacho::inline v0::component

#endif
