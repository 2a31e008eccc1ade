// SPDX-License-Identifier: BSL-1.0

// The program of somebody who copied component.hpp.
#include <tacho/component.hpp>

#include <cstdio>
#include <single_headers/alone.hpp>
#include <string>

int main() {
    tacho::component::recording_registry registry;
    auto const requests = registry.create_counter("requests_total", "Requests.", {{"of", "both"}});
    requests.increment();
    requests.add(2);

    auto const text = registry.prometheus_format_str();
    std::fputs(text.c_str(), stdout);
    return registry.total("requests_total") != 3 || text != R"(# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{of="both"} 3
)";
}
