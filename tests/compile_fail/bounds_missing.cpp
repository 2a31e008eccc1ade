// SPDX-License-Identifier: BSL-1.0
// EXPECT: a histogram needs at least one bucket bound

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::histogram<tacho::buckets<>> h{"seconds", "Seconds."};
#else
    tacho::histogram<tacho::buckets<1>> h{"seconds", "Seconds."};
#endif
}
