// SPDX-License-Identifier: BSL-1.0

// An application with an io_context of its own: the exposer runs on it too and needs no thread.
// Once its work is done the program reads its own metrics over HTTP, as Prometheus would.

#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>

namespace net = boost::asio;
namespace http = boost::beast::http;

namespace {

struct metrics {
    tacho::counter ticks{"app_ticks_total", "How often the timer fired."};
};

net::awaitable<void> work(metrics application) {
    net::steady_timer timer{co_await net::this_coro::executor};
    for (int i = 0; i < 10; ++i) {
        timer.expires_after(std::chrono::milliseconds{1});
        co_await timer.async_wait(net::use_awaitable);
        application.ticks.inc();
    }
}

net::awaitable<std::string> scrape(std::uint16_t port) {
    boost::beast::tcp_stream stream{co_await net::this_coro::executor};
    stream.expires_after(std::chrono::seconds{10});
    net::ip::tcp::endpoint const endpoint{net::ip::address_v4::loopback(), port};
    co_await stream.async_connect(endpoint, net::use_awaitable);

    http::request<http::empty_body> request{http::verb::get, "/metrics", 11};
    request.set(http::field::host, "127.0.0.1");
    co_await http::async_write(stream, request, net::use_awaitable);

    boost::beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, net::use_awaitable);
    co_return response.body();
}

net::awaitable<void> run(tacho::http::exposer& exposer) {
    co_await work(metrics{});
    auto const text = co_await scrape(exposer.port());
    std::fputs(text.c_str(), stdout);
    exposer.stop(); // the io_context has nothing left to do
}

} // namespace

int main() {
    try {
        net::io_context context;
        tacho::http::exposer exposer{context.get_executor(), {.port = 0}};

        std::exception_ptr failure;
        net::co_spawn(context, run(exposer), [&](std::exception_ptr thrown) {
            failure = thrown;
            exposer.stop();
        });
        context.run();
        if (failure)
            std::rethrow_exception(failure);
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "own_executor: %s\n", failure.what());
        return 1;
    }
}
