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

// The stages of a sandbox, as hyperlight-wasm has them. Each keeps its guard, which counts it for
// as long as it lives; a step consumes one stage and gives the next, or fails, and the sandbox is
// gone.

namespace wasm_sandbox {

using sandbox_host::guest_failed;
using sandbox_host::time_limits;

class runtime_sandbox;
class loaded_sandbox;

/// What all sandboxes share. Outlives them.
struct host {
    wasm_sandbox::metrics metrics{};
    std::vector<host_function> functions{host_functions(metrics)};
};

using sandbox_metrics = tacho::hyperlight::wasm_metrics<>;

/// Made, with nothing in it.
class proto_sandbox {
public:
    explicit proto_sandbox(host const& by)
        : host_{&by} {}

    runtime_sandbox load_runtime() &&;

private:
    host const* host_;
    sandbox_metrics::proto_sandbox counted_{host_->metrics.guests.track_proto()};
};

/// With the functions that the host offers, ready for a module.
class runtime_sandbox {
public:
    /// Throws module_error.
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

/// With a guest in it that can be called.
class loaded_sandbox {
public:
    /// Throws guest_failed, or cancelled when it took too long: then it is poisoned, and has to be
    /// unloaded.
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
