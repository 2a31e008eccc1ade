// SPDX-License-Identifier: BSL-1.0

#ifndef JS_SANDBOX_ENGINE_HPP
#define JS_SANDBOX_ENGINE_HPP

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// The host's interface to JavaScript. Only engine.cpp includes SpiderMonkey, which runs the
// scripts.

namespace js_sandbox {

/// A script threw an exception, or its text is not valid JavaScript.
struct script_error : std::runtime_error {
    script_error(std::string const& message, bool is_stack_overflow)
        : runtime_error{message}
        , stack_overflow{is_stack_overflow} {}
    bool stack_overflow;
};

/// The call was interrupted.
struct cancelled : std::runtime_error {
    cancelled()
        : runtime_error{"the script was interrupted"} {}
};

/// A function that scripts may call: it takes JSON and returns JSON. An exception of the function
/// becomes an Error in the script.
struct host_function {
    std::string name;
    std::function<std::string(std::string const&)> call;
};

/// An instance of SpiderMonkey; a thread has one at most. Only that thread may use it, except for
/// `interrupt`.
class script_engine {
public:
    script_engine();
    script_engine(script_engine const&) = delete;
    script_engine& operator=(script_engine const&) = delete;
    ~script_engine();

    void collect_garbage();

    /// Ends the call in progress, or the next one if no call is in progress. Any thread may call
    /// it.
    void interrupt() noexcept;

    /// Discards an interrupt that came too late, so that it does not end the next call.
    void forget_interrupt() noexcept;

private:
    friend class realm;
    struct state;
    std::unique_ptr<state> state_;
};

/// A global scope: scripts in other realms do not see the definitions of the scripts in this one.
class realm {
public:
    realm(script_engine& in, std::vector<host_function> const& offered);
    realm(realm&&) noexcept;
    realm& operator=(realm&&) noexcept;
    ~realm();

    /// Runs a script, which has to define a function `handler`. Throws script_error.
    void add_handler(std::string const& name, std::string const& script);

    [[nodiscard]] bool is_json(std::string const& text);

    /// Throws script_error or cancelled.
    std::string call(std::string const& handler, std::string const& event);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace js_sandbox

#endif
