// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_LISTEN_HPP
#define TACHO_HTTP_DETAIL_LISTEN_HPP

#include <tacho/http/detail/close_on_exec.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#if !defined(_WIN32)
# include <sys/socket.h>
#endif

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

// Ends the listening for all processes that hold the socket: one that was forked without its
// handlers, say by a system call, may hold it too.
template <typename Handle>
void stop_listening(Handle socket) noexcept {
#if defined(_WIN32)
    static_cast<void>(socket);
#else
    ::shutdown(socket, SHUT_RDWR);
#endif
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

// An address as the user wrote it: a host, and perhaps a port after it. An IPv6 address with a port
// is in brackets, as in a URL; without a port it may be.
struct place {
    std::string host;
    std::uint16_t port;
};

// `port` is taken where the address has none. Nothing if what stands for a port is none.
[[nodiscard]] inline std::optional<place> find_place(std::string_view address, std::uint16_t port) {
    auto host = address;
    std::string_view digits;
    if (auto const end = address.find(']'); address.starts_with('[') && end != address.npos) {
        host = address.substr(1, end - 1);
        if (auto const rest = address.substr(end + 1); !rest.empty()) {
            if (rest.front() != ':' || rest.size() == 1)
                return std::nullopt;
            digits = rest.substr(1);
        }
    } else if (auto const colon = address.find(':');
               colon != address.npos && address.find(':', colon + 1) == address.npos) {
        host = address.substr(0, colon); // two colons are an IPv6 address
        digits = address.substr(colon + 1);
        if (digits.empty())
            return std::nullopt;
    }
    if (!digits.empty()) {
        auto const [end, failed] =
            std::from_chars(digits.data(), digits.data() + digits.size(), port);
        if (failed != std::errc{} || end != digits.data() + digits.size())
            return std::nullopt;
    }
    if (host.empty())
        return std::nullopt;
    return place{std::string{host}, port};
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
