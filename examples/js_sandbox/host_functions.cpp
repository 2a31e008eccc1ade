// SPDX-License-Identifier: BSL-1.0

#include <tacho/instrument.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "host_functions.hpp"

namespace js_sandbox {

namespace {

// These few requests are read as text; a host with more kinds of requests needs a JSON parser.

std::string lookup(std::string const& request) {
    if (request.find("-") != request.npos)
        throw std::out_of_range{"no person has a negative number"};
    return R"({"name":"Ada"})";
}

/// A real host would write the scripts' text to a log; this example drops it.
std::string print(std::string const&) {
    return "null";
}

std::string sleep(std::string const&) {
    ++naps_of_this_thread();
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return "null";
}

} // namespace

std::vector<host_function> host_functions(tacho::hyperlight::js_metrics<> const& metrics) {
    auto measured = tacho::instrument(
        metrics.host_calls,
        tacho::named<"lookup">(lookup),
        tacho::named<"print">(print),
        tacho::named<"sleep">(sleep)
    );
    std::vector<host_function> offered;
    measured.for_each([&](std::string_view name, auto& function) {
        offered.push_back({std::string{name}, function});
    });
    return offered;
}

std::int64_t& naps_of_this_thread() {
    thread_local std::int64_t naps = 0;
    return naps;
}

} // namespace js_sandbox
