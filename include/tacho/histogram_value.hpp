// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HISTOGRAM_VALUE_HPP
#define TACHO_HISTOGRAM_VALUE_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstdint>
#include <vector>

namespace tacho::inline v0 {

/// The values of a histogram at one moment.
struct histogram_value {
    std::vector<std::uint64_t> buckets; // not cumulative; the last is +Inf
    double sum;                         // in the exposed unit
    std::uint64_t count;                // of all buckets
};

} // namespace tacho::inline v0

#endif
