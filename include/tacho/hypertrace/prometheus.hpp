// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_PROMETHEUS_HPP
#define TACHO_HYPERTRACE_PROMETHEUS_HPP

#include <tacho/http/exposer.hpp>
#include <tacho/hypertrace/trace_counter.hpp>
#include <tacho/hypertrace/trace_function.hpp>
#include <tacho/hypertrace/tracer.hpp> // IWYU pragma: export
#include <tacho/options.hpp>
#include <tacho/process_metrics.hpp>
#include <tacho/registry.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tacho::inline v0::hypertrace {

/// What `prometheus` counts, in which registry, and where it serves the metrics. The names of the
/// options are those of hypertrace-prometheus.
struct prometheus_options {
    /// The port at which to serve the metrics, under the path `/metrics`: 0 takes a free port, and
    /// std::nullopt means no server.
    std::optional<std::uint16_t> port{};

    /// The registry that holds the metrics; null for a registry of the object's own. It has to live
    /// until `stop`.
    tacho::registry* registry{nullptr};

    /// See trace_counter_options.
    std::vector<std::string> allowed_props{};

    /// Whether the registry also gets the metrics of the process; see process_metrics.
    bool collect_defaults{true};

    /// See trace_counter_options.
    bool object_ids{true};
    std::size_t series_limit{metric_options{}.series_limit};

    /// The address of the port. The default is loopback only; `"0.0.0.0"` listens on every IPv4
    /// interface.
    std::string address{"127.0.0.1"};
};

/// Counts traces for Prometheus, in metrics with the names of hypertrace-prometheus.
///
///     tacho::hypertrace::prometheus trace_function{{.port = 4343}};
///     tacho::hypertrace::set_trace_function(trace_function);
///
/// Thread safety: all members but the destructor are safe. Errors: the constructor throws
/// registration_error, and boost::system::system_error if it cannot listen on the port.
class prometheus {
public:
    explicit prometheus(prometheus_options options = {});

    prometheus(prometheus const&) = delete;
    prometheus& operator=(prometheus const&) = delete;

    /// Stops; see `stop`.
    ~prometheus();

    /// The trace function. It may outlive this object; no scrape shows the traces it counts then.
    operator trace_function() const; // NOLINT(google-explicit-constructor)

    /// The text that Prometheus gets, for a program that has an HTTP server of its own.
    [[nodiscard]] std::string metrics() const;

    /// The port of the server; 0 if there is no server.
    [[nodiscard]] std::uint16_t port() const noexcept { return exposer_ ? exposer_->port() : 0; }

    /// Stops the server and takes the metric `trace_counter` out of the registry, so that another
    /// object can register it. The metrics of the process stay until this object is destroyed.
    void stop();

private:
    tacho::registry own_{};
    tacho::registry& registry_;
    trace_counter counter_;
    std::optional<process_metrics> process_{};
    std::optional<http::exposer> exposer_{};
};

} // namespace tacho::inline v0::hypertrace

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hypertrace/prometheus.ipp> // IWYU pragma: export
#endif

#endif
