// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_STATUS_OPTIONS_HPP
#define TACHO_COMPONENT_STATUS_OPTIONS_HPP

#include <tacho/component/canary.hpp>
#include <tacho/detail/language/separate_compilation.hpp>

#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tacho::inline v0::component {

/// The options of a status server.
struct status_options {
    /// −1 means no server, 0 takes a free port.
    int port{-1};

    /// The address to listen on; see http::options::address.
    std::string host{"127.0.0.1"};

    std::string metrics_path{"/metrics"};
    std::string health_path{"/health"};
    std::string live_path{"/live"};

    /// Receives the message that the server cannot listen, and messages about variables of the
    /// environment that are ignored: in both cases the program goes on.
    std::function<void(std::string_view message)> report{};

    /// Whether the program's `health` should be ready at the beginning.
    bool starts_ready{false};

    /// When idle endpoints are checked; null if they are not checked.
    std::optional<canary_options> checks{};
};

/// The options that NVIDIA Dynamo's environment variables specify: DYN_SYSTEM_PORT, DYN_SYSTEM_HOST
/// (0.0.0.0 if it is not set), DYN_SYSTEM_HEALTH_PATH, DYN_SYSTEM_LIVE_PATH,
/// DYN_SYSTEM_STARTING_HEALTH_STATUS (`ready` or `notready`), DYN_HEALTH_CHECK_ENABLED,
/// DYN_CANARY_WAIT_TIME and DYN_HEALTH_CHECK_REQUEST_TIMEOUT, both in seconds. DYN_SYSTEM_ENABLED
/// has no meaning any more, and is reported.
///
/// Throws std::invalid_argument, which names the variable, its value and the allowed values.
[[nodiscard]] TACHO_DECL status_options dynamo_status_options(
    std::function<void(std::string_view message)> report = {},
    std::function<char const*(char const* name)> const& variable =
        [](char const* name) -> char const* { return std::getenv(name); }
);

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/status_options.ipp> // IWYU pragma: export
#endif

#endif
