// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_IN_QUOTES_HPP
#define TACHO_DETAIL_TEXT_IN_QUOTES_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// A user's text in quotes, as error messages show it. Control characters and bytes that are not
/// UTF-8 are shown as \xNN: a NUL would end the message, and a line feed would end a line of the
/// log.
[[nodiscard]] TACHO_DECL std::string in_quotes(std::string_view text);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/text/in_quotes.ipp> // IWYU pragma: export
#endif

#endif
