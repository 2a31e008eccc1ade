// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_PARSER_HPP
#define TACHO_EXPOSITION_TEXT_PARSER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/parsed_family.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0 {

/// The families of a text in the Prometheus text format 0.0.4, in the order in which they begin,
/// with their lines as they are. Comments and empty lines are left out, and a missing line feed at
/// the end is added.
///
/// If Prometheus would refuse the text, or if it has a series twice, the result is empty and
/// `error` names the line and the fault; otherwise `error` is empty.
[[nodiscard]] TACHO_DECL std::vector<parsed_family>
parse_text(std::string_view text, std::string& error);

/// Overload that throws std::invalid_argument for a text that Prometheus would refuse or that has a
/// series twice.
[[nodiscard]] TACHO_DECL std::vector<parsed_family> parse_text(std::string_view text);

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/text_parser.ipp> // IWYU pragma: export
#endif

#endif
