// SPDX-License-Identifier: BSL-1.0

// A program with a counter, a histogram and a family, and what Prometheus reads of them.
#include <tacho/tacho.hpp>

#include <cstdio>

int main() {
    tacho::registry registry;
    tacho::counter const requests{registry, "requests_total", "Requests."};
    tacho::histogram<tacho::buckets<.005, .01, .1, 1>> const latency{
        registry, "latency_seconds", "Latency."
    };
    tacho::family<tacho::counter, "code"> const codes{registry, "codes_total", "By code."};
    requests.inc();
    latency.observe(.2);
    codes.with("200").inc();
    std::fputs(tacho::to_text(registry).c_str(), stdout);
}
