// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_JSON_TEXT_IPP
#define TACHO_DETAIL_TEXT_JSON_TEXT_IPP

#include <tacho/detail/text/json_text.hpp>
#include <tacho/detail/text/utf8.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL char* write_json_text(char* to, std::string_view text) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    *to++ = '"';
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20) {
            to += std::string_view{"\\u00"}.copy(to, 4);
            *to++ = digits[byte / 16];
            *to++ = digits[byte % 16];
            continue;
        }
        if (c == '"' || c == '\\')
            *to++ = '\\';
        *to++ = c;
    }
    *to++ = '"';
    return to;
}

TACHO_DECL std::string json_text(std::string_view text) {
    auto const valid = to_utf8(text);
    std::string made(json_room(valid), '\0');
    made.resize(static_cast<std::size_t>(write_json_text(made.data(), valid) - made.data()));
    return made;
}

} // namespace tacho::inline v0::detail

#endif
