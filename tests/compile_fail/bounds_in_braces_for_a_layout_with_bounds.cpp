// SPDX-License-Identifier: BSL-1.0
// EXPECT: bounds are in its type

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::histogram<> const h{"seconds", "Times.", {1.0, 2.0}};
#else
    tacho::histogram<tacho::runtime_buckets> const h{"seconds", "Times.", {1.0, 2.0}};
#endif
}
