// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_MONITOR_THREAD_HPP
#define TACHO_MONITOR_MONITOR_THREAD_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/monitor/error.hpp> // IWYU pragma: export
#include <tacho/monitor/execution_monitor.hpp>

#include <functional>
#include <memory>

namespace tacho::inline v0 {

namespace detail {

class monitor_loop;
class watched_call;

/// Makes the process's thread follow forks; false when the system has no memory for that.
[[nodiscard]] TACHO_DECL bool follow_forks();
[[noreturn]] TACHO_DECL void fail_without_fork_handlers();

} // namespace detail

/// The thread that asks the watches of all monitored calls. It starts with the first call, sleeps
/// until a watch is due, and is woken early only for a call that is due sooner: most calls begin
/// and end without a system call. Signals are blocked in it.
///
/// Thread safety: safe. Progress: a call's begin and end take a lock that the thread never holds
/// while it asks, counts or kills; the end of a call whose watches are being asked waits for them.
/// Allocation: by the constructor, and for the thread itself. Errors: monitor_error.
class monitor_thread {
public:
    monitor_thread();

    /// For tests of monitors: the time is what `now` returns, and the thread notices that time has
    /// passed when `catch_up` is called.
    explicit monitor_thread(std::function<monitor_time()> now);

    monitor_thread(monitor_thread const&) = delete;
    monitor_thread& operator=(monitor_thread const&) = delete;

    /// No watched call may be left.
    ~monitor_thread();

    [[nodiscard]] monitor_time now() const;

    /// Asks all watches that are due, and returns when that is done. Not to be called on the thread
    /// itself.
    void catch_up();

    /// Watches `call` from now on; its watches are due first at `due`.
    void watch(detail::watched_call& call, monitor_time due);

    /// When this returns, the watches of `call` are not asked any more.
    void forget(detail::watched_call& call) noexcept;

private:
    friend bool detail::follow_forks();

    std::unique_ptr<detail::monitor_loop> loop_;
};

namespace detail {

/// The thread of the process, which may not follow forks yet. Never destroyed.
[[nodiscard]] TACHO_SHARED_STATE inline monitor_thread& process_monitor_thread() {
    static auto& made = *new monitor_thread;
    return made;
}

} // namespace detail

/// The thread of the process, for all calls that name no other thread. Never destroyed. A forked
/// child starts its own thread with its first call; calls that were under way in the parent are not
/// watched in the child.
[[nodiscard]] TACHO_SHARED_STATE inline monitor_thread& shared_monitor_thread() {
    static bool const forks = detail::follow_forks();
    if (!forks)
        detail::fail_without_fork_handlers();
    return detail::process_monitor_thread();
}

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/monitor/monitor_thread.ipp> // IWYU pragma: export
#endif

#endif
