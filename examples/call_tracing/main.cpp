// SPDX-License-Identifier: BSL-1.0

// Counts which object calls which function: two shops, watched by Prometheus.

#include <tacho/hypertrace/prometheus.hpp>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <support/command_line.hpp>
#include <vector>

#include "shop.hpp"

namespace {

constexpr auto usage = R"(Usage: call_tracing [--port N]

Reads numbers, one to a line, takes that many orders for each, and prints the metrics at the end.
With --port it also serves the metrics on 127.0.0.1 until the input ends; port 0 takes a free port.
Prints "port=N" once the port is open.
)";

std::optional<std::uint16_t> parse(std::vector<std::string_view> const& arguments) {
    if (arguments.empty())
        return {};
    if (arguments[0] != "--port" || arguments.size() != 2)
        throw support::usage_error{"unknown option: " + std::string{arguments[0]}};
    return support::number(arguments[1]);
}

void run(std::optional<std::uint16_t> port) {
    tacho::hypertrace::prometheus trace_function{
        {.port = port, .allowed_props = {"town", "goods", "customer"}}
    };
    tacho::hypertrace::set_trace_function(trace_function); // before any tracer is constructed
    if (port) {
        std::printf("port=%d\n", int{trace_function.port()});
        std::fflush(stdout);
    }
    shop london{"London"};
    shop paris{"Paris"};
    for (std::string line; std::getline(std::cin, line);)
        for (int orders = support::number(line), i = 0; i < orders; ++i)
            (i % 3 == 0 ? paris : london).order(i % 2 == 0 ? "Ada" : "Bo", 1 + i % 2);
    std::fputs(trace_function.metrics().c_str(), stdout);
    tacho::hypertrace::clear_trace_function();
}

} // namespace

int main(int count, char** arguments) {
    try {
        run(parse({arguments + 1, arguments + count}));
        return 0;
    } catch (support::usage_error const& error) {
        std::fprintf(stderr, "call_tracing: %s\n%s", error.what(), usage);
        return 2;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "call_tracing: %s\n", error.what());
        return 1;
    }
}
