// SPDX-License-Identifier: BSL-1.0

// Starts and stops an exposer without any header of Boost: the compiled library has the rest.

#include <tacho/component/status_server.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/hypertrace/prometheus.hpp>
#include <tacho/registry.hpp>

#if defined(BOOST_VERSION) || defined(BOOST_ASIO_VERSION) || defined(BOOST_CONFIG_HPP)
# error "a header of Boost was included"
#endif

int main() {
    tacho::registry const registry;
    tacho::http::exposer exposer{{.port = 0, .registry = registry}};
    bool const listened = exposer.port() != 0;
    exposer.stop();
    return listened ? 0 : 1;
}
