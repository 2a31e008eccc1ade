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

// The stages of a sandbox, as hyperlight-js has them. Each keeps its guard, which counts it for as
// long as it lives; a step consumes one stage and gives the next, or fails, and the sandbox is
// gone.

namespace js_sandbox {

using sandbox_host::guest_failed;
using sandbox_host::time_limits;

class runtime_sandbox;
class loaded_sandbox;

using js_metrics = tacho::hyperlight::js_metrics<>;
using tacho::hyperlight::garbage_collection;

/// What all sandboxes share. Outlives them.
struct host {
    js_metrics metrics{};
    std::vector<host_function> functions{host_functions(metrics)};
};

/// Handlers by name.
using scripts = std::map<std::string, std::string>;

/// Made, with nothing in it. The engine is the thread's, and outlives it.
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

/// With a realm, ready for handlers.
class runtime_sandbox {
public:
    /// Runs when the sandbox is loaded.
    void add_handler(std::string const& name, std::string const& script) {
        scripts_.insert_or_assign(name, script);
    }

    /// Throws script_error when one of the scripts does.
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

/// With handlers that can be called.
class loaded_sandbox {
public:
    /// Throws guest_failed; cancelled when it took too long: then it is poisoned, and has to be
    /// unloaded; std::invalid_argument when the event is no JSON, which is nobody's call.
    std::string handle_event(
        std::string const& handler,
        std::string const& event,
        garbage_collection gc = garbage_collection::run,
        time_limits const& = {}
    );

    /// With the handlers that it had, to be loaded again.
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
