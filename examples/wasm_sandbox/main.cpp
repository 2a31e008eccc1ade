// SPDX-License-Identifier: BSL-1.0

// A host that runs WebAssembly guests, both well-behaved and faulty ones, and that Prometheus can
// watch.

#include <chrono>
#include <cstdint>
#include <cstring>
#include <sandbox_host/guest.hpp>
#include <sandbox_host/ledger.hpp>
#include <sandbox_host/run.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "engine.hpp"
#include "sandbox.hpp"

using namespace std::chrono_literals;
using sandbox_host::series;
using namespace wasm_sandbox;

namespace {

std::string module(std::string const& name) {
    return sandbox_host::guest_file(WASM_SANDBOX_GUESTS "/" + name + ".wasm");
}

/// The host under load: the outcome of every call is known and entered into a ledger.
struct busy_host {
    class worker;

    busy_host() {
        for (auto const* const gauge :
             {"current_number_of_proto_wasm_sandboxes",
              "current_number_of_wasm_sandboxes",
              "current_number_of_loaded_wasm_sandboxes"})
            ledger.add(gauge, 0); // at the end, when no sandbox is left
    }

    sandbox_host::ledger ledger;
    host sandboxes;
    std::string const text_and_numbers{module("text_and_numbers")};
    std::string const faulty{module("faulty")};
    std::string const endless{module("endless")};
    std::string const homeless{module("homeless")};
};

/// The guests of one thread. A well-behaved guest stays for the thread's lifetime.
class busy_host::worker {
public:
    explicit worker(busy_host& in)
        : host_{in}
        , resident_{load(make(), host_.text_and_numbers)} {}

    void round() {
        work(resident_, 20);
        auto sandbox = load(make(), host_.text_and_numbers);
        work(sandbox, 5);
        sandbox = load(unload(std::move(sandbox)), host_.faulty);
        fail(sandbox);
        sandbox = load(unload(std::move(sandbox)), host_.endless);
        end(sandbox, "Spin", {.wall_clock = 24h, .cpu_time = 20ms}, "cpu-time");
        sandbox = load(unload(std::move(sandbox)), host_.endless);
        end(sandbox, "Wait", {.wall_clock = 50ms, .cpu_time = 24h}, "wall-clock");
        host_is_called("HostSleep", number_at(sandbox, 0)); // the guest counts its calls
        refuse();
    }

private:
    void enter(std::string const& entry, std::int64_t times = 1) { host_.ledger.add(entry, times); }

    runtime_sandbox make() {
        proto_sandbox proto{host_.sandboxes};
        enter("total_number_of_proto_wasm_sandboxes");
        auto made = std::move(proto).load_runtime();
        enter("total_number_of_wasm_sandboxes");
        return made;
    }

    loaded_sandbox load(runtime_sandbox sandbox, std::string const& guest) {
        enter("number_of_loads_of_wasm_sandboxes");
        auto loaded = std::move(sandbox).load_module(guest);
        enter("total_number_of_loaded_wasm_sandboxes");
        return loaded;
    }

    runtime_sandbox unload(loaded_sandbox sandbox) {
        enter("number_of_unloads_of_loaded_wasm_sandboxes");
        return std::move(sandbox).unload_module();
    }

    /// Calls a function that the guest has, and enters the call however it ends.
    values call(loaded_sandbox& guest, std::string const& function, values const& arguments = {}) {
        enter(series(
            "hyperlight_guest_function_call_duration_microseconds_count",
            {{"function_name", function}}
        ));
        return guest.call(function, arguments);
    }
    void host_is_called(std::string_view function, std::int64_t times = 1) {
        enter(
            series(
                "hyperlight_host_function_calls_duration_microseconds_count",
                {{"function_name", function}}
            ),
            times
        );
    }

    void work(loaded_sandbox& guest, int times) {
        constexpr std::string_view text = "WebAssembly";
        for (int i = 0; i < times; ++i) {
            must(call(guest, "CalcFib", {15}) == values{610});
            guest.memory().write(1000, text);
            call(guest, "ToUpper", {1000, static_cast<std::int64_t>(text.size())});
            must(guest.memory().read(1000, 11) == "WEBASSEMBLY");
            host_is_called("HostPrint");
            enter("wasm_host_printed_bytes_total", 20);
            call(guest, "SayHello");
            host_is_called("HostRandom");
            auto const dice = call(guest, "Roll").at(0);
            must(dice >= 1 && dice <= 6);
        }
    }

    /// Makes calls that fail in every way, and enters how the host must count them.
    void fail(loaded_sandbox& guest) {
        auto const fails = [&](std::string const& function,
                               values const& arguments,
                               std::string_view code,
                               std::string_view message) {
            enter(series(
                "hyperlight_guest_error_count", {{"error_code", code}, {"error_message", message}}
            ));
            try {
                call(guest, function, arguments);
            } catch (guest_failed const&) {
                return;
            }
            must(false);
        };
        fails("Unreachable", {}, "GuestError", "unreachable executed");
        fails("Divide", {1, 0}, "GuestError", "integer divide by zero");
        must(call(guest, "Divide", {84, 2}) == values{42});
        fails(
            "OutOfBounds",
            {},
            "GuestError",
            "out of bounds memory access: access at 65536+4 >= max value 65536"
        );
        fails("Recurse", {}, "StackOverflow", "call stack exhausted");
        host_is_called("HostFail");
        fails("CallFailingHost", {}, "HostFunctionError", "the host's disk is full");
        host_is_called("HostPrint");
        fails(
            "PrintOutside",
            {},
            "HostFunctionError",
            "a host function got an address outside the guest's memory"
        );
        host_is_called("Abort");
        fails(
            "Complain",
            {},
            "GuestFunctionParameterTypeMismatch",
            "the argument is of a \"wrong\" type\nand so is the next"
        );
        host_is_called("Abort");
        fails("ComplainAtLength", {1 << 20}, "UnknownError", std::string(128, 'x'));
        fails("Divide", {1}, "GuestFunctionIncorrecNoOfParameters", "wrong arguments for Divide");
        call_what_is_not_there(guest);
    }

    void call_what_is_not_there(loaded_sandbox& guest) {
        enter(series(
            "hyperlight_guest_error_count",
            {{"error_code", "GuestFunctionNotFound"}, {"error_message", "Nonsense"}}
        ));
        try {
            guest.call("Nonsense", {});
        } catch (guest_failed const&) {
            return;
        }
        must(false);
    }

    /// Makes a call that does not return until a monitor ends it.
    void
    end(loaded_sandbox& guest,
        std::string const& function,
        time_limits const& limits,
        std::string_view monitor) {
        enter(series("monitor_terminations_total", {{"monitor_type", monitor}}));
        enter("hyperlight_number_of_cancelled_guest_execution");
        enter(series(
            "hyperlight_guest_function_call_duration_microseconds_count",
            {{"function_name", function}}
        ));
        try {
            guest.call(function, {}, limits);
        } catch (cancelled const&) {
            return;
        }
        must(false);
    }

    /// Loads a module that does not fit the host: the attempt is counted, and the sandbox is
    /// destroyed.
    void refuse() {
        auto sandbox = make();
        enter("number_of_loads_of_wasm_sandboxes");
        try {
            std::move(sandbox).load_module(host_.homeless);
        } catch (module_error const&) {
            return;
        }
        must(false);
    }

    static std::int64_t number_at(loaded_sandbox& guest, std::int64_t at) {
        std::uint32_t number = 0;
        std::memcpy(&number, guest.memory().read(at, sizeof number).data(), sizeof number);
        return number;
    }

    static void must(bool right) {
        if (!right)
            throw std::logic_error{"a guest did not behave as expected"};
    }

    busy_host& host_;
    loaded_sandbox resident_;
};

} // namespace

int main(int argc, char** argv) {
    return sandbox_host::main_of<busy_host>(
        "wasm_sandbox", "Runs WebAssembly guests, both well-behaved and faulty ones.", argc, argv
    );
}
