// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_DETAIL_WATCHED_CALLS_HPP
#define TACHO_MONITOR_DETAIL_WATCHED_CALLS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/monitor/execution_monitor.hpp>

namespace tacho::inline v0::detail {

/// A call that a monitor_thread watches. It is a base of the call's guard, so that no memory has to
/// be allocated for it.
class watched_call {
public:
    watched_call(watched_call const&) = delete;
    watched_call& operator=(watched_call const&) = delete;

    /// Asks the watches that are due, and returns when the next one is due; `monitor_time::max()`
    /// when no watch is left to ask. Called on the monitors' thread, with no lock held.
    [[nodiscard]] virtual monitor_time ask(monitor_time now) noexcept = 0;

protected:
    watched_call() = default;
    TACHO_DECL virtual ~watched_call();

private:
    friend class watched_calls;

    monitor_time due_{};
    bool watched_{false};
    watched_call* first_child_{nullptr};
    watched_call* next_{nullptr};   // the next child of the same call
    watched_call* before_{nullptr}; // the child before this one; for a first child, its parent
};

/// The calls under watch, the most urgent first: a pairing heap, linked through the calls, in which
/// no call is due sooner than its parent.
///
/// Thread safety: none. Progress: `add` takes constant time, `remove` a logarithm of the number of
/// calls on average. Allocation: none.
class watched_calls {
public:
    /// The call that is due first; null when there is no call.
    [[nodiscard]] watched_call* most_urgent() const noexcept { return root_; }

    /// When the first call is due; `monitor_time::max()` when there is no call.
    [[nodiscard]] monitor_time due() const noexcept {
        return root_ != nullptr ? root_->due_ : (monitor_time::max)();
    }

    /// `call` must not be among the calls yet.
    void add(watched_call& call, monitor_time due) noexcept;

    /// Does nothing if `call` is not among the calls.
    void remove(watched_call& call) noexcept;

private:
    [[nodiscard]] static watched_call* merged(watched_call& one, watched_call& other) noexcept;
    static void take_out(watched_call& child) noexcept;
    [[nodiscard]] static watched_call* one_of(watched_call* siblings) noexcept;

    watched_call* root_{nullptr};
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/monitor/detail/watched_calls.ipp> // IWYU pragma: export
#endif

#endif
