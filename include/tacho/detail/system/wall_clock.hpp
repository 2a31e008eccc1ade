// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_WALL_CLOCK_HPP
#define TACHO_DETAIL_SYSTEM_WALL_CLOCK_HPP

#include <tacho/detail/language/separate_compilation.hpp>

namespace tacho::inline v0::detail {

/// The time now in seconds since 1970, with fractions.
[[nodiscard]] TACHO_DECL double unix_seconds() noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/wall_clock.ipp> // IWYU pragma: export
#endif

#endif
