// SPDX-License-Identifier: BSL-1.0
// EXPECT: has to be wrapped: tacho::runtime

#include <tacho/tacho.hpp>

#include <string>

int main() {
    tacho::registry registry;
    std::string const name = "requests_total";
#ifdef TACHO_REJECT
    tacho::counter const c{registry, name, "Requests."};
#else
    tacho::counter const c{registry, tacho::runtime(name), "Requests."};
#endif
}
