// SPDX-License-Identifier: BSL-1.0
// EXPECT: use of deleted function|call to deleted member function

#include <tacho/tacho.hpp>

int main() {
    tacho::up_down_counter c{"in_flight", "Requests being served."};
#ifdef TACHO_REJECT
    c.dec(1.5);
#else
    c.dec(2);
#endif
}
