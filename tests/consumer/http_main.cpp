// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/exposer.hpp>

#include <cstdio>

int main() {
    tacho::http::exposer exposer{{.port = 0}};
    std::printf("serving on port %d\n", int{exposer.port()});
    return exposer.port() == 0;
}
