// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_FORMATS_HPP
#define TACHO_EXPOSITION_FORMATS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/encoder.hpp>

#include <cstdint>
#include <memory>

namespace tacho::inline v0 {

/// The exposition formats. docs/formats/ shows each.
enum class format : std::uint8_t {
    text_0_0_4,    ///< Prometheus text, which every scraper reads
    text_1_0_0,    ///< Prometheus text with UTF-8 names
    openmetrics_1, ///< OpenMetrics 1.0
    protobuf,      ///< Prometheus protobuf, delimited; where protozero was found
    json           ///< for people and scripts
};

/// Whether this program has the format: all but protobuf always are there.
[[nodiscard]] TACHO_DECL bool is_available(format which) noexcept;

/// Makes an encoder of the format. Throws std::runtime_error if the program does not have it.
[[nodiscard]] TACHO_DECL std::unique_ptr<encoder> make_encoder(format which);

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/formats.ipp> // IWYU pragma: export
#endif

#endif
