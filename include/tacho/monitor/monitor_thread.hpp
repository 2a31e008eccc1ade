// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_MONITOR_THREAD_HPP
#define TACHO_MONITOR_MONITOR_THREAD_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/system/blocked_signals.hpp>
#include <tacho/detail/system/fork.hpp>
#include <tacho/error.hpp>
#include <tacho/monitor/detail/watched_calls.hpp>
#include <tacho/monitor/error.hpp>
#include <tacho/monitor/execution_monitor.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace tacho::inline v0 {

/// The thread that asks the watches of all monitored calls. It starts with the first of them,
/// sleeps until one is due, and is woken early only for a call that is due sooner: most calls begin
/// and end without a system call. Signals are blocked in it.
///
/// Thread safety: safe. Progress: a call's begin and end take a lock that the thread never holds
/// while it asks, counts or kills; a call that ends while it is being asked waits for that.
/// Allocation: none but the thread. Errors: monitor_error.
class monitor_thread {
public:
    monitor_thread() = default;

    /// For tests of monitors: time is what `now` says, and passes when `catch_up` is called.
    explicit monitor_thread(std::function<monitor_time()> now)
        : now_{std::move(now)} {}

    monitor_thread(monitor_thread const&) = delete;
    monitor_thread& operator=(monitor_thread const&) = delete;

    /// There must be no call left that it watches.
    ~monitor_thread() {
        {
            std::lock_guard const lock{mutex_};
            stopped_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable())
            thread_.join();
    }

    [[nodiscard]] monitor_time now() const {
        return now_ ? now_() : std::chrono::steady_clock::now();
    }

    /// Asks everything that is due, and returns when that is done. Not for the thread itself.
    void catch_up() {
        std::unique_lock lock{mutex_};
        if (!thread_.joinable())
            return;
        woken_ = true;
        wake_.notify_one();
        idle_.wait(lock, [&] { return !woken_ && asleep_; });
    }

    /// Watches `call` from now on; it is due first at `due`.
    void watch(detail::watched_call& call, monitor_time due) {
        bool sooner = false;
        {
            std::lock_guard const lock{mutex_};
            if (!thread_.joinable())
                start();
            calls_.add(call, due);
            sooner = due < sleeps_until_;
            if (sooner)
                woken_ = true;
        }
        if (sooner)
            wake_.notify_one();
    }

    /// From when this returns the call is not asked any more.
    void forget(detail::watched_call& call) noexcept {
        std::unique_lock lock{mutex_};
        idle_.wait(lock, [&] { return asked_ != &call; });
        calls_.remove(call);
    }

private:
    friend monitor_thread& shared_monitor_thread();

    void start() {
        detail::blocked_signals const inherited;
#if defined(__cpp_exceptions)
        try {
            thread_ = std::thread{[this] { run(); }};
        } catch (std::system_error const& error) {
            detail::fail<monitor_error>(
                std::string{"tacho: the thread that monitors calls cannot be started: "} +
                error.what() + "; no call runs unwatched"
            );
        }
#else
        thread_ = std::thread{[this] { run(); }};
#endif
    }

    void run() noexcept {
        std::unique_lock lock{mutex_};
        while (!stopped_) {
            auto const due = calls_.due();
            if (auto const time = now(); due <= time && due != monitor_time::max())
                ask(lock, *calls_.most_urgent(), time);
            else
                sleep(lock, due);
        }
    }

    void ask(std::unique_lock<std::mutex>& lock, detail::watched_call& call, monitor_time time) {
        asked_ = &call;
        lock.unlock();
        auto const next = call.ask(time);
        lock.lock();
        calls_.remove(call);
        calls_.add(call, next);
        asked_ = nullptr;
        idle_.notify_all();
    }

    void sleep(std::unique_lock<std::mutex>& lock, monitor_time until) {
        sleeps_until_ = until;
        asleep_ = true;
        idle_.notify_all();
        auto const awake = [&] { return woken_ || stopped_; };
        if (now_ || until == monitor_time::max())
            wake_.wait(lock, awake);
        else
            wake_.wait_until(lock, until, awake);
        woken_ = false;
        asleep_ = false;
        sleeps_until_ = monitor_time::min(); // it looks for itself before it sleeps again
    }

    // In a forked child the thread is gone, and so are those that made the calls. The condition
    // variables may have had waiters, so they are made anew where they are.
    void begin_child() noexcept {
        while (auto* const call = calls_.most_urgent())
            calls_.remove(*call);
        asked_ = nullptr;
        woken_ = asleep_ = false;
        sleeps_until_ = monitor_time::min();
        std::construct_at(&wake_);
        std::construct_at(&idle_);
        std::construct_at(&thread_);
    }

    std::function<monitor_time()> now_{}; // none: steady_clock
    std::mutex mutex_{};
    std::condition_variable wake_{}; // the thread waits
    std::condition_variable idle_{}; // others wait for it
    detail::watched_calls calls_{};
    detail::watched_call* asked_{nullptr}; // with no lock held
    monitor_time sleeps_until_{monitor_time::min()};
    bool asleep_{false};
    bool woken_{false};
    bool stopped_{false};
    std::thread thread_{};
};

/// The thread of the process, for all calls that name no other. Never destroyed. A forked child
/// starts its own with its first call; calls that were under way in the parent are not watched in
/// the child.
[[nodiscard]] TACHO_SHARED_STATE inline monitor_thread& shared_monitor_thread() {
    static auto& made = *new monitor_thread;
    static bool const forks = detail::on_fork(
        [] { made.mutex_.lock(); },
        [] { made.mutex_.unlock(); },
        [] {
            made.begin_child();
            made.mutex_.unlock();
        }
    );
    if (!forks)
        detail::fail<monitor_error>(
            "tacho: the system has no memory to know of forks, so calls cannot be monitored"
        );
    return made;
}

} // namespace tacho::inline v0

#endif
