// SPDX-License-Identifier: BSL-1.0
// EXPECT: the label names of a family must differ

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::family<tacho::counter, "method", "method"> f{"requests_total", "Requests."};
#else
    tacho::family<tacho::counter, "method", "code"> f{"requests_total", "Requests."};
#endif
}
