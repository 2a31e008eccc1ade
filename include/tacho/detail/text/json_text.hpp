// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_JSON_TEXT_HPP
#define TACHO_DETAIL_TEXT_JSON_TEXT_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// `text` as a JSON string, including the quotes. (RFC 8259, section 7.)
[[nodiscard]] TACHO_DECL std::string json_text(std::string_view text);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/text/json_text.ipp> // IWYU pragma: export
#endif

#endif
