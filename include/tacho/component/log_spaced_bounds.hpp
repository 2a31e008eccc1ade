// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_LOG_SPACED_BOUNDS_HPP
#define TACHO_COMPONENT_LOG_SPACED_BOUNDS_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <cstddef>
#include <vector>

namespace tacho::inline v0::component {

/// Bounds as Dynamo generates them: `count` points, of which the first is always 0 and the others
/// are spaced evenly by their logarithms between `least`, which is not a point itself, and `most`.
/// Each is rounded to two significant digits; duplicates are removed. Rounding can move the last
/// bound below or above `most`.
///
/// Empty unless 0 < least < most, both are finite, and `count` is from 1 to 512.
[[nodiscard]] TACHO_DECL std::vector<double>
log_spaced_bounds(double least, double most, std::size_t count);

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/log_spaced_bounds.ipp> // IWYU pragma: export
#endif

#endif
