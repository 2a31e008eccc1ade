// SPDX-License-Identifier: BSL-1.0

// A server that answers one request: what every server on Asio and Beast includes and instantiates.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

struct session : std::enable_shared_from_this<session> {
    explicit session(asio::ip::tcp::socket peer)
        : stream{std::move(peer)} {}

    void read() {
        auto const answer = [self =
                                 shared_from_this()](boost::system::error_code error, std::size_t) {
            if (!error)
                self->write();
        };
        http::async_read(stream, buffer, request, answer);
    }

    void write() {
        response = {http::status::ok, request.version()};
        response.body() = "metrics";
        response.prepare_payload();
        auto const done = [self = shared_from_this()](boost::system::error_code, std::size_t) {};
        http::async_write(stream, response, done);
    }

    beast::tcp_stream stream;
    beast::flat_buffer buffer{};
    http::request<http::string_body> request{};
    http::response<http::string_body> response{};
};

} // namespace

int main() {
    asio::io_context context;
    asio::ip::tcp::acceptor acceptor{context, {asio::ip::tcp::v4(), 0}};
    acceptor.async_accept([](boost::system::error_code error, asio::ip::tcp::socket peer) {
        if (!error)
            std::make_shared<session>(std::move(peer))->read();
    });
    context.run();
}
