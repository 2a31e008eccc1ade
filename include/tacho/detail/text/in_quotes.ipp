// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_IN_QUOTES_IPP
#define TACHO_DETAIL_TEXT_IN_QUOTES_IPP

#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL std::string in_quotes(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted{'"'};
    while (!text.empty()) {
        auto const sequence = utf8_sequence(text);
        auto const byte = static_cast<unsigned char>(text.front());
        if (sequence == 0 || byte < 0x20 || byte == 0x7f)
            quoted.append("\\x").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
        else
            quoted.append(text.substr(0, sequence));
        text.remove_prefix((std::max<std::size_t>)(1, sequence));
    }
    return quoted += '"';
}

} // namespace tacho::inline v0::detail

#endif
