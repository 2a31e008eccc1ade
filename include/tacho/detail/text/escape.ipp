// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_ESCAPE_IPP
#define TACHO_DETAIL_TEXT_ESCAPE_IPP

#include <tacho/detail/text/escape.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL char* write_escaped(char* to, std::string_view text, std::string_view special) noexcept {
    for (char const c : text) {
        if (c == '\n' || c == '\\' || special.find(c) != std::string_view::npos)
            *to++ = '\\';
        *to++ = c == '\n' ? 'n' : c;
    }
    return to;
}

TACHO_DECL void append_escaped(std::string& to, std::string_view text, std::string_view special) {
    auto const before = to.size();
    to.resize(before + 2 * text.size());
    auto const* const end = write_escaped(to.data() + before, text, special);
    to.resize(static_cast<std::size_t>(end - to.data()));
}

TACHO_DECL void append_label(std::string& to, std::string_view name, std::string_view value) {
    to.append(name).append("=\"");
    append_escaped(to, value, "\"");
    to.append(1, '"');
}

} // namespace tacho::inline v0::detail

#endif
