// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_UTF8_IPP
#define TACHO_DETAIL_TEXT_UTF8_IPP

#include <tacho/detail/text/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL std::size_t utf8_sequence(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const continues = [&](std::size_t i, unsigned lowest = 0x80, unsigned highest = 0xBF) {
        return i < text.size() && byte(i) >= lowest && byte(i) <= highest;
    };
    auto const first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        auto const lowest = first == 0xE0 ? 0xA0U : 0x80U;
        auto const highest = first == 0xED ? 0x9FU : 0xBFU;
        return continues(1, lowest, highest) && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        auto const lowest = first == 0xF0 ? 0x90U : 0x80U;
        auto const highest = first == 0xF4 ? 0x8FU : 0xBFU;
        return continues(1, lowest, highest) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

TACHO_DECL bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        auto const length = utf8_sequence(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

TACHO_DECL std::string to_utf8(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        auto const length = utf8_sequence(text);
        if (length == 0)
            clean.append("\xEF\xBF\xBD");
        else
            clean.append(text.substr(0, length));
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return clean;
}

} // namespace tacho::inline v0::detail

#endif
