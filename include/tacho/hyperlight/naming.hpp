// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_NAMING_HPP
#define TACHO_HYPERLIGHT_NAMING_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstdint>

namespace tacho::inline v0::hyperlight {

/// The names, labels and units by which a host exposes its metrics.
enum class naming : std::uint8_t {
    /// As the observability documents of Hyperlight, hyperlight-wasm and hyperlight-js spell them.
    documented,
    /// As hosts exposed them while Hyperlight used the prometheus crate (until April 2025): all
    /// names of the core and of wasm begin with `hyperlight_`.
    wire,
    /// As Hyperlight has exposed them since then, through the metrics facade: durations are in
    /// seconds, error codes are numbers.
    facade,
};

} // namespace tacho::inline v0::hyperlight

#endif
