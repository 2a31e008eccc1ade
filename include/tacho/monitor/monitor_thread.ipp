// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_MONITOR_THREAD_IPP
#define TACHO_MONITOR_MONITOR_THREAD_IPP

#include <tacho/detail/system/blocked_signals.hpp>
#include <tacho/detail/system/fork.hpp>
#include <tacho/error.hpp>
#include <tacho/monitor/detail/watched_calls.hpp>
#include <tacho/monitor/monitor_thread.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

/// The thread, and what it shares with the threads that make calls.
class monitor_loop {
public:
    explicit monitor_loop(std::function<monitor_time()> now)
        : now_{std::move(now)} {}
    monitor_loop(monitor_loop const&) = delete;
    monitor_loop& operator=(monitor_loop const&) = delete;

    ~monitor_loop() {
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

    void catch_up() {
        std::unique_lock lock{mutex_};
        if (!thread_.joinable())
            return;
        woken_ = true;
        wake_.notify_one();
        idle_.wait(lock, [&] { return !woken_ && asleep_; });
    }

    void watch(watched_call& call, monitor_time due) {
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

    void forget(watched_call& call) noexcept {
        std::unique_lock lock{mutex_};
        idle_.wait(lock, [&] { return asked_ != &call; });
        calls_.remove(call);
    }

    void before_fork() { mutex_.lock(); }
    void in_parent() { mutex_.unlock(); }

    // In a forked child the thread is gone, and so are the threads that made the calls. The
    // condition variables may have had waiters, so new ones are constructed in their place.
    void in_child() {
        while (auto* const call = calls_.most_urgent())
            calls_.remove(*call);
        asked_ = nullptr;
        woken_ = asleep_ = false;
        sleeps_until_ = (monitor_time::min)();
        std::construct_at(&wake_);
        std::construct_at(&idle_);
        std::construct_at(&thread_);
        mutex_.unlock();
    }

private:
    void start() {
        blocked_signals const inherited;
#if defined(__cpp_exceptions)
        try {
            thread_ = std::thread{[this] { run(); }};
        } catch (std::system_error const& error) {
            fail<monitor_error>(
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
            if (auto const time = now(); due <= time && due != (monitor_time::max)())
                ask(lock, *calls_.most_urgent(), time);
            else
                sleep(lock, due);
        }
    }

    void ask(std::unique_lock<std::mutex>& lock, watched_call& call, monitor_time time) {
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
        if (now_ || until == (monitor_time::max)())
            wake_.wait(lock, awake);
        else
            wake_.wait_until(lock, until, awake);
        woken_ = false;
        asleep_ = false;
        sleeps_until_ =
            (monitor_time::min)(); // no call needs to wake it: it looks before it sleeps
    }

    std::function<monitor_time()> now_; // empty: steady_clock
    std::mutex mutex_{};
    std::condition_variable wake_{}; // the thread waits for it
    std::condition_variable idle_{}; // other threads wait for it
    watched_calls calls_{};
    watched_call* asked_{nullptr}; // the call whose watches are asked now, with no lock held
    monitor_time sleeps_until_{(monitor_time::min)()};
    bool asleep_{false};
    bool woken_{false};
    bool stopped_{false};
    std::thread thread_{};
};

TACHO_DECL bool follow_forks() {
    static_cast<void>(process_monitor_thread()); // constructed before a handler can need it
    return on_fork(
        [] { process_monitor_thread().loop_->before_fork(); },
        [] { process_monitor_thread().loop_->in_parent(); },
        [] { process_monitor_thread().loop_->in_child(); }
    );
}

TACHO_DECL void fail_without_fork_handlers() {
    fail<monitor_error>(
        "tacho: the system has no memory to know of forks, so calls cannot be monitored"
    );
}

} // namespace detail

TACHO_DECL monitor_thread::monitor_thread()
    : monitor_thread{std::function<monitor_time()>{}} {}

TACHO_DECL monitor_thread::monitor_thread(std::function<monitor_time()> now)
    : loop_{std::make_unique<detail::monitor_loop>(std::move(now))} {}

TACHO_DECL monitor_thread::~monitor_thread() = default;

TACHO_DECL monitor_time monitor_thread::now() const {
    return loop_->now();
}

TACHO_DECL void monitor_thread::catch_up() {
    loop_->catch_up();
}

TACHO_DECL void monitor_thread::watch(detail::watched_call& call, monitor_time due) {
    loop_->watch(call, due);
}

TACHO_DECL void monitor_thread::forget(detail::watched_call& call) noexcept {
    loop_->forget(call);
}

} // namespace tacho::inline v0

#endif
