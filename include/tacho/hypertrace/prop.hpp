// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_PROP_HPP
#define TACHO_HYPERTRACE_PROP_HPP

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace tacho::inline v0::hypertrace {

/// A property's value, as text: text as it is, numbers as JavaScript writes them, `true`, `false`,
/// `null`. Text is not copied, and has to outlive the value.
///
/// Thread safety: as an int. Allocation: none.
class prop_value {
public:
    template <std::convertible_to<std::string_view> Text>
    constexpr prop_value(Text const& text) noexcept // NOLINT(google-explicit-constructor)
        : text_{std::string_view{text}} {
        if (text_.data() == nullptr)
            text_ = "";
    }
    constexpr prop_value(std::nullptr_t) noexcept // NOLINT(google-explicit-constructor)
        : text_{"null"} {}
    template <std::same_as<bool> Bool>        // not what happens to convert to one
    constexpr prop_value(Bool truth) noexcept // NOLINT(google-explicit-constructor)
        : text_{truth ? "true" : "false"} {}
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
    prop_value(Integer number) noexcept // NOLINT(google-explicit-constructor)
        : size_{size_of(std::to_chars(digits_, digits_ + room, number).ptr)} {}
    template <std::floating_point Floating>
    prop_value(Floating number) noexcept // NOLINT(google-explicit-constructor)
        : size_{size_of(write(static_cast<double>(number)))} {}

    [[nodiscard]] constexpr std::string_view text() const noexcept {
        return text_.data() != nullptr ? text_ : std::string_view{digits_, size_};
    }

private:
    static constexpr std::size_t room = 32;

    [[nodiscard]] std::size_t size_of(char const* end) const noexcept {
        return static_cast<std::size_t>(end - digits_);
    }

    /// ECMAScript, Number::toString: the shortest digits that give the number back, plain from 1e-6
    /// to 1e21.
    [[nodiscard]] char* write(double number) noexcept {
        if (!std::isfinite(number)) {
            std::string_view const name = std::isnan(number) ? "NaN"
                                          : number > 0       ? "Infinity"
                                                             : "-Infinity";
            return digits_ + name.copy(digits_, name.size());
        }
        number += 0.0; // there is no -0
        auto const size = std::abs(number);
        constexpr double two_to_53 = 9007199254740992.0; // from here on there are no fractions
        if (size == 0 || (size >= 1e-6 && size < two_to_53))
            return std::to_chars(digits_, digits_ + room, number, std::chars_format::fixed).ptr;
        auto* const end =
            std::to_chars(digits_, digits_ + room, number, std::chars_format::scientific).ptr;
        if (size >= two_to_53 && size < 1e21)
            return plain(end);
        // to_chars gives two digits of exponent at least, JavaScript one.
        if (end[-2] != '0' || (end[-3] != '-' && end[-3] != '+'))
            return end;
        end[-2] = end[-1];
        return end - 1;
    }

    /// Makes `-1.25e+18` to `-1250000000000000000`. (to_chars itself would go on with digits that
    /// nobody needs to get the number back.)
    [[nodiscard]] char* plain(char* end) noexcept {
        auto const exponent = (end[-2] - '0') * 10 + (end[-1] - '0');
        end -= 4; // e+18
        auto* const first = digits_ + (digits_[0] == '-' ? 1 : 0);
        if (end - first > 1) // a point after the first digit
            end = std::copy(first + 2, end, first + 1);
        auto* const last = first + exponent + 1;
        std::fill(end, last, '0');
        return last;
    }

    std::string_view text_{};
    char digits_[room]{};
    std::size_t size_{0};
};

/// A property of an object or of a call: `{"topic", "chat"}`.
struct prop {
    std::string_view name;
    prop_value value;
};

} // namespace tacho::inline v0::hypertrace

#endif
