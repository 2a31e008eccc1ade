// SPDX-License-Identifier: BSL-1.0

#ifndef WASM_SANDBOX_ENGINE_HPP
#define WASM_SANDBOX_ENGINE_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// The host's interface to WebAssembly. Only engine.cpp includes libwabt, which runs the guests:
// libwabt's headers are C++17, and so is this one.

namespace wasm_sandbox {

/// Arguments and results of functions: integers; those of 32 bits are sign-extended.
using values = std::vector<std::int64_t>;

/// The guest executed an operation that WebAssembly traps.
struct trap : std::runtime_error {
    trap(std::string const& message, bool is_stack_overflow)
        : runtime_error{message}
        , stack_overflow{is_stack_overflow} {}
    bool stack_overflow;
};

/// The call was cancelled, or the instance was cancelled before the call.
struct cancelled : std::runtime_error {
    cancelled()
        : runtime_error{"the guest was cancelled"} {}
};

/// The module is invalid or does not fit the host.
struct module_error : std::runtime_error {
    using runtime_error::runtime_error;
};

/// A guest's memory, for host functions. An access outside of it throws std::out_of_range.
class guest_memory {
public:
    virtual std::string read(std::int64_t at, std::int64_t size) const = 0;
    virtual void write(std::int64_t at, std::string_view text) = 0;

protected:
    ~guest_memory() = default;
};

/// A function that a guest may import from "env".
struct host_function {
    std::string name;
    std::function<values(guest_memory&, values const&)> call;
};

/// A module with its memory, ready to be called. Only one thread may use it, except for `cancel`.
class instance {
public:
    /// Throws module_error.
    instance(std::string const& module, std::vector<host_function> const& imports);
    instance(instance&&) noexcept;
    instance& operator=(instance&&) noexcept;
    ~instance();

    /// The names of the functions that the module exports.
    std::vector<std::string> functions() const;

    /// Calls an exported function. Throws trap, cancelled, or the exception of a host function.
    values call(std::string const& function, values const& arguments);

    /// Ends the call in progress, or the next one if no call is in progress, and all later calls.
    /// Any thread may call it.
    void cancel() noexcept;

    guest_memory& memory();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace wasm_sandbox

#endif
