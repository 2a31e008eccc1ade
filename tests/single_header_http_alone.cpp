// SPDX-License-Identifier: BSL-1.0

// What somebody has who copied exposer.hpp, and has Boost.
#include <tacho/exposer.hpp>

#if __has_include(<tacho/counter.hpp>)
# error "This test must see the single header alone."
#endif

int main() {
    tacho::http::exposer exposer{{.port = 0}};
    return exposer.port() == 0;
}
