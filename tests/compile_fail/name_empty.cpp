// SPDX-License-Identifier: BSL-1.0
// EXPECT IN A NOTE: a_metric_name_must_match

#include <tacho/tacho.hpp>

int main() {
#ifdef TACHO_REJECT
    tacho::counter c{"", "Requests."};
#else
    tacho::counter c{"_", "Requests."};
#endif
}
