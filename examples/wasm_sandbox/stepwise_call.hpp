// SPDX-License-Identifier: BSL-1.0

#ifndef WASM_SANDBOX_STEPWISE_CALL_HPP
#define WASM_SANDBOX_STEPWISE_CALL_HPP

#include <optional>
#include <string>
#include <wabt/interp/interp.h>

// libwabt can run a thread for a given number of instructions, but its public functions put a call
// on the stack only if they also run it to its end: the functions that begin a call are private.
// Explicit instantiations may name private members, so the ones here give access to them.

namespace wasm_sandbox {

namespace detail {

template <typename Name, typename Name::type Member>
struct reveal {
    friend constexpr typename Name::type member(Name) { return Member; }
};

using wabt::interp::DefinedFunc;
using wabt::interp::RunResult;
using wabt::interp::Thread;
using wabt::interp::Trap;
using wabt::interp::Values;
using wabt::interp::ValueTypes;

struct push_values {
    using type = void (Thread::*)(ValueTypes const&, Values const&);
    friend constexpr type member(push_values);
};
struct push_call {
    using type = RunResult (Thread::*)(DefinedFunc const&, Trap::Ptr*);
    friend constexpr type member(push_call);
};
struct pop_values {
    using type = void (Thread::*)(ValueTypes const&, Values*);
    friend constexpr type member(pop_values);
};
template struct reveal<push_values, &Thread::PushValues>;
template struct reveal<push_call, &Thread::PushCall>;
template struct reveal<pop_values, &Thread::PopValues>;

} // namespace detail

/// A guest's call that runs in steps and can be abandoned between them.
class stepwise_call {
public:
    stepwise_call(
        wabt::interp::Store& store,
        wabt::interp::DefinedFunc const& function,
        wabt::interp::Values const& arguments
    )
        : thread_{store}
        , function_{function} {
        (thread_.*member(detail::push_values{}))(function.type().params, arguments);
        result_ = (thread_.*member(detail::push_call{}))(function, &trap_);
    }

    /// Runs at most `instructions` more instructions; returns true once the call has ended.
    bool step(int instructions) {
        if (result_ == wabt::interp::RunResult::Ok)
            result_ = thread_.Run(instructions, &trap_);
        return result_ != wabt::interp::RunResult::Ok;
    }

    /// The reason why the call did not return; std::nullopt if it returned.
    std::optional<std::string> trap() const {
        if (result_ == wabt::interp::RunResult::Return)
            return std::nullopt;
        return trap_ ? trap_->message() : "an exception that the guest did not catch";
    }

    wabt::interp::Values results() {
        wabt::interp::Values popped;
        (thread_.*member(detail::pop_values{}))(function_.type().results, &popped);
        return popped;
    }

private:
    wabt::interp::Thread thread_;
    wabt::interp::DefinedFunc const& function_;
    wabt::interp::Trap::Ptr trap_;
    wabt::interp::RunResult result_;
};

} // namespace wasm_sandbox

#endif
