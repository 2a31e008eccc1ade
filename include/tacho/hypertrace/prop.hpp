// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_PROP_HPP
#define TACHO_HYPERTRACE_PROP_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace tacho::inline v0::hypertrace {

/// A property's value, as text: text as it is given, numbers as JavaScript writes them, `true`,
/// `false`, `null`. Text is not copied, and has to outlive the value.
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
    template <std::same_as<bool> Truth>        // no type that only converts to bool
    constexpr prop_value(Truth truth) noexcept // NOLINT(google-explicit-constructor)
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

    [[nodiscard]] char* write(double number) noexcept;
    [[nodiscard]] char* plain(char* end) noexcept;

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

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hypertrace/prop.ipp> // IWYU pragma: export
#endif

#endif
