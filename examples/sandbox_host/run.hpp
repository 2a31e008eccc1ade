// SPDX-License-Identifier: BSL-1.0

#ifndef SANDBOX_HOST_RUN_HPP
#define SANDBOX_HOST_RUN_HPP

#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <future>
#include <stop_token>
#include <string>
#include <string_view>
#include <support/command_line.hpp>
#include <thread>
#include <vector>

#include "ledger.hpp"

// The common part of the hosts of sandboxes: a command line, an exposer, threads that run guests in
// rounds, and a comparison of the metrics with the ledger at the end.

namespace sandbox_host {

struct options {
    std::uint16_t metrics_port{9464};
    std::uint16_t threads{4};
    std::uint16_t rounds{0}; // 0: until a signal
    bool once{false};
    bool help{false};
};

inline options parse(std::vector<std::string_view> const& arguments) {
    options result;
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        auto const name = *argument;
        auto const value = [&] {
            if (++argument == arguments.end())
                throw support::usage_error{"a value is missing after " + std::string{name}};
            return support::number(*argument);
        };
        if (name == "--help")
            result.help = true;
        else if (name == "--once")
            result.once = true;
        else if (name == "--metrics-port")
            result.metrics_port = value();
        else if (name == "--threads")
            result.threads = std::max(std::uint16_t{1}, value());
        else if (name == "--rounds")
            result.rounds = value();
        else
            throw support::usage_error{"unknown option: " + std::string{name}};
    }
    if (result.once)
        result.rounds = 1;
    return result;
}

/// The work of one thread, in rounds. The worker, and with it the guests that it keeps, lives as
/// long as the thread.
template <typename Worker, typename Host>
void work(Host& host, std::uint16_t rounds, std::stop_token const& stop) {
    Worker worker{host};
    for (std::uint32_t round = 0; !stop.stop_requested() && (rounds == 0 || round < rounds);
         ++round) {
        worker.round();
        if (rounds == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds{100}); // a demo, not a load test
    }
}

/// Runs a host. `Host` has a member `ledger` and a class `worker`, which each thread constructs
/// from the host.
template <typename Host>
bool run(options const& chosen) {
    sigset_t told_to_stop;
    sigemptyset(&told_to_stop);
    sigaddset(&told_to_stop, SIGINT);
    sigaddset(&told_to_stop, SIGTERM);
    if (!chosen.once) // main waits for these signals; threads inherit the mask
        pthread_sigmask(SIG_BLOCK, &told_to_stop, nullptr);

    Host host;
    tacho::http::exposer const exposer{{.port = chosen.metrics_port}};
    std::printf("metrics_port=%d\n", exposer.port());
    std::fflush(stdout);

    std::stop_source stop;
    std::vector<std::future<void>> workers; // they report exceptions of the workers
    for (std::uint16_t i = 0; i < chosen.threads; ++i)
        workers.push_back(std::async(std::launch::async, [&] {
            work<typename Host::worker>(host, chosen.rounds, stop.get_token());
        }));

    auto const wait_until_told = [&] {
        int which = 0;
        sigwait(&told_to_stop, &which);
        stop.request_stop();
    };
    if (chosen.rounds == 0)
        wait_until_told();
    for (auto& each : workers)
        each.get();
    bool const right = host.ledger.check(tacho::to_text(), stdout);
    std::fflush(stdout);
    if (!chosen.once && chosen.rounds != 0)
        wait_until_told();
    return right;
}

/// The main function of a host. `about` describes the program.
template <typename Host>
int main_of(std::string_view name, std::string_view about, int argc, char** argv) {
    auto const program = static_cast<int>(name.size());
    auto const print_usage = [&](std::FILE* to) {
        std::fprintf(
            to,
            "Usage: %.*s [--once | --rounds N] [--threads N] [--metrics-port N]\n\n%.*s\n"
            "Serves its metrics on 127.0.0.1, port 9464 (port 0 takes a free one), and prints\n"
            "\"metrics_port=N\" once the port is open. Runs until SIGINT or SIGTERM. With\n"
            "--rounds it stops work after N rounds but still waits for the signal; with --once it\n"
            "ends after one round. At the end it prints the expected and the actual values of the\n"
            "metrics, and exits with 1 if they differ.\n",
            program,
            name.data(),
            static_cast<int>(about.size()),
            about.data()
        );
    };
    try {
        auto const chosen = parse({argv + 1, argv + argc});
        if (chosen.help) {
            print_usage(stdout);
            return 0;
        }
        return run<Host>(chosen) ? 0 : 1;
    } catch (support::usage_error const& failure) {
        std::fprintf(stderr, "%.*s: %s\n", program, name.data(), failure.what());
        print_usage(stderr);
        return 2;
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "%.*s: %s\n", program, name.data(), failure.what());
        return 1;
    }
}

} // namespace sandbox_host

#endif
