// SPDX-License-Identifier: BSL-1.0

#ifndef JS_SANDBOX_ENGINE_HPP
#define JS_SANDBOX_ENGINE_HPP

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// JavaScript as the host sees it. SpiderMonkey, which runs it, stays in engine.cpp.

namespace js_sandbox {

/// A script threw, or is none.
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

/// What scripts may call: JSON in, JSON out. What it throws is an Error of theirs.
struct host_function {
    std::string name;
    std::function<std::string(std::string const&)> call;
};

/// SpiderMonkey, of which a thread has one at most. For that thread, but for `interrupt`.
class script_engine {
public:
    script_engine();
    script_engine(script_engine const&) = delete;
    script_engine& operator=(script_engine const&) = delete;
    ~script_engine();

    void collect_garbage();

    /// Ends the call that is under way, or else the next. From any thread.
    void interrupt() noexcept;

    /// After an interrupt that came too late: the next call is not ended by it.
    void forget_interrupt() noexcept;

private:
    friend class realm;
    struct state;
    std::unique_ptr<state> state_;
};

/// A world of its own: what scripts in it define, others do not see.
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
