// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/own_thread.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <latch>
#include <memory>
#include <stdexcept>
#include <thread>

#include "support/catch.hpp"

using tacho::http::detail::own_thread;
using namespace std::chrono_literals;

namespace {

auto since(std::chrono::steady_clock::time_point start) {
    return std::chrono::steady_clock::now() - start;
}

} // namespace

TEST_CASE("a thread that was not started is not waited for", "[http][own_thread]") {
    own_thread const unused;
}

TEST_CASE("the work runs on another thread and is done when finish returns", "[http][own_thread]") {
    own_thread runs;
    std::thread::id on;
    boost::asio::post(runs.executor(), [&] { on = std::this_thread::get_id(); });
    CHECK(on == std::thread::id{});
    runs.start();
    runs.finish(20s);
    CHECK(on != std::thread::id{});
    CHECK(on != std::this_thread::get_id());
    runs.finish(20s);
}

TEST_CASE("work that throws does not end the thread", "[http][own_thread]") {
    own_thread runs;
    bool went_on = false;
    boost::asio::post(runs.executor(), [] { throw std::runtime_error{"wrong"}; });
    boost::asio::post(runs.executor(), [] { throw 1; });
    boost::asio::post(runs.executor(), [&] { went_on = true; });
    runs.start();
    runs.finish(20s);
    CHECK(went_on);
}

TEST_CASE("finish ends work that is still pending after the patience", "[http][own_thread]") {
    own_thread runs;
    boost::asio::steady_timer waits{runs.executor(), 1h};
    bool ran = false;
    waits.async_wait([&](boost::system::error_code) { ran = true; });
    runs.start();
    auto const start = std::chrono::steady_clock::now();
    runs.finish(20ms);
    CHECK(since(start) >= 20ms);
    CHECK(since(start) < 20s);
    CHECK_FALSE(ran);
}

TEST_CASE("work that never ends is left behind with the context it uses", "[http][own_thread]") {
    auto const release = std::make_shared<std::latch>(1);
    auto const left = std::make_shared<std::latch>(1);
    {
        own_thread runs;
        boost::asio::post(runs.executor(), [release, left] {
            release->wait();
            left->count_down();
        });
        runs.start();
        auto const start = std::chrono::steady_clock::now();
        runs.finish(10ms);
        CHECK(since(start) < 20s);
    }
    release->count_down();
    left->wait();
}

TEST_CASE("a thread may finish and destroy its own object", "[http][own_thread]") {
    auto runs = std::make_unique<own_thread>();
    std::latch started{1};
    std::latch gone{1};
    boost::asio::post(runs->executor(), [&] {
        started.wait(); // the test's thread uses the object until then
        runs->finish(1h);
        runs.reset();
        gone.count_down();
    });
    runs->start();
    started.count_down();
    gone.wait();
    CHECK(runs == nullptr);
}
