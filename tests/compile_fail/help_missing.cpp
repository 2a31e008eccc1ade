// SPDX-License-Identifier: BSL-1.0
// EXPECT: a metric needs a help text

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::counter const c{"requests_total"};
#else
    tacho::counter const c{"requests_total", "Requests."};
#endif
}
