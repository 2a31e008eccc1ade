// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_ESCAPE_HPP
#define TACHO_DETAIL_TEXT_ESCAPE_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// Writes `text` at `to`, which has room for twice its length, with a backslash before each
/// backslash and each character of `special`, and `\n` for a line feed; returns the end. (Text
/// format 0.0.4: label values also escape `"`, help does not.)
[[nodiscard]] TACHO_DECL char*
write_escaped(char* to, std::string_view text, std::string_view special) noexcept;

TACHO_DECL void append_escaped(std::string& to, std::string_view text, std::string_view special);

/// Appends `name="value"`.
TACHO_DECL void append_label(std::string& to, std::string_view name, std::string_view value);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/text/escape.ipp> // IWYU pragma: export
#endif

#endif
