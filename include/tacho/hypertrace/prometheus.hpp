// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_PROMETHEUS_HPP
#define TACHO_HYPERTRACE_PROMETHEUS_HPP

#include <tacho/exposition/text.hpp>
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
#include <utility>
#include <vector>

namespace tacho::inline v0::hypertrace {

/// What `prometheus` counts, where, and who is told. The names are hypertrace-prometheus'.
struct prometheus_options {
    /// Where to serve the metrics, at `/metrics`: 0 takes a free port; none is no server.
    std::optional<std::uint16_t> port{};

    /// Where the metrics are kept: a registry of its own when there is none. It has to live until
    /// `stop`.
    tacho::registry* registry{nullptr};

    /// See trace_counter_options.
    std::vector<std::string> allowed_props{};

    /// Whether the registry gets the metrics of the process too; see process_metrics.
    bool collect_defaults{true};

    /// See trace_counter_options.
    bool object_ids{true};
    std::size_t series_limit{metric_options{}.series_limit};

    /// The address of the port: by default reachable from this machine only; `"0.0.0.0"` is all of
    /// it.
    std::string address{"127.0.0.1"};
};

/// Counts traces for Prometheus, by the names of hypertrace-prometheus.
///
///     tacho::hypertrace::prometheus trace_function{{.port = 4343}};
///     tacho::hypertrace::set_trace_function(trace_function);
///
/// Thread safety: safe, but for the destructor. Errors: the constructor throws registration_error,
/// and boost::system::system_error when the port cannot be had.
class prometheus {
public:
    explicit prometheus(prometheus_options options = {})
        : registry_{options.registry != nullptr ? *options.registry : own_}
        , counter_{
              registry_,
              {std::move(options.allowed_props), options.object_ids, options.series_limit}
          } {
        try {
            if (options.collect_defaults)
                process_.emplace(registry_);
            if (options.port)
                exposer_.emplace(http::options{
                    .address = options.address,
                    .port = *options.port,
                    .registry = registry_,
                    .self_metrics = false // what is served is what hypertrace-prometheus serves
                });
        } catch (...) {
            counter_.unregister();
            throw;
        }
    }

    prometheus(prometheus const&) = delete;
    prometheus& operator=(prometheus const&) = delete;

    /// Stops.
    ~prometheus() { stop(); }

    /// The trace function. It may outlive this object: traces then count where nobody sees it.
    operator trace_function() const { return counter_; } // NOLINT(google-explicit-constructor)

    /// The text that Prometheus gets: for a server that is there already.
    [[nodiscard]] std::string metrics() const { return to_text(registry_); }

    /// The port of the server; 0 when there is none.
    [[nodiscard]] std::uint16_t port() const noexcept { return exposer_ ? exposer_->port() : 0; }

    /// Stops the server and takes `trace_counter` out of the registry, so that there can be
    /// another. The metrics of the process stay until this object is destroyed.
    void stop() {
        if (exposer_)
            exposer_->stop();
        counter_.unregister();
    }

private:
    tacho::registry own_{};
    tacho::registry& registry_;
    trace_counter counter_;
    std::optional<process_metrics> process_{};
    std::optional<http::exposer> exposer_{};
};

} // namespace tacho::inline v0::hypertrace

#endif
