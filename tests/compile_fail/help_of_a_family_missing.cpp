// SPDX-License-Identifier: BSL-1.0
// EXPECT: a family needs a help text

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::family<tacho::counter, "k"> const c{"requests_total"};
#else
    tacho::family<tacho::counter, "k"> const c{"requests_total", "Requests."};
#endif
}
