// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_PROP_IPP
#define TACHO_HYPERTRACE_PROP_IPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/hypertrace/prop.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace tacho::inline v0::hypertrace {

/// ECMAScript, Number::toString: the shortest digits that give the number back, without an exponent
/// from 1e-6 to 1e21.
TACHO_DECL char* prop_value::write(double number) noexcept {
    if (!tacho::detail::is_finite(number)) {
        std::string_view const name =
            tacho::detail::is_nan(number)                                     ? "NaN"
            : (tacho::detail::bits_of(number) & tacho::detail::sign_bit) == 0 ? "Infinity"
                                                                              : "-Infinity";
        return digits_ + name.copy(digits_, name.size());
    }
    number += 0.0; // turns -0 into 0
    auto const size = std::abs(number);
    constexpr double two_to_53 = 9007199254740992.0; // no larger number has a fraction
    if (size == 0 || (size >= 1e-6 && size < two_to_53))
        return std::to_chars(digits_, digits_ + room, number, std::chars_format::fixed).ptr;
    auto* const end =
        std::to_chars(digits_, digits_ + room, number, std::chars_format::scientific).ptr;
    if (size >= two_to_53 && size < 1e21)
        return plain(end);
    // to_chars writes at least two digits of the exponent, JavaScript at least one.
    if (end[-2] != '0' || (end[-3] != '-' && end[-3] != '+'))
        return end;
    end[-2] = end[-1];
    return end - 1;
}

/// Turns `-1.25e+18` into `-1250000000000000000`. (to_chars without an exponent would write further
/// digits, which are not needed to get the number back.)
TACHO_DECL char* prop_value::plain(char* end) noexcept {
    auto const exponent = (end[-2] - '0') * 10 + (end[-1] - '0');
    end -= 4; // e+18
    auto* const first = digits_ + (digits_[0] == '-' ? 1 : 0);
    if (end - first > 1) // there is a point after the first digit
        end = std::copy(first + 2, end, first + 1);
    auto* const last = first + exponent + 1;
    std::fill(end, last, '0');
    return last;
}

} // namespace tacho::inline v0::hypertrace

#endif
