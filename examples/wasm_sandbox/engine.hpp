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

// WebAssembly as the host sees it. libwabt, which runs it, stays in engine.cpp: its headers are
// C++17, and so is this one.

namespace wasm_sandbox {

/// What functions take and give: integers, those of 32 bits with their sign.
using values = std::vector<std::int64_t>;

/// The guest did what no guest may.
struct trap : std::runtime_error {
    trap(std::string const& message, bool is_stack_overflow)
        : runtime_error{message}
        , stack_overflow{is_stack_overflow} {}
    bool stack_overflow;
};

/// The call was cancelled, or is one of an instance that has been.
struct cancelled : std::runtime_error {
    cancelled()
        : runtime_error{"the guest was cancelled"} {}
};

/// The module is none, or does not fit the host.
struct module_error : std::runtime_error {
    using runtime_error::runtime_error;
};

/// A guest's memory, for host functions. What lies outside it is a trap.
class guest_memory {
public:
    virtual std::string read(std::int64_t at, std::int64_t size) const = 0;
    virtual void write(std::int64_t at, std::string_view text) = 0;

protected:
    ~guest_memory() = default;
};

/// What a guest may import from "env".
struct host_function {
    std::string name;
    std::function<values(guest_memory&, values const&)> call;
};

/// A module with its memory, ready to be called. For one thread, but for `cancel`.
class instance {
public:
    /// Throws module_error.
    instance(std::string const& module, std::vector<host_function> const& imports);
    instance(instance&&) noexcept;
    instance& operator=(instance&&) noexcept;
    ~instance();

    /// The names of the functions that it exports.
    std::vector<std::string> functions() const;

    /// Throws trap, cancelled, or what a host function threw.
    values call(std::string const& function, values const& arguments);

    /// Ends the call that is under way, or else the next, and all after it. From any thread.
    void cancel() noexcept;

    guest_memory& memory();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace wasm_sandbox

#endif
