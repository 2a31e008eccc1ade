// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NAME_RULES_IPP
#define TACHO_COMPONENT_NAME_RULES_IPP

#include <tacho/component/name_rules.hpp>
#include <tacho/detail/text/name_rules.hpp>

#include <algorithm>

namespace tacho::inline v0::component {

TACHO_DECL std::string metric_name_from(std::string_view text) {
    using tacho::detail::is_digit;
    using tacho::detail::is_letter;
    std::string made{text};
    std::ranges::replace_if(
        made, [](char c) { return !is_letter(c) && !is_digit(c) && c != ':'; }, '_'
    );
    if (made.find_first_not_of('_') == std::string::npos)
        return {};
    if (!is_letter(made.front()))
        made.insert(made.begin(), '_');
    return made;
}

TACHO_DECL std::string label_name_from(std::string_view text) {
    using tacho::detail::is_digit;
    using tacho::detail::is_letter;
    std::string made{text};
    std::ranges::replace_if(made, [](char c) { return !is_letter(c) && !is_digit(c); }, '_');
    while (made.starts_with("__"))
        made.erase(0, 2);
    if (made.find_first_not_of('_') == std::string::npos)
        return {};
    if (is_digit(made.front()))
        made.insert(made.begin(), '_');
    return made;
}

} // namespace tacho::inline v0::component

#endif
