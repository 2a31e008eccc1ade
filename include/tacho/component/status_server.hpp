// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_STATUS_SERVER_HPP
#define TACHO_COMPONENT_STATUS_SERVER_HPP

#include <tacho/component/canary.hpp>
#include <tacho/component/health.hpp>
#include <tacho/component/status_options.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/http/exposer.hpp>

#include <cstdint>
#include <optional>

namespace tacho::inline v0::component {

/// Serves the metrics of a runtime's tree and the program's health, on a thread of its own. The
/// health has two paths, which answer 200 when the program is ready and 503 when it is not. All
/// other paths answer 404, `Route not found`. NVIDIA Dynamo calls this the system status server.
///
///     tacho::component::status_server const server{runtime, health, {.port = 0}};
///
/// Thread safety, progress and bounds: those of http::exposer. Errors: std::invalid_argument for
/// options that cannot work. If the server cannot listen, it calls `status_options::report`, and
/// the program goes on without a server.
class status_server {
public:
    status_server(runtime_node const& of, health const& is, status_options const& options = {});

    status_server(status_server const&) = delete;
    status_server& operator=(status_server const&) = delete;
    ~status_server() = default;

    /// The port on which the server listens; 0 if there is no server.
    [[nodiscard]] std::uint16_t port() const noexcept { return exposer_ ? exposer_->port() : 0; }

private:
    std::optional<canary> canary_{};
    std::optional<http::exposer> exposer_{};
};

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/status_server.ipp> // IWYU pragma: export
#endif

#endif
