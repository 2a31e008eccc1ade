// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_HEADER_WORDS_HPP
#define TACHO_EXPOSITION_DETAIL_HEADER_WORDS_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <optional>
#include <string_view>

// The words of HTTP's headers that choose: `Accept` and `Accept-Encoding`. (RFC 9110, sections 5.6
// and 12.)

namespace tacho::inline v0::detail {

/// Returns the text before the next `separator` that is not in quotes, without blanks around it;
/// `rest` is then the text behind the separator.
[[nodiscard]] TACHO_DECL std::string_view
next_item(std::string_view& rest, char separator) noexcept;

/// Whether two tokens are the same: letters in either case.
[[nodiscard]] TACHO_DECL bool same_token(std::string_view a, std::string_view b) noexcept;

/// The value of the parameter `name` in `parameters`, such as `a=1; b="2"`; std::nullopt if they
/// lack it. (A text in quotes with a backslash is none of the values that are asked for.)
[[nodiscard]] TACHO_DECL std::optional<std::string_view>
parameter(std::string_view parameters, std::string_view name) noexcept;

/// The weight of an item, in thousandths, from 0 to 1000; 0 if it is no number.
[[nodiscard]] TACHO_DECL int weight_of(std::string_view text) noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/detail/header_words.ipp> // IWYU pragma: export
#endif

#endif
