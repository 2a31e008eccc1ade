// SPDX-License-Identifier: BSL-1.0

#ifndef WASM_SANDBOX_SANDBOX_HPP
#define WASM_SANDBOX_SANDBOX_HPP

#include <functional>
#include <map>
#include <sandbox_host/guest.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine.hpp"
#include "host_functions.hpp"
#include "metrics.hpp"

// The stages of a sandbox, as hyperlight-wasm has them. Each stage keeps its guard, which counts it
// for as long as it lives. A step consumes one stage and returns the next; if the step fails, the
// sandbox is destroyed.

namespace wasm_sandbox {

using sandbox_host::guest_failed;
using sandbox_host::time_limits;

class runtime_sandbox;
class loaded_sandbox;

/// The state that all sandboxes share. It outlives them.
struct host {
    wasm_sandbox::metrics metrics{};
    std::vector<host_function> functions{host_functions(metrics)};
};

using sandbox_metrics = tacho::hyperlight::wasm_metrics<>;

/// The first stage: an empty sandbox.
class proto_sandbox {
public:
    explicit proto_sandbox(host const& by)
        : host_{&by} {}

    runtime_sandbox load_runtime() &&;

private:
    host const* host_;
    sandbox_metrics::proto_sandbox counted_{host_->metrics.guests.track_proto()};
};

/// The second stage, which has the host's functions and takes a module.
class runtime_sandbox {
public:
    /// Loads a module. Throws module_error.
    loaded_sandbox load_module(std::string const& module) &&;

private:
    friend class proto_sandbox;
    friend class loaded_sandbox;
    runtime_sandbox(host const& by, sandbox_metrics::runtime_sandbox counted)
        : host_{&by}
        , counted_{std::move(counted)} {}

    host const* host_;
    sandbox_metrics::runtime_sandbox counted_;
};

/// The third stage, whose guest can be called.
class loaded_sandbox {
public:
    /// Calls a function. Throws guest_failed; cancelled if the call took too long, after which the
    /// sandbox is poisoned and has to be unloaded.
    values call(std::string const& function, values const& arguments, time_limits const& = {});

    guest_memory& memory() { return guest_.memory(); }

    runtime_sandbox unload_module() &&;

private:
    friend class runtime_sandbox;
    loaded_sandbox(host const& by, sandbox_metrics::loaded_sandbox counted, instance guest);

    [[noreturn]] void fail(tacho::hyperlight::guest_error_code code, std::string const& message);

    host const* host_;
    sandbox_metrics::loaded_sandbox counted_;
    instance guest_;
    bool poisoned_{false};
    std::map<std::string, std::function<values(instance&, values const&)>> functions_;
};

} // namespace wasm_sandbox

#endif
