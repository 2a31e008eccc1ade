// SPDX-License-Identifier: BSL-1.0

#include <tacho/callback.hpp>
#include <tacho/counter.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <latch>
#include <memory>
#include <optional>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

#include "http/client.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using http_test::client;
using http_test::ending;
using http_test::megabyte;
using http_test::scrape_request;
using http_test::since;
using tacho::http::exposer;
using namespace std::chrono_literals;

static_assert(!std::is_copy_constructible_v<exposer>);
static_assert(!std::is_copy_assignable_v<exposer>);
static_assert(std::is_nothrow_destructible_v<exposer>);
static_assert(noexcept(std::declval<exposer&>().stop()));
static_assert(noexcept(std::declval<exposer const&>().port()));

namespace {

// A user's context, and threads that run it until the end of the scope.
class running_context {
public:
    explicit running_context(int threads) {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this] { context_.run(); });
    }

    ~running_context() { work_.reset(); }

    [[nodiscard]] boost::asio::io_context::executor_type executor() {
        return context_.get_executor();
    }

private:
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        context_.get_executor()
    };
    std::vector<std::jthread> threads_;
};

bool refused(std::uint16_t port) {
    client const peer{port};
    return !peer.connected();
}

std::string failure(tacho::http::options const& chosen) {
    try {
        exposer const never{chosen};
        return {};
    } catch (boost::system::system_error const& failed) {
        return failed.what();
    }
}

} // namespace

TEST_CASE("port 0 takes a free port, which port() returns", "[http][exposer]") {
    exposer const one{{.port = 0}};
    exposer const two{{.port = 0}};
    CHECK(one.port() != 0);
    CHECK(two.port() != 0);
    CHECK(one.port() != two.port());
    CHECK_FALSE(refused(one.port()));
}

TEST_CASE("a port in use is an error that names the address and the port", "[http][exposer]") {
    exposer const first{{.port = 0}};
    auto const number = std::to_string(first.port());
    auto const message = failure({.port = first.port()});
    CHECK(contains(message, "127.0.0.1:" + number));
    CHECK(contains(message, "in use"));
    CHECK_FALSE(contains(message, "boost")); // no places in the code of others
    CHECK(message.size() < 120);
    CHECK(failure({.address = "127.0.0.1:" + number, .port = 0}) == message);

    boost::system::error_code error;
    exposer const second{{.port = first.port()}, error};
    CHECK(error == boost::asio::error::address_in_use);
    CHECK(second.port() == 0);

    boost::asio::io_context context;
    CHECK_THROWS_AS(
        (exposer{context.get_executor(), {.port = first.port()}}), boost::system::system_error
    );
    error = {};
    exposer const third{context.get_executor(), {.port = first.port()}, error};
    CHECK(error == boost::asio::error::address_in_use);
    CHECK(third.port() == 0);
    client peer{first.port()};
    CHECK(peer.get("/healthz").status == 200); // the first exposer still serves
}

TEST_CASE("an exposer that listens clears the error code", "[http][exposer]") {
    boost::system::error_code error = boost::asio::error::address_in_use;
    exposer const own{{.port = 0}, error};
    CHECK_FALSE(error);
    CHECK(own.port() != 0);
    boost::asio::io_context context;
    error = boost::asio::error::address_in_use;
    exposer const on_context{context.get_executor(), {.port = 0}, error};
    CHECK_FALSE(error);
    CHECK(on_context.port() != 0);
}

TEST_CASE(
    "an address at which it cannot listen is an error that names the address", "[http][exposer]"
) {
    for (auto const* address : {"192.0.2.1", "not an address", "nowhere.invalid", "256.0.0.1"}) {
        auto const message = failure({.address = address, .port = 0});
        INFO(message);
        CHECK(contains(message, address));
        CHECK(contains(message, "cannot listen on"));
    }
    CHECK(contains(failure({.address = "2001:db8::1", .port = 1234}), "[2001:db8::1]:1234"));
    CHECK(contains(failure({.address = "[2001:db8::1]:1234"}), "[2001:db8::1]:1234"));
}

TEST_CASE("a host name that does not resolve is an error of the resolver", "[http][exposer]") {
    for (auto const* name : {"nowhere.invalid", "not an address"}) {
        INFO(name);
        boost::system::error_code error;
        exposer const nowhere{{.address = name, .port = 0}, error};
        INFO(error.message());
        // The second value is for a machine without a network.
        CHECK(
            (error == boost::asio::error::host_not_found ||
             error == boost::asio::error::host_not_found_try_again)
        );
        CHECK(nowhere.port() == 0);
    }
}

TEST_CASE("a host name is resolved", "[http][exposer]") {
    exposer const here{{.address = "localhost", .port = 0}};
    CHECK(here.port() != 0);
}

TEST_CASE("an exposer that could not listen can be stopped", "[http][exposer]") {
    boost::system::error_code error;
    exposer nowhere{{.address = "not an address", .port = 0}, error};
    REQUIRE(error);
    nowhere.stop();
    nowhere.stop();
}

TEST_CASE("stop frees the port, and can be called again", "[http][exposer]") {
    exposer one{{.port = 0}};
    auto const port = one.port();
    client peer{port};
    REQUIRE(peer.get("/metrics").status == 200);
    one.stop();
    CHECK(refused(port));
    CHECK(peer.read_to_end() == ending::orderly);
    one.stop();
    exposer const next{{.port = port}};
    client again{port};
    CHECK(again.get("/metrics").status == 200);
}

TEST_CASE("many threads may stop one exposer", "[http][exposer]") {
    exposer one{{.port = 0}};
    auto const port = one.port();
    client peer{port};
    REQUIRE(peer.get("/metrics").status == 200);
    std::vector<std::jthread> stopping;
    for (int i = 0; i < 4; ++i)
        stopping.emplace_back([&] { one.stop(); });
    stopping.clear();
    CHECK(refused(port));
}

TEST_CASE("exposers can be made and destroyed again and again", "[http][exposer]") {
    for (int i = 0; i < 50; ++i) {
        exposer const one{{.port = 0}};
        if (i % 2 == 0) {
            client peer{one.port()};
            REQUIRE(peer.get("/metrics").complete);
        }
    }
}

TEST_CASE("stop does not wait for a peer that never reads", "[http][exposer]") {
    tacho::registry registry;
    http_test::fill(registry, 16 * megabyte);
    exposer one{{.port = 0, .registry = registry, .stop_timeout = 200ms}};
    client deaf{one.port(), 4096};
    REQUIRE(deaf.send(scrape_request));
    REQUIRE(deaf.receive(client::patience, 1));
    auto const start = http_test::clock::now();
    one.stop();
    CHECK(since(start) >= 150ms);
    CHECK(since(start) < 8s);
    CHECK(deaf.read_to_end() == ending::reset);
}

TEST_CASE("stop waits for the end of an answer, and for nothing else", "[http][exposer]") {
    tacho::registry registry;
    http_test::fill(registry, 16 * megabyte);
    exposer one{{.port = 0, .registry = registry, .stop_timeout = 1h}};
    client idle{one.port()};
    REQUIRE(idle.get("/healthz").status == 200);
    client half{one.port()};
    REQUIRE(half.send("GET /met"));
    client reading{one.port(), 4096};
    REQUIRE(reading.send(scrape_request));
    REQUIRE(reading.receive(client::patience, 1));
    std::jthread const stopping{[&] { one.stop(); }};
    CHECK(idle.read_to_end() == ending::orderly);
    CHECK(half.read_to_end() != ending::open);
    auto const answer = reading.read();
    CHECK(answer.complete);
    CHECK(answer.body.size() > 16 * megabyte);
    CHECK(reading.read_to_end() == ending::orderly);
}

TEST_CASE("a callback may stop the exposer that runs it", "[http][exposer]") {
    tacho::registry registry;
    exposer* running = nullptr;
    tacho::callback_gauge const stops{registry, "stops", "Stops the exposer.", [&] {
                                          running->stop();
                                          return 1.0;
                                      }};
    exposer one{{.port = 0, .registry = registry}};
    running = &one;
    client peer{one.port()};
    auto const answer = peer.get("/metrics");
    CHECK(answer.complete); // the answer was under way
    CHECK(contains(answer.body, "\nstops 1\n"));
    CHECK(peer.read_to_end() == ending::orderly);
    CHECK(refused(one.port()));
    one.stop();
}

TEST_CASE("a callback may destroy the exposer that runs it", "[http][exposer]") {
    tacho::registry registry;
    std::unique_ptr<exposer> one;
    tacho::callback_gauge const ends{registry, "ends", "Ends the exposer.", [&] {
                                         one.reset();
                                         return 1.0;
                                     }};
    one = std::make_unique<exposer>(tacho::http::options{.port = 0, .registry = registry});
    auto const port = one->port();
    client peer{port};
    CHECK(peer.get("/metrics").complete);
    CHECK(peer.read_to_end() == ending::orderly);
    CHECK(refused(port));
}

TEST_CASE("a callback that does not return cannot make stop hang", "[http][exposer]") {
    tacho::registry registry;
    auto const entered = std::make_shared<std::latch>(1);
    auto const release = std::make_shared<std::latch>(1);
    auto const left = std::make_shared<std::latch>(1);
    {
        auto const first = std::make_shared<std::atomic<bool>>(true);
        tacho::callback_gauge const
            stuck{registry, "stuck", "Waits.", [entered, release, left, first] {
                      if (first->exchange(false)) {
                          entered->count_down();
                          release->wait();
                          left->count_down();
                      }
                      return 1.0;
                  }};
        exposer one{{.port = 0, .registry = registry, .stop_timeout = 50ms}};
        client peer{one.port()};
        REQUIRE(peer.send(scrape_request));
        entered->wait();
        auto const start = http_test::clock::now();
        one.stop();
        CHECK(since(start) < 10s);
        CHECK(refused(one.port()));
        release->count_down(); // the callback's destructor waits for the call
    }
    left->wait();
}

TEST_CASE("a user's context serves on the thread that runs it", "[http][exposer]") {
    boost::asio::io_context context;
    tacho::registry registry;
    std::optional<std::thread::id> ran_on;
    tacho::callback_gauge const where{registry, "ran", "Where it ran.", [&] {
                                          ran_on = std::this_thread::get_id();
                                          return 1.0;
                                      }};
    exposer one{context.get_executor(), {.port = 0, .registry = registry}};
    std::thread runner{[&] { context.run(); }};
    auto const runner_id = runner.get_id();
    client peer{one.port()};
    CHECK(contains(peer.get("/metrics").body, "\nran 1\n"));
    one.stop();
    runner.join(); // the exposer does not keep the context at work
    CHECK(ran_on == runner_id);
    CHECK(refused(one.port()));
}

TEST_CASE("a user's context may have many threads", "[http][exposer]") {
    tacho::registry registry;
    http_test::fill(registry, megabyte / 4);
    running_context context{4};
    exposer one{context.executor(), {.port = 0, .registry = registry}};
    std::atomic<int> whole{0};
    std::vector<std::jthread> peers;
    for (int i = 0; i < 4; ++i)
        peers.emplace_back([&] {
            client peer{one.port()};
            for (int n = 0; n < 10; ++n)
                whole += peer.get("/metrics").complete ? 1 : 0;
        });
    peers.clear();
    CHECK(whole == 40);
    one.stop();
    CHECK(refused(one.port()));
}

TEST_CASE("connections that are kept open race with nothing on many threads", "[http][exposer]") {
    // The deadline of each step is cancelled and set again while other threads run the context:
    // the thread sanitizer watches. Callbacks and pages run there too.
    tacho::registry registry;
    std::atomic<int> asked{0};
    auto asking =
        std::make_unique<tacho::callback_gauge>(registry, tacho::runtime("asked"), "A.", [&] {
            return static_cast<double>(++asked);
        });
    running_context context{4};
    exposer one{
        context.executor(),
        {.port = 0,
         .registry = registry,
         .pages =
             {{.path = "/page",
               .title = "A page.",
               .make = [] { return tacho::http::page_answer{200, "page"}; }}},
         .idle_timeout = 2ms}
    };
    std::atomic<int> whole{0};
    std::vector<std::jthread> peers;
    for (int i = 0; i < 3; ++i)
        peers.emplace_back([&, i] {
            for (int n = 0; n < 40; ++n) {
                client peer{one.port()};
                whole += peer.get(i == 0 ? "/page" : "/metrics").status == 200 ? 1 : 0;
                static_cast<void>(peer.read_to_end()); // which the idle timeout brings
            }
        });
    asking.reset();
    peers.clear();
    CHECK(whole == 120);
}

TEST_CASE("an exposer may be stopped while many threads run it", "[http][exposer]") {
    tacho::registry registry;
    auto const count = http_test::fill(registry, megabyte);
    std::atomic<int> whole{0};
    std::atomic<int> cut_off{0};
    std::atomic<int> left_open{0};
    for (int round = 0; round < 10; ++round) {
        running_context context{3};
        std::vector<std::jthread> peers;
        std::latch asked{3};
        auto one = std::make_unique<exposer>(
            context.executor(),
            tacho::http::options{.port = 0, .registry = registry, .stop_timeout = 1h}
        );
        for (int i = 0; i < 3; ++i)
            peers.emplace_back([&, port = one->port()] {
                client peer{port};
                whole += http_test::is_filling(peer.get("/metrics").body, count) ? 1 : 0;
                peer.send(scrape_request);
                asked.count_down();
                // The answer is complete if it had begun when the exposer stopped, or else empty.
                auto const last = peer.read();
                cut_off += last.status != 0 && !http_test::is_filling(last.body, count) ? 1 : 0;
                left_open += peer.read_to_end() == ending::open ? 1 : 0;
            });
        asked.wait();
        one.reset();
    }
    CHECK(whole == 30);
    CHECK(cut_off == 0);
    CHECK(left_open == 0);
}

TEST_CASE(
    "on a context that no thread runs, stop does not wait and frees the port", "[http][exposer]"
) {
    boost::asio::io_context context;
    std::uint16_t port = 0;
    {
        exposer one{context.get_executor(), {.port = 0}};
        port = one.port();
        client const peer{port}; // the kernel accepts the connection
        CHECK(peer.connected());
        auto const start = http_test::clock::now();
        one.stop();
        CHECK(since(start) < 10s);
        CHECK(refused(port));
        one.stop();
    }
    context.run(); // the posted handlers find no exposer and end
    CHECK(refused(port));
}

TEST_CASE("an exposer may outlive its context", "[http][exposer]") {
    std::optional<exposer> one;
    {
        boost::asio::io_context context;
        one.emplace(context.get_executor(), tacho::http::options{.port = 0});
        client peer{one->port()};
        peer.send("GET /metrics HTTP/1.1\r\n");
        context.run_for(100ms);
    }
    CHECK(refused(one->port()));
    one->stop();
}

TEST_CASE("an exposer may be destroyed before its context runs", "[http][exposer]") {
    boost::asio::io_context context;
    { exposer const one{context.get_executor(), {.port = 0}}; }
    CHECK(context.run_for(10s) > 0);
    CHECK(context.stopped());
}

TEST_CASE("a context may be destroyed with answers under way", "[http][exposer]") {
    tacho::registry registry;
    http_test::fill(registry, 16 * megabyte);
    std::optional<exposer> one;
    std::optional<client> waiting;
    std::optional<client> reading;
    std::optional<client> surplus;
    {
        boost::asio::io_context context;
        one.emplace(
            context.get_executor(),
            tacho::http::options{
                .port = 0,
                .registry = registry,
                .max_connections = 2,
                .max_scrapes = 1,
            }
        );
        reading.emplace(one->port(), 4096);
        reading->send(scrape_request);
        waiting.emplace(one->port());
        waiting->send(scrape_request);
        surplus.emplace(one->port());
        context.run_for(200ms);
    }
    CHECK(reading->read_to_end() != ending::open);
    CHECK(waiting->read_to_end() != ending::open);
    CHECK(surplus->read_to_end() != ending::open);
}

namespace {

std::atomic<int> signals_on_this_test{0};

} // namespace

TEST_CASE("the exposer's thread takes no signal from the application", "[http][exposer]") {
    struct sigaction counting{};
    struct sigaction before{};
    counting.sa_handler = [](int) { signals_on_this_test.fetch_add(1, std::memory_order_relaxed); };
    REQUIRE(::sigaction(SIGUSR1, &counting, &before) == 0);
    exposer const one{{.port = 0}};
    sigset_t mine;
    sigset_t unblocked;
    sigemptyset(&mine);
    REQUIRE(::pthread_sigmask(SIG_BLOCK, &mine, &unblocked) == 0);
    // The start of the exposer's thread did not change the mask of this thread.
    CHECK(sigismember(&unblocked, SIGUSR1) == 0);
    sigaddset(&mine, SIGUSR1);
    REQUIRE(::pthread_sigmask(SIG_BLOCK, &mine, nullptr) == 0);
    REQUIRE(::kill(::getpid(), SIGUSR1) == 0);
    client peer{one.port()};
    CHECK(peer.get("/metrics").status == 200); // the exposer's thread has run after the signal
    CHECK(signals_on_this_test == 0);
    REQUIRE(::pthread_sigmask(SIG_SETMASK, &unblocked, nullptr) == 0);
    CHECK(signals_on_this_test == 1);
    REQUIRE(::sigaction(SIGUSR1, &before, nullptr) == 0);
}

TEST_CASE("programs that the application starts do not inherit the sockets", "[http][exposer]") {
    auto const inheritable_sockets = [] {
        int count = 0;
        for (int descriptor = 0; descriptor < 256; ++descriptor) {
            std::error_code closed;
            std::filesystem::path const link{"/proc/self/fd/" + std::to_string(descriptor)};
            auto const target = std::filesystem::read_symlink(link, closed);
            if (!closed && target.string().starts_with("socket:"))
                count += (::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0 ? 1 : 0;
        }
        return count;
    };
    auto const before = inheritable_sockets();
    exposer const one{{.port = 0}};
    CHECK(inheritable_sockets() == before);
    client peer{one.port()};
    REQUIRE(peer.get("/healthz").status == 200);
    CHECK(inheritable_sockets() == before + 1); // the client's own socket
}

TEST_CASE("an exposer may be given the context that it runs on", "[http][exposer]") {
    boost::asio::io_context context;
    exposer const served{context, {.port = 0}};
    CHECK(served.port() != 0);
    std::thread runs{[&] { context.run(); }};
    client peer{served.port()};
    auto const status = peer.get("/healthz").status;
    context.stop();
    runs.join();
    CHECK(status == 200);
}

TEST_CASE("an address may have a port and brackets", "[http][exposer]") {
    std::uint16_t free = 0;
    {
        exposer const first{{.port = 0}};
        free = first.port();
    }
    exposer const here{{.address = "127.0.0.1:" + std::to_string(free), .port = 1}};
    CHECK(here.port() == free);
    exposer const name{{.address = "localhost:0"}};
    CHECK(name.port() != 0);
    boost::system::error_code no_ipv6;
    exposer const plain{{.address = "::1", .port = 0}, no_ipv6};
    if (no_ipv6)
        return; // a machine without IPv6
    exposer const bracketed{{.address = "[::1]", .port = 0}};
    CHECK(bracketed.port() != 0);
    exposer const both{{.address = "[::1]:0", .port = bracketed.port()}};
    CHECK(both.port() != 0);
    CHECK(both.port() != bracketed.port());
}

TEST_CASE("what is no address is refused with what is accepted", "[http][exposer]") {
    for (auto const* address :
         {"",
          "unix:/run/metrics.sock",
          "127.0.0.1:",
          "127.0.0.1:x",
          "127.0.0.1:65536",
          "[::1]x",
          "[::1]:",
          ":9100",
          "127.0.0.1:-1",
          "http://127.0.0.1:9100"}) {
        INFO(address);
        std::string message;
        try {
            exposer const none{{.address = address, .port = 0}};
        } catch (std::invalid_argument const& error) {
            message = error.what();
        }
        CHECK(contains(message, "127.0.0.1:9100"));
        CHECK(contains(message, "[::1]:9100"));
    }
}
