// SPDX-License-Identifier: BSL-1.0

// A static file server that Prometheus can watch.

#include <tacho/http/exposer.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <support/command_line.hpp>
#include <thread>
#include <vector>

#include "folder.hpp"
#include "metrics.hpp"
#include "server.hpp"

namespace {

constexpr auto usage =
    R"(Usage: file_server [--root DIR] [--port N] [--metrics-port N] [--threads N]

Serves the files under DIR (by default the current folder) on 127.0.0.1, port 8080, and its metrics
on port 9464; port 0 takes a free port. Prints "port=N metrics_port=N" once both ports are open.
)";

struct options {
    std::filesystem::path root{"."};
    std::uint16_t port{8080};
    std::uint16_t metrics_port{9464};
    std::uint16_t threads{
        static_cast<std::uint16_t>(std::max(1u, std::thread::hardware_concurrency()))
    };
    bool help{false};
};

options parse(std::vector<std::string_view> const& arguments) {
    options result;
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        auto const name = *argument;
        auto const value = [&] {
            if (++argument == arguments.end())
                throw support::usage_error{"a value is missing after " + std::string{name}};
            return *argument;
        };
        if (name == "--help")
            result.help = true;
        else if (name == "--root")
            result.root = value();
        else if (name == "--port")
            result.port = support::number(value());
        else if (name == "--metrics-port")
            result.metrics_port = support::number(value());
        else if (name == "--threads")
            result.threads = std::max(std::uint16_t{1}, support::number(value()));
        else
            throw support::usage_error{"unknown option: " + std::string{name}};
    }
    return result;
}

void run(options const& chosen) {
    file_server::metrics const metrics;
    tacho::http::exposer const exposer{{.port = chosen.metrics_port}};

    boost::asio::io_context context{chosen.threads};
    file_server::server const server{
        context, file_server::folder{chosen.root}, chosen.port, metrics
    };

    boost::asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([&](auto...) { context.stop(); });

    std::printf("port=%d metrics_port=%d\n", server.port(), exposer.port());
    std::fflush(stdout);

    std::vector<std::jthread> helpers;
    for (int i = 1; i < chosen.threads; ++i)
        helpers.emplace_back([&] { context.run(); });
    context.run();
}

} // namespace

int main(int argc, char** argv) {
    try {
        auto const chosen = parse({argv + 1, argv + argc});
        if (chosen.help)
            std::fputs(usage, stdout);
        else
            run(chosen);
    } catch (support::usage_error const& failure) {
        std::fprintf(stderr, "file_server: %s\n%s", failure.what(), usage);
        return 2;
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "file_server: %s\n", failure.what());
        return 1;
    }
}
