// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_JSON_TEXT_HPP
#define TACHO_DETAIL_TEXT_JSON_TEXT_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// Writes `text`, which is UTF-8, as a JSON string at `to`, including the quotes, and returns the
/// end. There is room for `json_room(text)` bytes. (RFC 8259, section 7.)
[[nodiscard]] TACHO_DECL char* write_json_text(char* to, std::string_view text) noexcept;

[[nodiscard]] constexpr std::size_t json_room(std::string_view text) noexcept {
    return 6 * text.size() + 2;
}

/// `text` as a JSON string, including the quotes. (RFC 8259, section 7.)
[[nodiscard]] TACHO_DECL std::string json_text(std::string_view text);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/text/json_text.ipp> // IWYU pragma: export
#endif

#endif
