// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_PARSER_HPP
#define TACHO_EXPOSITION_TEXT_PARSER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/parsed_family.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0 {

/// The families of a text in the Prometheus text format 0.0.4, in the order in which they begin.
/// What the parser of a Prometheus 3 server accepts is there; lines that it would refuse are left
/// out one by one, and so are series that an earlier line has.
///
/// Lines stay as they are if other readers of the format, such as promtool, accept them too. The
/// others are written again: a line feed or a lone backslash in a label's value is escaped, and
/// characters that names could not have before Prometheus 3 become underscores. HELP and TYPE come
/// first, once for each family; the first of each counts. Other comments are left out.
///
/// `error` names the first line that was left out, and the reason; `error` is empty if no line was
/// left out. `left_out` is the number of lines that were.
[[nodiscard]] TACHO_DECL std::vector<parsed_family>
parse_text(std::string_view text, std::string& error, std::size_t& left_out);

/// Overload that does not count.
[[nodiscard]] TACHO_DECL std::vector<parsed_family>
parse_text(std::string_view text, std::string& error);

/// Overload that throws std::invalid_argument if a line would be left out.
[[nodiscard]] TACHO_DECL std::vector<parsed_family> parse_text(std::string_view text);

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/text_parser.ipp> // IWYU pragma: export
#endif

#endif
