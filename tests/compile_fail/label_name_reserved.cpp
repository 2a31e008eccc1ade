// SPDX-License-Identifier: BSL-1.0
// EXPECT IN A NOTE: label_names_that_begin_with_two_underscores_are_reserved

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::family<tacho::counter, "__name"> f{"requests_total", "Requests."};
#else
    tacho::family<tacho::counter, "_name"> f{"requests_total", "Requests."};
#endif
}
