// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_NUMBER_TEXT_HPP
#define TACHO_DETAIL_TEXT_NUMBER_TEXT_HPP

#include <tacho/detail/language/floating_bits.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// Room for any number that write_number writes.
inline constexpr std::size_t number_room = 32;

/// Writes `value` at `to`, which has `number_room` bytes, and returns the end. Shortest digits that
/// read back as the same double, as Go's strconv prints them with 'g'; no locale.
[[nodiscard]] inline char* write_number(char* to, double value) noexcept {
    auto const word = [&](std::string_view text) { return to + text.copy(to, text.size()); };
    if (is_nan(value))
        return word("NaN");
    if (is_infinite(value))
        return word((bits_of(value) & sign_bit) == 0 ? "+Inf" : "-Inf");
    if (value == 0) // minus zero too
        return word("0");
    return std::to_chars(to, to + number_room, value, std::chars_format::general).ptr;
}

template <std::integral Integer>
[[nodiscard]] char* write_number(char* to, Integer value) noexcept {
    return std::to_chars(to, to + number_room, value).ptr;
}

template <typename Number>
[[nodiscard]] std::string number_text(Number value) {
    char text[number_room];
    return {text, write_number(text, value)};
}

} // namespace tacho::inline v0::detail

#endif
