// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/http/exposer.hpp>

struct http_metrics {
    tacho::counter requests{"http_requests_total", "Requests received."};
    tacho::up_down_counter in_flight{"http_requests_in_flight", "Requests being served."};
    tacho::histogram<> latency{"http_request_duration_seconds", "Time to serve a request."};
    tacho::family<tacho::counter, "method", "code"> responses{"http_responses_total", "Responses sent."};
};

int main() {
    http_metrics metrics;                                // registers in tacho::default_registry()
    tacho::http::exposer exposer{{.port = 9464}};        // its own thread, GET /metrics

    {
        auto const tracked = metrics.in_flight.track();  // +1 now, -1 at the end of the scope
        auto const timed = metrics.latency.time();       // observes the elapsed seconds at the end of the scope
        metrics.requests.inc();
        metrics.responses.with("GET", "200").inc();
    }
    std::fputs(tacho::to_text().c_str(), stdout);        // Prometheus text, without HTTP
}
