// SPDX-License-Identifier: BSL-1.0

#include <tacho/instrument.hpp>

#include <chrono>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "host_functions.hpp"

namespace wasm_sandbox {

namespace {

values random(guest_memory&, values const&) {
    thread_local std::mt19937_64 engine{std::random_device{}()};
    return {static_cast<std::int64_t>(engine() >> 1)};
}

values sleep(guest_memory&, values const& milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds.at(0)});
    return {};
}

values fail(guest_memory&, values const&) {
    throw std::runtime_error{"the host's disk is full"};
}

values give_up(guest_memory& memory, values const& arguments) {
    throw guest_gave_up{
        static_cast<tacho::hyperlight::guest_error_code>(arguments.at(0)),
        memory.read(arguments.at(1), arguments.at(2))
    };
}

} // namespace

std::vector<host_function> host_functions(metrics const& metrics) {
    // A real host would write the guests' text to a log; this example only counts its bytes.
    auto const print =
        [bytes = metrics.printed_bytes](guest_memory& memory, values const& arguments) -> values {
        bytes.inc(memory.read(arguments.at(0), arguments.at(1)).size());
        return {};
    };
    auto measured = tacho::instrument(
        metrics.guests.host_calls,
        tacho::named<"HostPrint">(print),
        tacho::named<"HostRandom">(random),
        tacho::named<"HostSleep">(sleep),
        tacho::named<"HostFail">(fail),
        tacho::named<"Abort">(give_up)
    );
    std::vector<host_function> offered;
    measured.for_each([&](std::string_view name, auto& function) {
        offered.push_back({std::string{name}, function});
    });
    return offered;
}

} // namespace wasm_sandbox
