// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_NEGOTIATION_HPP
#define TACHO_EXPOSITION_NEGOTIATION_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/formats.hpp>

#include <cstdint>
#include <string_view>

namespace tacho::inline v0 {

/// How names are shown that Prometheus before version 3 does not know. ("Escaping schemes",
/// Prometheus documentation.) All names of this library are known, so the schemes give the same.
enum class escaping : std::uint8_t { underscores, dots, values, allow_utf_8 };

/// What a scraper gets, found from its `Accept` header. ("Content negotiation", Prometheus
/// documentation.)
///
/// Of the types that the program has, the one with the highest weight is chosen, the first of
/// those with the same. `*/*` and `text/*` count only if nothing else fits, whatever they weigh,
/// and mean the text format 0.0.4; so do an empty header and one in which nothing fits, because a
/// scrape is never refused for its format.
class negotiation {
public:
    /// Considers an `Accept` header. Several headers are one list.
    TACHO_DECL void accept(std::string_view header) noexcept;

    [[nodiscard]] tacho::format format() const noexcept { return format_; }
    [[nodiscard]] tacho::escaping escaping() const noexcept { return escaping_; }

    /// The value of the answer's `Content-Type`.
    [[nodiscard]] TACHO_DECL std::string_view content_type() const noexcept;

private:
    void consider(std::string_view type, std::string_view parameters) noexcept;

    int weight_{0}; // of the chosen type, in thousandths
    tacho::format format_{tacho::format::text_0_0_4};
    tacho::escaping escaping_{tacho::escaping::underscores};
    bool states_escaping_{false};
    bool is_version_0_0_1_{false}; // of OpenMetrics
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/negotiation.ipp> // IWYU pragma: export
#endif

#endif
