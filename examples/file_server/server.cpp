// SPDX-License-Identifier: BSL-1.0

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>

#include "server.hpp"

namespace file_server {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using boost::system::error_code;
using boost::system::system_error;
using net::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30s; // for a client that sends nothing or receives nothing
constexpr auto farewell = 5s;  // for bytes that the client sends after the last answer
constexpr std::uint32_t header_limit = 16 * 1024;
constexpr std::uint64_t body_limit = 64 * 1024; // no request here needs one: bodies are ignored

bool is_malformed(error_code failure) {
    return failure.category() == make_error_code(http::error::bad_method).category();
}

http::status status_of(error_code malformed) {
    if (malformed == http::error::header_limit || malformed == http::error::buffer_overflow)
        return http::status::request_header_fields_too_large;
    if (malformed == http::error::body_limit)
        return http::status::payload_too_large;
    return http::status::bad_request;
}

error_kind kind_of(error_code failure) {
    if (failure == beast::error::timeout)
        return error_kind::timeout;
    return failure == http::error::short_read ? error_kind::file : error_kind::connection;
}

} // namespace

server::server(net::io_context& context, folder files, std::uint16_t port, metrics const& told)
    : context_{context}
    , acceptor_{context, tcp::endpoint{net::ip::address_v4::loopback(), port}}
    , files_{std::move(files)}
    , metrics_{told} {
    net::co_spawn(context_, accept(), net::detached);
}

net::awaitable<void> server::accept() {
    net::steady_timer pause{context_};
    for (;;) {
        auto [failure, socket] = co_await acceptor_.async_accept(
            net::make_strand(context_), net::as_tuple(net::use_awaitable)
        );
        if (failure) { // for example out of file descriptors: some will be closed soon
            metrics_.errors.with(error_kind::accept).inc();
            pause.expires_after(100ms);
            co_await pause.async_wait(net::use_awaitable);
            continue;
        }
        auto const executor = socket.get_executor();
        net::co_spawn(executor, serve(stream{std::move(socket)}), net::detached);
    }
}

net::awaitable<void> server::serve(stream client) {
    auto const open = metrics_.connections.track();
    try {
        buffer input{header_limit + body_limit};
        while (co_await exchange(client, input)) {}

        // Closing with unread input would reset the connection and could lose the last answer.
        error_code failure;
        client.socket().shutdown(tcp::socket::shutdown_send, failure);
        client.expires_after(farewell);
        std::array<char, 4096> unread;
        while (!failure) {
            std::tie(failure, std::ignore) = co_await client.async_read_some(
                net::buffer(unread), net::as_tuple(net::use_awaitable)
            );
        }
    } catch (system_error const& failure) {
        metrics_.errors.with(kind_of(failure.code())).inc();
    }
}

// Reads one request and answers it; returns false if it was the last.
net::awaitable<bool> server::exchange(stream& client, buffer& input) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(header_limit);
    parser.body_limit(body_limit);
    client.expires_after(patience);
    auto const [failure, size] =
        co_await http::async_read(client, input, parser, net::as_tuple(net::use_awaitable));

    bool const between_requests = !parser.got_some();
    if (failure == http::error::end_of_stream || (failure && between_requests))
        co_return false;
    if (failure && !is_malformed(failure))
        throw system_error{failure};

    auto const in_flight = metrics_.in_flight.track();
    auto const timed = metrics_.duration.time();

    if (failure) {
        metrics_.errors.with(error_kind::bad_request).inc();
        parser.get().keep_alive(false); // it is unknown where the next request begins
    }
    auto reply = failure ? refuse(parser.get(), status_of(failure)) : answer(parser.get());

    while (!reply.is_done()) {
        error_code unreadable;
        auto const piece = reply.prepare(unreadable);
        if (unreadable)
            throw system_error{unreadable};
        client.expires_after(patience);
        auto const sent = co_await net::async_write(client, piece, net::use_awaitable);
        reply.consume(sent);
        metrics_.sent_bytes.inc(sent);
    }
    co_return reply.keep_alive();
}

server::answer_type server::answer(request const& asked) {
    if (asked.method() != http::verb::get && asked.method() != http::verb::head)
        return refuse(asked, http::status::method_not_allowed);

    auto const path = decode(asked.target());
    if (!path)
        return refuse(asked, http::status::bad_request);
    auto const file = files_.find(*path);
    if (!file)
        return refuse(asked, http::status::not_found);

    http::response<http::file_body> response{http::status::ok, asked.version()};
    error_code failure;
    response.body().open(file->string().c_str(), beast::file_mode::scan, failure);
    if (failure) {
        metrics_.errors.with(error_kind::file).inc();
        bool const forbidden = failure == boost::system::errc::permission_denied;
        return refuse(
            asked, forbidden ? http::status::forbidden : http::status::internal_server_error
        );
    }
    response.set(http::field::content_type, mime_type(*file));
    return finish(asked, std::move(response));
}

server::answer_type server::refuse(request const& asked, http::status why) {
    http::response<http::string_body> response{why, asked.version()};
    response.set(http::field::content_type, "text/plain; charset=utf-8");
    if (why == http::status::method_not_allowed)
        response.set(http::field::allow, "GET, HEAD");
    response.body() = std::string{http::obsolete_reason(why)} + "\n";
    return finish(asked, std::move(response));
}

template <class Body>
server::answer_type server::finish(request const& asked, http::response<Body>&& response) {
    // Beast's methods are a closed set: a client cannot make up label values.
    auto const code = std::to_string(response.result_int());
    metrics_.requests.with(http::to_string(asked.method()), code).inc();

    response.keep_alive(asked.keep_alive());
    response.prepare_payload();
    if (asked.method() == http::verb::head)
        return http::response<http::empty_body>{std::move(response.base())};
    return std::move(response);
}

} // namespace file_server
