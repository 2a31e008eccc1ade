// SPDX-License-Identifier: BSL-1.0

#ifndef FILE_SERVER_METRICS_HPP
#define FILE_SERVER_METRICS_HPP

#include <tacho/tacho.hpp>

#include <array>
#include <string_view>

namespace file_server {

/// The errors that can occur while a client gets a file.
enum class error_kind { bad_request, timeout, connection, file, accept };

constexpr std::array<std::string_view, 5> label_values(error_kind) {
    return {"bad_request", "timeout", "connection", "file", "accept"};
}

/// Buckets from 50 µs to 6.5 s; each bound is twice the previous one.
using durations = tacho::exponential_buckets<50e-6, 2, 18>;

/// The server's metrics. Constructing a metric registers it.
struct metrics {
    tacho::family<tacho::counter, "method", "code"> requests{
        "file_server_requests_total", "Requests answered, by method and status."
    };
    tacho::counter sent_bytes{"file_server_sent_bytes_total", "Bytes sent, headers included."};
    tacho::up_down_counter in_flight{"file_server_requests_in_flight", "Requests being answered."};
    tacho::histogram<durations> duration{
        "file_server_request_duration_seconds", "From reading a request to sending its last byte."
    };
    tacho::family<tacho::counter, tacho::enum_label<error_kind>("kind")> errors{
        "file_server_errors_total", "Errors, by kind."
    };
    tacho::up_down_counter connections{"file_server_connections", "Open connections."};
};

} // namespace file_server

#endif
