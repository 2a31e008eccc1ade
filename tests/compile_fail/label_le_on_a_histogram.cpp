// SPDX-License-Identifier: BSL-1.0
// EXPECT: the label name "le" is the bucket bound of a histogram

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::family<tacho::histogram<>, "le"> f{"seconds", "Seconds."};
#else
    tacho::family<tacho::counter, "le"> f{"seconds", "Seconds."};
#endif
}
