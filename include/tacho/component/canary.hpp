// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_CANARY_HPP
#define TACHO_COMPONENT_CANARY_HPP

#include <tacho/component/health.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace tacho::inline v0::component {

/// When a canary checks. Dynamo's.
struct canary_options {
    /// How long an endpoint is idle before it is checked, and checked again.
    std::chrono::milliseconds idle{std::chrono::seconds{10}};

    /// How long a check may take. An endpoint whose check takes longer is not ready meanwhile.
    std::chrono::milliseconds timeout{std::chrono::seconds{3}};
};

/// Checks endpoints that nobody asks, on a thread of its own, for as long as it lives: those of a
/// `health` whose targets have a check. One after another: a check that hangs holds up the others.
///
/// Thread safety: distinct objects are safe. Progress: the destructor waits for a check that runs.
/// Errors: std::system_error when there is no thread to be had.
class canary {
public:
    explicit canary(health const& of, canary_options const& options = {})
        : state_{of.state_}
        , options_{options} {
        state_->check_timeout.store(options.timeout, std::memory_order_relaxed);
        thread_ = std::thread{[this] { run(); }};
    }

    canary(canary const&) = delete;
    canary& operator=(canary const&) = delete;

    ~canary() {
        {
            std::lock_guard const guard{mutex_};
            stopped_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

private:
    using clock = detail::health_clock;

    void run() {
        std::unique_lock guard{mutex_};
        while (!stopped_) {
            guard.unlock();
            auto const next = check_idle();
            guard.lock();
            wake_.wait_until(guard, next, [&] { return stopped_; });
        }
    }

    /// Checks those that are idle; when to do it again.
    [[nodiscard]] clock::time_point check_idle() {
        auto next = clock::now() + options_.idle;
        for (auto const& each : state_->all()) {
            std::lock_guard const turn{each->turn};
            if (!each->check)
                continue;
            auto due =
                clock::time_point{each->active.load(std::memory_order_relaxed)} + options_.idle;
            if (due <= clock::now()) {
                check(*each);
                due = clock::now() + options_.idle;
            }
            next = std::min(next, due);
        }
        return next;
    }

    void check(detail::target_state& target) const {
        auto const begin = clock::now();
        target.checking.store(begin.time_since_epoch(), std::memory_order_relaxed);
        bool const works = ask(target);
        auto const end = clock::now();
        target.ready.store(works && end - begin <= options_.timeout, std::memory_order_relaxed);
        target.active.store(end.time_since_epoch(), std::memory_order_relaxed);
        target.checking.store(clock::duration::zero(), std::memory_order_relaxed);
    }

    [[nodiscard]] bool ask(detail::target_state const& target) const {
#if defined(__cpp_exceptions)
        try {
            return target.check(options_.timeout);
        } catch (...) {
            return false;
        }
#else
        return target.check(options_.timeout);
#endif
    }

    std::shared_ptr<detail::health_state> state_;
    canary_options const options_;
    std::mutex mutex_{};
    std::condition_variable wake_{};
    bool stopped_{false};
    std::thread thread_{};
};

} // namespace tacho::inline v0::component

#endif
