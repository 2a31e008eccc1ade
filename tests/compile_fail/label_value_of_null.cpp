// SPDX-License-Identifier: BSL-1.0
// EXPECT: nullptr is no text

#include <tacho/tacho.hpp>

int main() {
    tacho::family<tacho::counter, "k"> const family{"a_total", "A."};
#ifdef TACHO_REJECT
    family.with(nullptr).inc();
#else
    family.with("").inc();
#endif
}
