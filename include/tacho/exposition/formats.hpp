// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_FORMATS_HPP
#define TACHO_EXPOSITION_FORMATS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/text.hpp>

#include <array>
#include <memory>
#include <span>
#include <string_view>

namespace tacho::inline v0 {

/// An exposition format: the media type by which a scraper asks for it, and a function that makes
/// its encoder.
struct exposition_format {
    std::string_view media_type;
    std::unique_ptr<encoder> (*make)();
};

namespace detail {

[[nodiscard]] TACHO_DECL std::unique_ptr<encoder> make_text_encoder();

} // namespace detail

/// All formats. A new format is an encoder and an entry here. A scraper that sends no `Accept`
/// header gets the first.
inline constexpr std::array exposition_formats{
    exposition_format{text_encoder::media_type, &detail::make_text_encoder},
};

/// Chooses the format of `among` that a scraper with this `Accept` header prefers, or the first
/// format if it accepts none of them. `accept` is empty if the scraper sent no such header.
[[nodiscard]] TACHO_DECL exposition_format const& choose_format(
    std::string_view accept, std::span<exposition_format const> among = exposition_formats
) noexcept;

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/formats.ipp> // IWYU pragma: export
#endif

#endif
