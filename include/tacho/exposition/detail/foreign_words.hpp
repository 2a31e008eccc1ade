// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_FOREIGN_WORDS_HPP
#define TACHO_EXPOSITION_DETAIL_FOREIGN_WORDS_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <string>
#include <string_view>

// The words of a foreign text, as Prometheus reads them, which is written in Go.

namespace tacho::inline v0::detail {

/// Whether Go's ParseFloat reads `text` as a number. Hexadecimal numbers are refused here, as in
/// the text format. Independent of the locale.
[[nodiscard]] TACHO_DECL bool is_go_number(std::string_view text);

/// Whether Go's ParseInt reads `text` as a time in milliseconds that is not before 1970.
[[nodiscard]] TACHO_DECL bool is_go_time(std::string_view text);

/// A name of Prometheus 3 as earlier versions can read it: every character that it could not have
/// becomes an underscore. A metric's name may have colons, a label's may not. (Prometheus, "UTF-8
/// names", underscore escaping.)
[[nodiscard]] TACHO_DECL std::string legacy_name(std::string_view name, bool colons);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/detail/foreign_words.ipp> // IWYU pragma: export
#endif

#endif
