// SPDX-License-Identifier: BSL-1.0

#ifndef JS_SANDBOX_SANDBOX_HPP
#define JS_SANDBOX_SANDBOX_HPP

#include <tacho/hyperlight/js.hpp>
#include <tacho/tacho.hpp>

#include <functional>
#include <map>
#include <sandbox_host/guest.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine.hpp"
#include "host_functions.hpp"

// The stages of a sandbox, as hyperlight-js has them. Each stage keeps its guard, which counts it
// for as long as it lives. A step consumes one stage and returns the next; if the step fails, the
// sandbox is destroyed.

namespace js_sandbox {

using sandbox_host::guest_failed;
using sandbox_host::time_limits;

class runtime_sandbox;
class loaded_sandbox;

using js_metrics = tacho::hyperlight::js_metrics<>;
using tacho::hyperlight::garbage_collection;

/// The state that all sandboxes share. It outlives them.
struct host {
    js_metrics metrics{};
    std::vector<host_function> functions{host_functions(metrics)};
};

/// The scripts of the handlers, by the handlers' names.
using scripts = std::map<std::string, std::string>;

/// The first stage: an empty sandbox. The engine belongs to the thread and outlives the sandbox.
class proto_sandbox {
public:
    proto_sandbox(host const& by, script_engine& in)
        : host_{&by}
        , engine_{&in} {}

    runtime_sandbox load_runtime() &&;

private:
    host const* host_;
    script_engine* engine_;
    js_metrics::proto_sandbox counted_{host_->metrics.track_proto()};
};

/// The second stage, which takes handlers.
class runtime_sandbox {
public:
    /// Adds a script, which runs when the sandbox is loaded.
    void add_handler(std::string const& name, std::string const& script) {
        scripts_.insert_or_assign(name, script);
    }

    /// Runs the scripts. Throws script_error if one of them fails.
    loaded_sandbox load() &&;

private:
    friend class proto_sandbox;
    friend class loaded_sandbox;
    runtime_sandbox(host const& by, script_engine& in, js_metrics::runtime_sandbox counted)
        : host_{&by}
        , engine_{&in}
        , counted_{std::move(counted)} {}

    host const* host_;
    script_engine* engine_;
    js_metrics::runtime_sandbox counted_;
    scripts scripts_;
};

/// The third stage, whose handlers can be called.
class loaded_sandbox {
public:
    /// Calls a handler. Throws guest_failed; cancelled if the call took too long, after which the
    /// sandbox is poisoned and has to be unloaded; std::invalid_argument if the event is not JSON,
    /// in which case no handler is called.
    std::string handle_event(
        std::string const& handler,
        std::string const& event,
        garbage_collection gc = garbage_collection::run,
        time_limits const& = {}
    );

    /// Returns a sandbox with the same handlers, which can be loaded again.
    runtime_sandbox unload() &&;

private:
    friend class runtime_sandbox;
    loaded_sandbox(
        host const& by,
        script_engine& in,
        js_metrics::loaded_sandbox counted,
        realm made,
        scripts of
    );

    [[noreturn]] void fail(tacho::hyperlight::guest_error_code code, std::string const& message);

    host const* host_;
    script_engine* engine_;
    js_metrics::loaded_sandbox counted_;
    realm realm_;
    scripts scripts_;
    bool poisoned_{false};
    std::map<std::string, std::function<std::string(realm&, std::string const&)>> handlers_;
};

} // namespace js_sandbox

#endif
