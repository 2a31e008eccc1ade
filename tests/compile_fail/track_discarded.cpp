// SPDX-License-Identifier: BSL-1.0
// EXPECT: ignoring return.* value

#include <tacho/tacho.hpp>

int main() {
    tacho::up_down_counter in_flight{"requests_in_flight", "Requests being served."};
#ifdef TACHO_REJECT
    in_flight.track();
#else
    [[maybe_unused]] auto const tracked = in_flight.track();
#endif
}
