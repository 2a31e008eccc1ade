// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_DETAIL_NAMING_HPP
#define TACHO_HYPERLIGHT_DETAIL_NAMING_HPP

#include <cstdint>

namespace tacho::inline v0::hyperlight {

/// By which names, labels and units a host exposes its metrics.
enum class naming : std::uint8_t {
    /// As Hyperlight's, hyperlight-wasm's and hyperlight-js' observability documents spell them.
    documented,
    /// As hosts put them on the wire while Hyperlight used the prometheus crate (until April 2025):
    /// all of the core's and of wasm's begin with `hyperlight_`.
    wire,
    /// As Hyperlight emits them since, through the metrics facade: durations in seconds, error
    /// codes
    /// as numbers.
    facade,
};

} // namespace tacho::inline v0::hyperlight

#endif
