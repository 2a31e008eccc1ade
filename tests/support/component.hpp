// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_COMPONENT_HPP
#define TACHO_TESTS_SUPPORT_COMPONENT_HPP

#include <tacho/component/backend.hpp>

/// The struct of metrics that the proposal declares, for any backend.
template <tacho::component::backend Registry>
struct service_metrics {
    explicit service_metrics(Registry& in)
        : requests{in.create_counter(
              "service_requests_total",
              "Total number of requests processed",
              {{"service", "registry"}}
          )}
        , active{in.create_gauge(
              "service_active_requests",
              "Number of requests currently being processed",
              {{"service", "registry"}}
          )}
        , duration{in.create_histogram(
              "service_request_duration_seconds",
              "Time spent processing requests",
              {{"service", "registry"}},
              {0.1, 1}
          )} {}

    typename Registry::counter_type requests;
    typename Registry::gauge_type active;
    typename Registry::histogram_type duration;
};

/// A component that uses every feature of a backend's metrics.
template <tacho::component::backend Registry>
class service {
public:
    explicit service(Registry& in)
        : metrics_{in} {}

    void handle(double seconds) const {
        metrics_.requests.increment();
        metrics_.active.increment();
        metrics_.duration.observe(seconds);
        metrics_.active.decrement();
    }

    void restore(int requests, double active) const {
        metrics_.requests.add(static_cast<unsigned>(requests));
        metrics_.active.set(active);
        metrics_.active.increment(0.5);
        metrics_.active.decrement(0.25);
    }

    [[nodiscard]] service_metrics<Registry> const& metrics() const noexcept { return metrics_; }

private:
    service_metrics<Registry> metrics_;
};

/// The text of a registry after `run_service`.
inline constexpr auto service_text =
    R"(# HELP service_requests_total Total number of requests processed
# TYPE service_requests_total counter
service_requests_total{service="registry"} 42
# HELP service_active_requests Number of requests currently being processed
# TYPE service_active_requests gauge
service_active_requests{service="registry"} 3.25
# HELP service_request_duration_seconds Time spent processing requests
# TYPE service_request_duration_seconds histogram
service_request_duration_seconds_bucket{service="registry",le="0.1"} 1
service_request_duration_seconds_bucket{service="registry",le="1"} 1
service_request_duration_seconds_bucket{service="registry",le="+Inf"} 2
service_request_duration_seconds_sum{service="registry"} 2.0625
service_request_duration_seconds_count{service="registry"} 2
)";

template <tacho::component::backend Registry>
void run_service(Registry& in) {
    service<Registry> const it{in};
    it.handle(0.0625);
    it.handle(2);
    it.restore(40, 3);
}

#endif
