// SPDX-License-Identifier: BSL-1.0
// EXPECT: a family needs one value for each of its labels

#include <tacho/tacho.hpp>

int main() {
    tacho::family<tacho::counter, "method", "code"> f{"requests_total", "Requests."};
#ifdef TACHO_REJECT
    f.with("GET", "200", "HTTP/1.1").inc();
#else
    f.with("GET", "200").inc();
#endif
}
