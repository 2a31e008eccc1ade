// SPDX-License-Identifier: BSL-1.0

// The program of tacho_text.cpp with an exposer on a thread of its own.
#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>

int main() {
    tacho::registry registry;
    tacho::counter const requests{registry, "requests_total", "Requests."};
    tacho::histogram<tacho::buckets<.005, .01, .1, 1>> const latency{
        registry, "latency_seconds", "Latency."
    };
    tacho::family<tacho::counter, "code"> const codes{registry, "codes_total", "By code."};
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    requests.inc();
    latency.observe(.2);
    codes.with("200").inc();
}
