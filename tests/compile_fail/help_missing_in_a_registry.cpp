// SPDX-License-Identifier: BSL-1.0
// EXPECT: a metric needs a help text

#include <tacho/tacho.hpp>

int main() {
    tacho::registry registry;
#ifdef TACHO_REJECT
    tacho::gauge const c{registry, "level"};
#else
    tacho::gauge const c{registry, "level", "A level."};
#endif
}
