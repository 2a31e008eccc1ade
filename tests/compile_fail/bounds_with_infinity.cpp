// SPDX-License-Identifier: BSL-1.0
// EXPECT: bucket bounds must be finite and strictly increasing

#include <tacho/tacho.hpp>

#include <limits>

[[maybe_unused]] constexpr double infinity = std::numeric_limits<double>::infinity();
[[maybe_unused]] constexpr double largest = std::numeric_limits<double>::max();

int main() {
#ifdef TACHO_REJECT
    tacho::histogram<tacho::buckets<1, infinity>> h{"seconds", "Seconds."};
#else
    tacho::histogram<tacho::buckets<1, largest>> h{"seconds", "Seconds."};
#endif
}
