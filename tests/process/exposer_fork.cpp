// SPDX-License-Identifier: BSL-1.0

// exposer_fork CASE: a process with an exposer forks. Every child ends; a child that hangs is ended
// by the test's time limit.

#include <tacho/component/canary.hpp>
#include <tacho/component/health.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <http/client.hpp>
#include <memory>
#include <optional>
#include <process/check.hpp>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using http_test::client;
using tacho::http::exposer;

/// Two ends of a pipe: a process waits until another one says something or ends.
class signal_line {
public:
    signal_line() { check(::pipe(ends_) == 0, "there are pipes"); }
    void say() const { check(::write(ends_[1], "x", 1) == 1, "a pipe takes a byte"); }
    void wait() const {
        char word;
        check(::read(ends_[0], &word, 1) == 1, "the other process says something");
    }

private:
    int ends_[2]{};
};

/// Runs `body` in a child.
template <typename Body>
[[nodiscard]] ::pid_t in_child(Body body) {
    auto const child = ::fork();
    check(child >= 0, "there are processes");
    if (child != 0)
        return child;
    body();
    std::_Exit(0);
}

void expect_success(::pid_t child) {
    int status = -1;
    check(::waitpid(child, &status, 0) == child, "a child ends");
    check(status == 0, "a child succeeds, and does not end with status " + std::to_string(status));
}

[[nodiscard]] bool answers(std::uint16_t port) {
    client peer{port};
    peer.send(http_test::scrape_request);
    return peer.connected() && peer.read().status == 200;
}

[[nodiscard]] bool can_be_bound(std::uint16_t port) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::acceptor acceptor{context};
    boost::system::error_code error;
    acceptor.open(boost::asio::ip::tcp::v4());
    acceptor.set_option(boost::asio::socket_base::reuse_address{true});
    acceptor.bind({boost::asio::ip::address_v4::loopback(), port}, error);
    if (!error)
        acceptor.listen(1, error);
    return !error;
}

/// While a child lives, the parent's exposer is the parent's alone.
void sockets() {
    tacho::registry registry;
    exposer own{{.port = 0, .registry = registry}};
    auto const port = own.port();
    client open{port};
    open.send(http_test::scrape_request);
    check(open.read().status == 200, "the exposer answers");
    signal_line looked;
    signal_line stopped;
    auto const child = in_child([&] {
        check(own.port() == 0, "a child's exposer is closed");
        own.stop();
        check(own.port() == 0, "stopping it changes nothing");
        looked.say();
        stopped.wait();
    });
    looked.wait();
    check(answers(port), "the parent answers while it has a child");
    own.stop();
    check(open.read_to_end() != http_test::ending::open, "a peer sees the end of its connection");
    check(can_be_bound(port), "the port is free although a child lives");
    stopped.say();
    expect_success(child);
}

/// A busy server forks again and again, and every child destroys its exposer.
void busy() {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const many{registry, "many_total", "M."};
    for (int i = 0; i < 2000; ++i)
        many.with(std::to_string(i)).inc();
    auto own = std::make_unique<exposer>(tacho::http::options{.port = 0, .registry = registry});
    auto const port = own->port();
    std::atomic<bool> done{false};
    std::vector<std::thread> peers;
    for (int i = 0; i < 3; ++i)
        peers.emplace_back([&] {
            while (!done) {
                client peer{port};
                peer.send(http_test::scrape_request);
                static_cast<void>(peer.read());
            }
        });
    for (int i = 0; i < 400; ++i)
        expect_success(in_child([&] {
            if (i % 2 == 0)
                own->stop();
            own.reset();
        }));
    check(answers(port), "the parent still answers");
    done = true;
    for (auto& each : peers)
        each.join();
}

/// The parent ends, and its child goes on in its place.
void daemon() {
    tacho::registry registry;
    tacho::counter const counted{registry, "counted_total", "C."};
    exposer first{{.port = 0, .registry = registry}};
    auto const port = first.port();
    first.stop();
    signal_line served;
    // This process stands for the shell that starts the daemon.
    auto const starter = in_child([&] {
        exposer own{{.port = port, .registry = registry}};
        counted.inc();
        own.restart_after_fork(); // here it does nothing
        check(own.port() == port, "the daemon's first process listens");
        if (::fork() != 0)
            std::_Exit(0);
        own.restart_after_fork();
        check(own.port() == port, "the daemon listens at the same port");
        check(answers(port), "the daemon answers");
        own.stop();
        served.say();
        std::_Exit(0);
    });
    expect_success(starter);
    served.wait();
}

/// A child may go on with a user's context, or destroy it.
void context() {
    tacho::registry registry;
    auto io = std::make_unique<boost::asio::io_context>();
    std::optional<exposer> own{
        std::in_place, *io, tacho::http::options{.port = 0, .registry = registry}
    };
    auto const port = own->port();
    io->poll();
    auto const destroys = in_child([&] {
        own.reset();
        io.reset();
    });
    expect_success(destroys);
    auto const goes_on = in_child([&] {
        io->notify_fork(boost::asio::io_context::fork_child);
        io->poll();
        own->restart_after_fork();
        auto const again = own->port();
        check(again != 0 && again != port, "the child listens at a port of its own");
        std::thread runs{[&] { io->run(); }};
        check(answers(again), "the child answers");
        own->stop();
        runs.join();
    });
    expect_success(goes_on);
    std::thread runs{[&] { io->run(); }};
    check(answers(port), "the parent answers after all this");
    own->stop();
    runs.join();
}

/// A canary's thread is not in a child.
void canary() {
    tacho::component::health const health{};
    auto watched = std::make_unique<tacho::component::canary>(health);
    for (int i = 0; i < 20; ++i)
        expect_success(in_child([&] { watched.reset(); }));
}

} // namespace

int main(int argc, char** argv) {
    check(argc == 2, "usage: exposer_fork CASE");
    std::string_view const which = argv[1];
    auto const is = [&](std::string_view name, void (*run)()) {
        if (which == name)
            run();
        return which == name;
    };
    check(
        is("sockets", sockets) || is("busy", busy) || is("daemon", daemon) ||
            is("context", context) || is("canary", canary),
        "there is such a case"
    );
}
