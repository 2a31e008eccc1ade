// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_UTF8_HPP
#define TACHO_DETAIL_TEXT_UTF8_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <cstddef>
#include <string>
#include <string_view>

// One invalid byte in one label value makes Prometheus throw a whole scrape away, so no text gets
// in unchecked.

namespace tacho::inline v0::detail {

/// The length of the well-formed UTF-8 sequence at the start of `text`, 1 to 4; 0 when it is
/// ill-formed. (Unicode 15.0, table 3-7: no overlong forms, no surrogates, nothing past U+10FFFF.)
[[nodiscard]] TACHO_DECL std::size_t utf8_sequence(std::string_view text) noexcept;

[[nodiscard]] TACHO_DECL bool is_utf8(std::string_view text) noexcept;

/// `text` with U+FFFD in place of every byte that is no part of a well-formed sequence.
[[nodiscard]] TACHO_DECL std::string to_utf8(std::string_view text);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/text/utf8.ipp> // IWYU pragma: export
#endif

#endif
