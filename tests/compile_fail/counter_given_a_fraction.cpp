// SPDX-License-Identifier: BSL-1.0
// EXPECT: use of deleted function|call to deleted member function

#include <tacho/tacho.hpp>

int main() {
    tacho::counter c{"requests_total", "Requests."};
#ifdef TACHO_REJECT
    c.inc(1.5);
#else
    c.inc(2);
#endif
}
