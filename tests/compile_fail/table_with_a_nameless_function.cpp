// SPDX-License-Identifier: BSL-1.0
// EXPECT: a function must have a name for its label

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::named<"">([] {}).function();
#else
    tacho::named<"f">([] {}).function();
#endif
}
