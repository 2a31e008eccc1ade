// SPDX-License-Identifier: BSL-1.0
// EXPECT: bounds are in its type

#include <tacho/tacho.hpp>

#include <vector>

int main() {
    std::vector<double> const bounds{1, 2};
#ifdef TACHO_REJECT
    tacho::histogram<> const h{"seconds", "Times.", bounds};
#else
    tacho::histogram<tacho::runtime_buckets> const h{"seconds", "Times.", bounds};
#endif
}
