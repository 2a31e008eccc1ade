// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_LABELS_HPP
#define TACHO_LABELS_HPP

#include <tacho/detail/text/name_rules.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tacho::inline v0 {

namespace detail {

// These functions are not constexpr: for an invalid label name the constructor calls one, which is
// an error in a constant expression.
inline void a_label_name_must_match_letter_or_underscore_then_those_or_digits() {}
inline void label_names_that_begin_with_two_underscores_are_reserved_by_prometheus() {}

} // namespace detail

/// The name of a family's label, as a template argument. `Value` is the type in which callers pass
/// the label's values: `std::string_view`, or an enum (see `enum_label`).
template <typename Value, std::size_t Size>
struct label_name {
    using value_type = Value;

    consteval label_name(char const (&literal)[Size]) { // NOLINT(google-explicit-constructor)
        for (std::size_t i = 0; i < Size; ++i)
            text[i] = literal[i];
        if (!detail::is_label_name(view()))
            detail::a_label_name_must_match_letter_or_underscore_then_those_or_digits();
        if (detail::is_reserved_label(view()))
            detail::label_names_that_begin_with_two_underscores_are_reserved_by_prometheus();
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, Size - 1}; }

    char text[Size]{}; // public, as template arguments need it
};

template <std::size_t Size>
label_name(char const (&)[Size]) -> label_name<std::string_view, Size>;

/// An enum whose enumerators are the values of a label. `label_values(Enum)`, found by
/// argument-dependent lookup, returns their texts, one for each of 0, 1, 2, …
///
/// ```
/// enum class verb { get, post };
/// constexpr std::array<std::string_view, 2> label_values(verb) { return {"get", "post"}; }
/// ```
template <typename Enum>
concept label_enum = std::is_enum_v<Enum> && requires(Enum value) {
    { label_values(value)[0] } -> std::convertible_to<std::string_view>;
    label_values(value).size();
};

/// A label whose values are the enumerators of an enum:
/// `family<counter, enum_label<verb>("verb")>`. If all labels of a family are enums, registration
/// makes all its series, and a lookup is an index, without hashing.
template <label_enum Enum, std::size_t Size>
[[nodiscard]] consteval label_name<Enum, Size> enum_label(char const (&name)[Size]) {
    return label_name<Enum, Size>{name};
}

namespace detail {

/// A label's name, copied out of the template argument. Views must not refer to the argument
/// itself: Clang does not treat it as local to a translation unit even if its enum is.
template <label_name Label>
inline constexpr auto label_characters = std::to_array(Label.text);
template <label_name Label>
inline constexpr std::string_view label_text{
    label_characters<Label>.data(), label_characters<Label>.size() - 1
};

/// The texts of an enum's values.
template <label_enum Enum>
inline constexpr auto values_of = label_values(Enum{});

/// The texts as views, for registering.
template <label_enum Enum>
inline constexpr auto value_texts = [] {
    std::array<std::string_view, values_of<Enum>.size()> texts{};
    for (std::size_t i = 0; i < texts.size(); ++i)
        texts[i] = values_of<Enum>[i];
    return texts;
}();

template <typename Value>
inline constexpr std::size_t values_count = 0;
template <label_enum Enum>
inline constexpr std::size_t values_count<Enum> = values_of<Enum>.size();

/// The value that all variable labels of an overflow series have.
inline constexpr std::string_view overflow_value = "__overflow__";

/// A label's value as text. An enum value without a text, made by a cast, gives `overflow_value`.
template <typename Value>
[[nodiscard]] constexpr std::string_view value_text(Value const& value) noexcept {
    if constexpr (label_enum<Value>) {
        auto const index = static_cast<std::size_t>(value);
        return index < values_count<Value> ? std::string_view{values_of<Value>[index]}
                                           : overflow_value;
    } else {
        return value;
    }
}

} // namespace detail

} // namespace tacho::inline v0

#endif
