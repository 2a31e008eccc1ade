// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_JSON_TEXT_IPP
#define TACHO_DETAIL_TEXT_JSON_TEXT_IPP

#include <tacho/detail/text/json_text.hpp>
#include <tacho/detail/text/utf8.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL std::string json_text(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string made{"\""};
    for (char const c : to_utf8(text)) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20)
            made.append("\\u00").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
        else if (c == '"' || c == '\\')
            made.append("\\").append(1, c);
        else
            made += c;
    }
    return made += '"';
}

} // namespace tacho::inline v0::detail

#endif
