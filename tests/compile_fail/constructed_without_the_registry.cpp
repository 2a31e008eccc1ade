// SPDX-License-Identifier: BSL-1.0
// EXPECT: has to #include <tacho/registry.hpp>

#include <tacho/counter.hpp>
#ifndef TACHO_REJECT
# include <tacho/registry.hpp>
#endif

int main() {
    tacho::counter const c{"requests_total", "Requests."};
}
