// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_REQUEST_METRICS_HPP
#define TACHO_COMPONENT_REQUEST_METRICS_HPP

#include <tacho/component/backend.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/options.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// The step in the handling of a request that failed.
enum class request_error : std::size_t {
    deserialization,
    invalid_message,
    response_stream,
    generate,
    serialization,
    publish_response,
    publish_final
};

/// The values of the label `error_type` of `errors_total`, in the order of `request_error`.
inline constexpr std::array<std::string_view, 7> request_error_names{
    "deserialization",
    "invalid_message",
    "response_stream",
    "generate",
    "serialization",
    "publish_response",
    "publish_final"
};

namespace detail {

[[nodiscard]] TACHO_DECL std::vector<double> request_duration_bounds();

/// `labels` and the label `error_type`.
[[nodiscard]] TACHO_DECL std::vector<label>
with_error_type(std::vector<label> const& labels, std::string_view error_type);

} // namespace detail

/// The metrics that every endpoint of Dynamo's components has, with Dynamo's names and help texts;
/// with the prefix `dynamo_component_` they are Dynamo's series.
///
///     auto request = metrics.begin(received.size());
///     auto const answer = handle(received);     // the request ends even if this throws
///     request.respond(answer.size());
///
/// Thread safety: safe; a request is for one thread at a time. Progress and allocation: as the
/// backend's metrics. Errors: the constructor throws what the registry throws.
template <backend Registry>
class request_metrics {
public:
    /// One request, from `begin` to its end, which observes the duration and decrements
    /// `inflight_requests`. A moved-from request is empty. The metrics must outlive it.
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

        /// Counts the bytes of a response, or of a part of a response, that was sent.
        void respond(std::uint64_t bytes) const noexcept {
            if (of_ != nullptr)
                of_->response_bytes_.add(bytes);
        }

        void fail(request_error what) const noexcept {
            if (of_ != nullptr)
                of_->errors_[static_cast<std::size_t>(what)].increment();
        }

        /// The client disconnected; not counted as an error.
        void cancel() const noexcept {
            if (of_ != nullptr)
                of_->cancellations_.increment();
        }

        /// Ends the request before the end of its scope.
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

    /// Creates the metrics in `in`; all have `labels`, such as the model's name.
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

    /// A request of this many bytes was received.
    [[nodiscard]] request begin(std::uint64_t bytes) const noexcept {
        requests_.increment();
        request_bytes_.add(bytes);
        in_flight_.increment();
        return request{*this};
    }

    /// Dynamo's bounds, 5 ms to 10 minutes.
    [[nodiscard]] static std::vector<double> duration_bounds() {
        return detail::request_duration_bounds();
    }

private:
    using clock = std::chrono::steady_clock;
    using counter_type = typename Registry::counter_type;

    template <std::size_t... Which>
    [[nodiscard]] static std::array<counter_type, sizeof...(Which)>
    make_errors(Registry& in, std::vector<label> const& labels, std::index_sequence<Which...>) {
        auto const make = [&](std::string_view name) {
            return in.create_counter(
                "errors_total",
                "Total number of errors in work handler processing",
                detail::with_error_type(labels, name)
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

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/request_metrics.ipp> // IWYU pragma: export
#endif

#endif
