// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_LISTEN_HPP
#define TACHO_HTTP_DETAIL_LISTEN_HPP

#include <tacho/http/detail/close_on_exec.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tacho::inline v0::http::detail {

inline void listen_at(
    boost::asio::ip::tcp::acceptor& acceptor,
    boost::asio::ip::tcp::endpoint const& endpoint,
    boost::system::error_code& error
) {
    acceptor.open(endpoint.protocol(), error);
    if (error)
        return;
    close_on_exec(acceptor.native_handle());
#if !defined(_WIN32) // on Windows this option would let two processes share one port
    acceptor.set_option(boost::asio::socket_base::reuse_address{true}, error);
#endif
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    if (!error)
        acceptor.non_blocking(true, error);
    // Without this option Asio waits for the next connection when a peer has closed its connection
    // before it was accepted, even if the acceptor is non-blocking.
    if (!error)
        acceptor.set_option(boost::asio::socket_base::enable_connection_aborted{true}, error);
}

// Returns an acceptor that listens at the first address of `host` that can be bound. If none can be
// bound, the acceptor is closed, and `error` says why the last address failed.
[[nodiscard]] inline boost::asio::ip::tcp::acceptor listen(
    boost::asio::any_io_executor const& executor,
    std::string const& host,
    std::uint16_t port,
    boost::system::error_code& error
) {
    using boost::asio::ip::tcp;
    tcp::acceptor acceptor{executor};
    tcp::resolver resolver{executor};
    auto const found =
        resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, error);
    for (auto const& entry : found) {
        listen_at(acceptor, entry.endpoint(), error);
        if (!error)
            break;
        boost::system::error_code ignored;
        acceptor.close(ignored);
    }
    return acceptor;
}

[[nodiscard]] inline std::string cannot_listen(std::string_view host, std::uint16_t port) {
    std::string message{"tacho::http::exposer: cannot listen on "};
    if (host.find(':') == host.npos)
        message.append(host);
    else
        message.append("[").append(host).append("]");
    return message.append(":").append(std::to_string(port));
}

} // namespace tacho::inline v0::http::detail

#endif
