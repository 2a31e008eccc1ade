// SPDX-License-Identifier: BSL-1.0
// EXPECT: has to be wrapped: tacho::runtime

#include <tacho/tacho.hpp>

#include <string>

int main() {
    std::string const name = "requests_total";
#ifdef TACHO_REJECT
    tacho::counter c{name.c_str(), "Requests."};
#else
    tacho::counter c{tacho::runtime(name), "Requests."};
#endif
}
