// SPDX-License-Identifier: BSL-1.0
// EXPECT: bucket bounds must be finite and strictly increasing

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::histogram<tacho::buckets<0.1, 10, 1>> h{"seconds", "Seconds."};
#else
    tacho::histogram<tacho::buckets<0.1, 1, 10>> h{"seconds", "Seconds."};
#endif
}
