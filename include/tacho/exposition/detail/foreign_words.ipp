// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_FOREIGN_WORDS_IPP
#define TACHO_EXPOSITION_DETAIL_FOREIGN_WORDS_IPP

#include <tacho/detail/text/name_rules.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/exposition/detail/foreign_words.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace tacho::inline v0::detail {

/// The digits of 2^1024 - 2^970, which have 309 places before the point. From this number on,
/// doubles are rounded to infinity (IEEE 754, halfway between the largest double and 2^1024).
inline constexpr std::string_view too_large =
    "17976931348623158079372897140530341507993413271003782693617377898044496829276475"
    "09466490179775872070963302864166928879109465555478519404026306574886715058206819"
    "08902000708383676273854845817711531764475730270069855571366959622842914819860834"
    "936475292719074168444365510704342711559699508093042880177904174497792";

/// Takes the digits at the beginning of `text`.
[[nodiscard]] inline std::string_view take_digits(std::string_view& text) {
    auto const digits =
        text.substr(0, (std::min)(text.find_first_not_of("0123456789"), text.size()));
    text.remove_prefix(digits.size());
    return digits;
}

/// An exponent, or a number that is as far beyond those of doubles: nothing written here has so
/// many digits that the difference would count.
[[nodiscard]] inline std::int64_t exponent_of(std::string_view digits, bool negative) {
    constexpr std::int64_t far_away = std::int64_t{1} << 60;
    std::int64_t exponent = 0;
    auto const [end, result] =
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (result == std::errc::result_out_of_range || exponent > far_away)
        exponent = far_away;
    return negative ? -exponent : exponent;
}

TACHO_DECL bool is_go_number(std::string_view text) {
    bool const has_sign = text.starts_with('+') || text.starts_with('-');
    text.remove_prefix(has_sign ? 1 : 0);
    std::string lower{text.substr(0, 9)};
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower == "nan")
        return !has_sign;
    if (lower == "inf" || lower == "infinity")
        return true;

    std::string digits{take_digits(text)};
    auto places = static_cast<std::int64_t>(digits.size()); // before the point
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        digits.append(take_digits(text));
    }
    if (digits.empty())
        return false;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        bool const negative = text.starts_with('-');
        text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
        auto const exponent = take_digits(text);
        if (exponent.empty())
            return false;
        places += exponent_of(exponent, negative);
    }
    if (!text.empty())
        return false;
    // Only what is too large is refused: what is too small is 0.
    auto const zeros = (std::min)(digits.find_first_not_of('0'), digits.size());
    places -= static_cast<std::int64_t>(zeros);
    digits.erase(0, zeros);
    constexpr auto most_places = static_cast<std::int64_t>(too_large.size());
    return digits.empty() || places < most_places || (places == most_places && digits < too_large);
}

TACHO_DECL bool is_go_time(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, result] = std::from_chars(text.data(), text.data() + text.size(), value);
    return result == std::errc{} && end == text.data() + text.size() && !text.starts_with('-');
}

TACHO_DECL std::string legacy_name(std::string_view name, bool colons) {
    std::string made;
    while (!name.empty()) {
        auto const c = name.front();
        bool const allowed = is_letter(c) || (is_digit(c) && !made.empty()) || (c == ':' && colons);
        made += allowed ? c : '_';
        name.remove_prefix((std::max<std::size_t>)(utf8_sequence(name), 1));
    }
    return made;
}

} // namespace tacho::inline v0::detail

#endif
