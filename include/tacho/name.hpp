// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_NAME_HPP
#define TACHO_NAME_HPP

#include <tacho/detail/text/name_rules.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace tacho::inline v0 {

/// A metric's name that is not known at compile time; made by `runtime`, checked when the metric is
/// registered.
struct runtime_name {
    std::string_view text;
};

/// Wraps a name that is not known at compile time: `tacho::counter c{tacho::runtime(name),
/// "Help."};`
[[nodiscard]] constexpr runtime_name runtime(std::string_view name) noexcept {
    return {name};
}

namespace detail {

/// False, for a message that depends on a template's arguments.
template <typename...>
inline constexpr bool never = false;

// This function is not constexpr: for an invalid literal the constructor calls it, which is an
// error in a constant expression.
inline void a_metric_name_must_match_letter_or_underscore_or_colon_then_those_or_digits() {}

} // namespace detail

/// A metric's name: a literal, checked at compile time against `[a-zA-Z_:][a-zA-Z0-9_:]*`, or a
/// `runtime_name`. A template that passes the literal on, as `emplace` does, needs
/// `metric_name{"x"}`.
class metric_name {
public:
    template <std::size_t Size>
    consteval metric_name(char const (&literal)[Size]) // NOLINT(google-explicit-constructor)
        : text_{static_cast<char const*>(literal)} {
        if (!detail::is_metric_name(text_))
            detail::a_metric_name_must_match_letter_or_underscore_or_colon_then_those_or_digits();
    }

    /// Refuses text that is no literal, with the remedy.
    template <typename Text>
        requires std::convertible_to<Text const&, std::string_view>
    constexpr metric_name(Text const&) { // NOLINT(google-explicit-constructor)
        static_assert(
            detail::never<Text>,
            "a metric's name that is not a literal has to be wrapped: tacho::runtime(name)"
        );
    }

    constexpr metric_name(runtime_name name) noexcept
        : text_{name.text} {} // NOLINT

    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

private:
    std::string_view text_;
};

} // namespace tacho::inline v0

#endif
