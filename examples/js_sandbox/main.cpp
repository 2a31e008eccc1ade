// SPDX-License-Identifier: BSL-1.0

// A host that runs JavaScript guests, both well-behaved and faulty ones, and that Prometheus can
// watch.

#include <chrono>
#include <cstdint>
#include <initializer_list>
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
using namespace js_sandbox;

namespace {

std::string script(std::string const& name) {
    return sandbox_host::guest_file(JS_SANDBOX_GUESTS "/" + name + ".js");
}

/// The host under load: the outcome of every event is known and entered into a ledger.
struct busy_host {
    class worker;

    busy_host() {
        for (auto const* const gauge :
             {"active_proto_js_sandboxes", "active_js_sandboxes", "active_loaded_js_sandboxes"})
            ledger.add(gauge, 0); // at the end, when no sandbox is left
    }

    sandbox_host::ledger ledger;
    host sandboxes;
};

/// The guests of one thread. A well-behaved guest stays for the thread's lifetime.
class busy_host::worker {
public:
    explicit worker(busy_host& in)
        : host_{in}
        , resident_{load(make({"fibonacci", "echo", "regex", "greet"}))} {}

    void round() {
        work(resident_, 20);
        refuse_bad_events(resident_);

        auto failing = load(make({"refuse", "recurse", "ask_for_too_much"}));
        fail(failing);

        auto endless = load(make({"spin", "wait"}));
        end(endless, "spin", {.wall_clock = 24h, .cpu_time = 20ms}, "cpu-time");
        endless = load(unload(std::move(endless)));
        auto const naps = naps_of_this_thread();
        end(endless, "wait", {.wall_clock = 50ms, .cpu_time = 24h}, "wall-clock");
        host_is_called("sleep", naps_of_this_thread() - naps);

        refuse_bad_script();
    }

private:
    using collection = garbage_collection;

    void enter(std::string const& entry, std::int64_t times = 1) { host_.ledger.add(entry, times); }

    runtime_sandbox make(std::initializer_list<char const*> handlers) {
        proto_sandbox proto{host_.sandboxes, engine_};
        enter("proto_js_sandboxes_total");
        auto made = std::move(proto).load_runtime();
        enter("js_sandboxes_total");
        for (auto const* const name : handlers)
            made.add_handler(name, script(name));
        return made;
    }

    loaded_sandbox load(runtime_sandbox sandbox) {
        auto loaded = std::move(sandbox).load();
        enter("sandbox_loads_total");
        enter("loaded_js_sandboxes_total");
        return loaded;
    }

    runtime_sandbox unload(loaded_sandbox sandbox) {
        auto unloaded = std::move(sandbox).unload();
        enter("sandbox_unloads_total");
        enter("js_sandboxes_total"); // an unloaded sandbox counts as a further one
        return unloaded;
    }

    /// Enters an event that has a handler, however the handler ends.
    void handler_is_called(std::string_view handler, collection gc) {
        enter(series(
            gc == collection::run ? "event_handler_calls_with_gc_total_count"
                                  : "event_handler_calls_total_count",
            {{"event_handler_name", handler}}
        ));
        enter(series(
            "hyperlight_guest_function_call_duration_microseconds_count",
            {{"function_name", handler}}
        ));
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

    void answers(
        loaded_sandbox& guest,
        std::string const& handler,
        std::string const& event,
        std::string_view expected,
        collection gc = collection::skipped
    ) {
        handler_is_called(handler, gc);
        must(guest.handle_event(handler, event, gc) == expected);
    }

    void work(loaded_sandbox& guest, int times) {
        for (int i = 0; i < times; ++i) {
            answers(guest, "fibonacci", R"({"n":15})", R"({"value":610})");
            answers(guest, "echo", R"({"text":"größer"})", R"({"text":"größer"})");
            answers(
                guest, "regex", R"({"text":"ada@host.example"})", R"({"user":"ada","host":"host"})"
            );
            host_is_called("lookup");
            host_is_called("print");
            answers(guest, "greet", R"({"id":1})", R"({"greeted":"Ada"})");
        }
        answers(guest, "echo", "[1,2]", "[1,2]", collection::run);
    }

    /// An event that is not JSON calls no handler. An event without a handler is counted as an
    /// error, and not as a call.
    void refuse_bad_events(loaded_sandbox& guest) {
        bool refused = false;
        try {
            guest.handle_event("echo", "{");
        } catch (std::invalid_argument const&) {
            refused = true;
        }
        must(refused);
        fails(guest, "nobody", "{}", "GuestFunctionNotFound", "nobody", false);
    }

    void fails(
        loaded_sandbox& guest,
        std::string const& handler,
        std::string const& event,
        std::string_view code,
        std::string_view message,
        bool is_called = true
    ) {
        enter(series(
            "hyperlight_guest_error_count", {{"error_code", code}, {"error_message", message}}
        ));
        if (is_called)
            handler_is_called(handler, collection::run);
        try {
            guest.handle_event(handler, event);
        } catch (guest_failed const&) {
            return;
        }
        must(false);
    }

    /// Handles events that fail in every way, and enters how the host must count them.
    void fail(loaded_sandbox& guest) {
        fails(
            guest,
            "refuse",
            R"({"message":"a \"quoted\" line\nand another"})",
            "GuestError",
            "TypeError: a \"quoted\" line\nand another"
        );
        fails(
            guest,
            "refuse",
            R"({"message":"bare","bare":true})",
            "GuestError",
            "uncaught exception: bare"
        );
        fails(
            guest,
            "refuse",
            R"({"times":1048576})",
            "GuestError",
            "RangeError: " + std::string(128 - 12, 'x')
        );
        fails(guest, "recurse", "{}", "StackOverflow", "InternalError: too much recursion");
        host_is_called("lookup");
        fails(
            guest, "ask_for_too_much", "{}", "GuestError", "Error: no person has a negative number"
        );
        host_is_called("lookup");
        answers(
            guest,
            "ask_for_too_much",
            R"({"careful":true})",
            R"({"caught":"no person has a negative number"})",
            collection::run
        );
    }

    /// Handles an event whose handler does not return until a monitor ends it.
    void
    end(loaded_sandbox& guest,
        std::string const& handler,
        time_limits const& limits,
        std::string_view monitor) {
        enter(series("monitor_terminations_total", {{"monitor_type", monitor}}));
        enter("hyperlight_number_of_cancelled_guest_execution");
        handler_is_called(handler, collection::run);
        try {
            guest.handle_event(handler, "{}", collection::run, limits);
        } catch (cancelled const&) {
            return;
        }
        must(false);
    }

    /// Loads an invalid script: nothing is loaded, and the sandbox is destroyed.
    void refuse_bad_script() {
        auto sandbox = make({"broken"});
        try {
            std::move(sandbox).load();
        } catch (script_error const&) {
            return;
        }
        must(false);
    }

    static void must(bool right) {
        if (!right)
            throw std::logic_error{"a guest did not behave as expected"};
    }

    busy_host& host_;
    script_engine engine_;
    loaded_sandbox resident_;
};

} // namespace

int main(int argc, char** argv) {
    return sandbox_host::main_of<busy_host>(
        "js_sandbox", "Runs JavaScript guests, both well-behaved and faulty ones.", argc, argv
    );
}
