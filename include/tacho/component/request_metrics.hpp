// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_REQUEST_METRICS_HPP
#define TACHO_COMPONENT_REQUEST_METRICS_HPP

#include <tacho/component/backend.hpp>
#include <tacho/options.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// Where in its handling a request went wrong.
enum class request_error : std::size_t {
    deserialization,
    invalid_message,
    response_stream,
    generate,
    serialization,
    publish_response,
    publish_final
};

/// How `errors_total` names them.
inline constexpr std::array<std::string_view, 7> request_error_names{
    "deserialization",
    "invalid_message",
    "response_stream",
    "generate",
    "serialization",
    "publish_response",
    "publish_final"
};

/// The metrics that every endpoint of Dynamo's components has, by their names and help texts; with
/// the prefix `dynamo_component_` they are Dynamo's series.
///
///     auto request = metrics.begin(received.size());
///     auto const answer = handle(received);     // whatever way it ends
///     request.respond(answer.size());
///
/// Thread safety: safe; a request is for one thread at a time. Progress and allocation: as the
/// backend's metrics. Errors: the constructor's are the registry's.
template <backend Registry>
class request_metrics {
public:
    /// One request under way, from `begin` to its end, when its duration is observed and it is no
    /// more in flight. What it was moved from is nothing. The metrics have to outlive it.
    class request {
    public:
        request(request&& other) noexcept
            : of_{std::exchange(other.of_, nullptr)}
            , begun_{other.begun_} {}
        request& operator=(request&& other) noexcept {
            if (this != &other) {
                end();
                of_ = std::exchange(other.of_, nullptr);
                begun_ = other.begun_;
            }
            return *this;
        }
        ~request() { end(); }

        /// Bytes of a response, or of a part of one, were sent.
        void respond(std::uint64_t bytes) const noexcept {
            if (of_ != nullptr)
                of_->response_bytes_.add(bytes);
        }

        void fail(request_error what) const noexcept {
            if (of_ != nullptr)
                of_->errors_[static_cast<std::size_t>(what)].increment();
        }

        /// Whoever asked has gone. That is no error.
        void cancel() const noexcept {
            if (of_ != nullptr)
                of_->cancellations_.increment();
        }

        /// Ends it before the end of its scope.
        void end() noexcept {
            if (auto const* const of = std::exchange(of_, nullptr)) {
                of->duration_.observe(std::chrono::duration<double>{clock::now() - begun_}.count());
                of->in_flight_.decrement();
            }
        }

    private:
        friend class request_metrics;
        explicit request(request_metrics const& of) noexcept
            : of_{&of}
            , begun_{clock::now()} {}

        request_metrics const* of_;
        std::chrono::steady_clock::time_point begun_;
    };

    /// With `labels` on all of them, such as the model's name.
    explicit request_metrics(Registry& in, std::vector<label> const& labels = {})
        : requests_{in.create_counter(
              "requests_total", "Total number of requests processed by work handler", labels
          )}
        , duration_{in.create_histogram(
              "request_duration_seconds",
              "Time spent processing requests by work handler",
              labels,
              duration_bounds()
          )}
        , in_flight_{in.create_gauge(
              "inflight_requests",
              "Number of requests currently being processed by work handler",
              labels
          )}
        , request_bytes_{in.create_counter(
              "request_bytes_total",
              "Total number of bytes received in requests by work handler",
              labels
          )}
        , response_bytes_{in.create_counter(
              "response_bytes_total",
              "Total number of bytes sent in responses by work handler",
              labels
          )}
        , errors_{make_errors(in, labels, std::make_index_sequence<request_error_names.size()>{})}
        , cancellations_{in.create_counter(
              "cancellation_total", "Total number of requests cancelled by work handler", labels
          )} {}

    /// A request of this many bytes has come.
    [[nodiscard]] request begin(std::uint64_t bytes) const noexcept {
        requests_.increment();
        request_bytes_.add(bytes);
        in_flight_.increment();
        return request{*this};
    }

    /// Dynamo's, 5 ms to 10 minutes.
    [[nodiscard]] static std::vector<double> duration_bounds() {
        return {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600};
    }

private:
    using clock = std::chrono::steady_clock;
    using counter_type = typename Registry::counter_type;

    template <std::size_t... Which>
    [[nodiscard]] static std::array<counter_type, sizeof...(Which)>
    make_errors(Registry& in, std::vector<label> const& labels, std::index_sequence<Which...>) {
        auto const make = [&](std::string_view name) {
            auto all = labels;
            all.push_back({"error_type", std::string{name}});
            return in.create_counter(
                "errors_total", "Total number of errors in work handler processing", all
            );
        };
        return {make(request_error_names[Which])...};
    }

    counter_type requests_;
    typename Registry::histogram_type duration_;
    typename Registry::gauge_type in_flight_;
    counter_type request_bytes_;
    counter_type response_bytes_;
    std::array<counter_type, request_error_names.size()> errors_;
    counter_type cancellations_;
};

} // namespace tacho::inline v0::component

#endif
