// SPDX-License-Identifier: BSL-1.0

#ifndef FILE_SERVER_SERVER_HPP
#define FILE_SERVER_SERVER_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/message_generator.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>

#include "folder.hpp"
#include "metrics.hpp"

namespace file_server {

/// Serves the files of a folder by HTTP on 127.0.0.1, one coroutine for each connection.
///
/// It runs in `context`, which may have several threads, and must live until `context` has stopped.
class server {
public:
    server(boost::asio::io_context& context, folder files, std::uint16_t port, metrics const& told);

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
    using request = boost::beast::http::request<boost::beast::http::string_body>;
    using stream = boost::beast::tcp_stream;
    using buffer = boost::beast::flat_buffer;
    using answer_type = boost::beast::http::message_generator;

    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(stream client);
    boost::asio::awaitable<bool> exchange(stream& client, buffer& input);

    [[nodiscard]] answer_type answer(request const& asked);
    [[nodiscard]] answer_type refuse(request const& asked, boost::beast::http::status why);

    template <class Body>
    [[nodiscard]] answer_type
    finish(request const& asked, boost::beast::http::response<Body>&& response);

    boost::asio::io_context& context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    folder files_;
    metrics metrics_;
};

} // namespace file_server

#endif
