// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_ESCAPE_HPP
#define TACHO_DETAIL_TEXT_ESCAPE_HPP

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// Writes `text` at `to`, which has room for twice as much, with a backslash before each backslash
/// and each character of `special`, and `\n` for a line feed; returns the end. (Text format 0.0.4:
/// label values also escape `"`, help does not.)
[[nodiscard]] inline char*
write_escaped(char* to, std::string_view text, std::string_view special) noexcept {
    for (char const c : text) {
        if (c == '\n' || c == '\\' || special.find(c) != std::string_view::npos)
            *to++ = '\\';
        *to++ = c == '\n' ? 'n' : c;
    }
    return to;
}

inline void append_escaped(std::string& to, std::string_view text, std::string_view special) {
    auto const before = to.size();
    to.resize(before + 2 * text.size());
    auto const* const end = write_escaped(to.data() + before, text, special);
    to.resize(static_cast<std::size_t>(end - to.data()));
}

/// Appends `name="value"`.
inline void append_label(std::string& to, std::string_view name, std::string_view value) {
    to.append(name).append("=\"");
    append_escaped(to, value, "\"");
    to.append(1, '"');
}

} // namespace tacho::inline v0::detail

#endif
