// SPDX-License-Identifier: BSL-1.0
// EXPECT: options are given by name

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::counter const c{"requests_total", "Requests.", {{"a", "b"}}};
#else
    tacho::counter const c{"requests_total", "Requests.", {.labels = {{"a", "b"}}}};
#endif
}
