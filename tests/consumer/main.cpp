// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <cstdio>
#include <string>

int main() {
    tacho::counter built{"consumers_built_total", "Programs that use tacho."};
    built.inc();
    auto const text = tacho::to_text();
    std::fputs(text.c_str(), stdout);
    return text.find("\nconsumers_built_total 1\n") == std::string::npos;
}
