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

/// An exposition format: its media type, by which a scraper asks for it, and how its encoder is
/// made.
struct exposition_format {
    std::string_view media_type;
    std::unique_ptr<encoder> (*make)();
};

namespace detail {

[[nodiscard]] TACHO_DECL std::unique_ptr<encoder> make_text_encoder();

} // namespace detail

/// All formats. A new one is an encoder and an entry here. Scrapers that do not say what they
/// accept get the first.
inline constexpr std::array exposition_formats{
    exposition_format{text_encoder::media_type, &detail::make_text_encoder},
};

/// The format of `among` for a scraper with this `Accept` header, which is empty when it sent none:
/// of the formats that it accepts, the one it prefers; the first when it accepts none.
[[nodiscard]] TACHO_DECL exposition_format const& choose_format(
    std::string_view accept, std::span<exposition_format const> among = exposition_formats
) noexcept;

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/formats.ipp> // IWYU pragma: export
#endif

#endif
