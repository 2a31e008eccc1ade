// SPDX-License-Identifier: BSL-1.0

// A process with two components. It serves their metrics and health, and tells Prometheus where.

#include <tacho/component/scrape_callback.hpp>
#include <tacho/component/scrape_target.hpp>
#include <tacho/component/status_server.hpp>
#include <tacho/component/tree.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/streambuf.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <support/command_line.hpp>
#include <unistd.h>
#include <vector>

#include "frontend.hpp"
#include "worker.hpp"

namespace {

namespace tc = tacho::component;

constexpr auto usage =
    R"(Usage: component_service [--worker ID] [--targets FOLDER] [--keep-dead MS]

Reads numbers, one to a line, and serves that many requests for each, until SIGINT or SIGTERM.
Serves metrics and health on the port DYN_SYSTEM_PORT of the address DYN_SYSTEM_HOST; port -1, the
default, means no server, and port 0 takes a free one. Prints "port=N" once the port is open.

With --targets it keeps a file in FOLDER that tells Prometheus where to scrape it, and removes the
files of processes that died at least MS milliseconds ago (by default 5 minutes).
)";

struct options {
    std::string worker{"1"};
    std::optional<std::filesystem::path> targets;
    std::chrono::milliseconds keep_dead{std::chrono::minutes{5}};
};

options parse(std::vector<std::string_view> const& arguments) {
    options chosen;
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        auto const name = *argument;
        if (++argument == arguments.end())
            throw support::usage_error{"a value is missing after " + std::string{name}};
        if (name == "--worker")
            chosen.worker = *argument;
        else if (name == "--targets")
            chosen.targets = *argument;
        else if (name == "--keep-dead")
            chosen.keep_dead = std::chrono::milliseconds{support::number(*argument)};
        else
            throw support::usage_error{"unknown option: " + std::string{name}};
    }
    return chosen;
}

void complain(std::string_view message) {
    std::fprintf(
        stderr, "component_service: %.*s\n", static_cast<int>(message.size()), message.data()
    );
}

/// The process's file for Prometheus, and a callback that removes files of dead processes at every
/// scrape.
struct announced {
    announced(tc::runtime_node const& runtime, tc::scrape_target_options const& options)
        : file{options}
        , sweeps{runtime, [this] { file.sweep(); }} {}

    tc::scrape_target file;
    tc::update_callback sweeps;
};

/// Reads lines and takes as many requests as each line says.
class input {
public:
    input(boost::asio::io_context& in, frontend& to)
        : lines_{in, ::dup(STDIN_FILENO)}
        , to_{to} {
        read();
    }

private:
    void read() {
        boost::asio::async_read_until(lines_, read_, '\n', [this](auto error, auto) {
            if (error)
                return; // the input has ended: the process runs until a signal
            std::istream stream{&read_};
            std::string line;
            std::getline(stream, line);
            for (int count = support::number(line); count > 0; --count)
                to_.take("request " + std::to_string(count));
            to_.work();
            read();
        });
    }

    boost::asio::posix::stream_descriptor lines_;
    boost::asio::streambuf read_;
    frontend& to_;
};

void run(options const& chosen) {
    auto const status = tc::dynamo_status_options(complain);
    tc::runtime_node const runtime{{
        .names = tc::tree_names::dynamo(),
        .worker_id = chosen.worker,
        .report = complain,
    }};
    tc::health const health{status.starts_ready};
    auto const space = runtime.create_namespace("demo");
    worker backend{space.create_component("worker"), health};
    frontend front{space.create_component("frontend"), health, backend};

    tc::status_server const server{runtime, health, status};
    std::optional<announced> told;
    if (chosen.targets && server.port() != 0)
        told.emplace(
            runtime,
            tc::scrape_target_options{
                .folder = *chosen.targets,
                .address = "127.0.0.1:" + std::to_string(server.port()),
                .labels = {{"service", "component_service"}},
                .keep_dead = chosen.keep_dead,
            }
        );

    boost::asio::io_context context;
    boost::asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([&](auto...) { context.stop(); });
    input const requests{context, front};
    std::printf("port=%d\n", int{server.port()});
    std::fflush(stdout);
    context.run();
}

} // namespace

int main(int count, char** arguments) {
    try {
        std::vector<std::string_view> const given{arguments + 1, arguments + count};
        if (given == std::vector<std::string_view>{"--help"})
            std::fputs(usage, stdout);
        else
            run(parse(given));
        return 0;
    } catch (support::usage_error const& error) {
        std::fprintf(stderr, "component_service: %s\n%s", error.what(), usage);
        return 2;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "component_service: %s\n", error.what());
        return 1;
    }
}
