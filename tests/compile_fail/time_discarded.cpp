// SPDX-License-Identifier: BSL-1.0
// EXPECT: ignoring return.* value

#include <tacho/tacho.hpp>

int main() {
    tacho::histogram<> seconds{"seconds", "Seconds."};
#ifdef TACHO_REJECT
    seconds.time();
#else
    [[maybe_unused]] auto const timed = seconds.time();
#endif
}
