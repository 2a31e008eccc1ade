// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_ESCAPE_HPP
#define TACHO_DETAIL_ESCAPE_HPP

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// Appends `text` with a backslash before each backslash and each character of `special`, and `\n`
/// for a line feed. (Text format 0.0.4: label values also escape `"`, help does not.)
inline void append_escaped(std::string& to, std::string_view text, std::string_view special) {
    for (char const c : text) {
        if (c == '\n')
            to.append("\\n");
        else if (c == '\\' || special.find(c) != std::string_view::npos)
            to.append(1, '\\').append(1, c);
        else
            to.append(1, c);
    }
}

/// Appends `name="value"`.
inline void append_label(std::string& to, std::string_view name, std::string_view value) {
    to.append(name).append("=\"");
    append_escaped(to, value, "\"");
    to.append(1, '"');
}

} // namespace tacho::inline v0::detail

#endif
