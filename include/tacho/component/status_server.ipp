// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_STATUS_SERVER_IPP
#define TACHO_COMPONENT_STATUS_SERVER_IPP

#include <tacho/component/health.hpp>
#include <tacho/component/status_options.hpp>
#include <tacho/component/status_server.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/error.hpp>
#include <tacho/http/options.hpp>
#include <tacho/http/page.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace tacho::inline v0::component {

TACHO_DECL status_server::status_server(
    runtime_node const& of, health const& is, status_options const& options
) {
    if (options.checks)
        canary_.emplace(is, *options.checks);
    if (options.port == -1)
        return;
    if (options.port < 0 || options.port > 65535)
        tacho::detail::fail<std::invalid_argument>(
            "tacho: a status server's port must be from -1 (no server) to 65535, not " +
            std::to_string(options.port)
        );
    auto const answer = [of, is] {
        auto const [ready, json] = is.report(of.uptime());
        return http::page_answer{ready ? 200U : 503U, json};
    };
    http::options served{
        .address = options.host,
        .port = static_cast<std::uint16_t>(options.port),
        .registry = of,
        .path = options.metrics_path,
        .own_pages = false,
        .not_found = "Route not found",
    };
    for (auto const& [path, title] :
         {std::pair{options.health_path, "whether the program is ready"},
          std::pair{options.live_path, "the same"}})
        served.pages.push_back({path, title, "application/json", answer});
    boost::system::error_code error;
    exposer_.emplace(served, error);
    if (error && options.report)
        options.report(
            "tacho: the status server cannot listen on " + options.host + " port " +
            std::to_string(options.port) + ": " + error.message()
        );
}

} // namespace tacho::inline v0::component

#endif
