// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_CANARY_HPP
#define TACHO_COMPONENT_CANARY_HPP

#include <tacho/component/health.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace tacho::inline v0::component {

/// When a canary checks. Dynamo's.
struct canary_options {
    /// How long an endpoint is idle before it is checked, and checked again.
    std::chrono::milliseconds idle{std::chrono::seconds{10}};

    /// How long a check may take. An endpoint whose check takes longer is not ready meanwhile.
    std::chrono::milliseconds timeout{std::chrono::seconds{3}};
};

namespace detail {

/// What a check says; one that throws says no.
[[nodiscard]] inline bool ask(target_state const& target, canary_options const& options) {
#if defined(__cpp_exceptions)
    try {
        return target.check(options.timeout);
    } catch (...) {
        return false;
    }
#else
    return target.check(options.timeout);
#endif
}

inline void check(target_state& target, canary_options const& options) {
    auto const said = target.said.load(std::memory_order_relaxed);
    auto const begin = health_clock::now();
    target.checking.store(begin.time_since_epoch(), std::memory_order_relaxed);
    bool const works = ask(target, options);
    auto const end = health_clock::now();
    target.found(said, works && end - begin <= options.timeout);
    target.active.store(end.time_since_epoch(), std::memory_order_relaxed);
    target.checking.store(health_clock::duration::zero(), std::memory_order_relaxed);
}

/// Checks those that are idle now; when to do it again.
[[nodiscard]] inline health_clock::time_point
check_idle(health_state& of, canary_options const& options, health_clock::time_point now) {
    auto next = now + options.idle;
    for (auto const& each : of.all()) {
        std::lock_guard const turn{each->turn};
        if (!each->check)
            continue;
        auto const due =
            health_clock::time_point{each->active.load(std::memory_order_relaxed)} + options.idle;
        if (due <= now)
            check(*each, options);
        else
            next = std::min(next, due);
    }
    return next;
}

} // namespace detail

/// Checks endpoints that nobody asks, on a thread of its own, for as long as it lives: those of a
/// `health` whose targets have a check. One after another: a check that hangs holds up the others.
///
/// Thread safety: distinct objects are safe. Progress: the destructor waits for a check that runs.
/// Errors: std::invalid_argument for times that are not from 1 ms to 24 hours, std::system_error
/// when there is no thread to be had.
class canary {
public:
    explicit canary(health const& of, canary_options const& options = {})
        : state_{of.state_}
        , options_{options} {
        if (outside(options.idle) || outside(options.timeout))
            tacho::detail::fail<std::invalid_argument>(
                "tacho: a canary's idle time and timeout must be from 1 ms to 24 hours, not " +
                std::to_string(options.idle.count()) + " ms and " +
                std::to_string(options.timeout.count()) + " ms"
            );
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

    [[nodiscard]] static bool outside(std::chrono::milliseconds time) noexcept {
        return time <= time.zero() || time > std::chrono::hours{24};
    }

    void run() {
        std::unique_lock guard{mutex_};
        while (!stopped_) {
            guard.unlock();
            auto const next = detail::check_idle(*state_, options_, clock::now());
            guard.lock();
            wake_.wait_until(guard, next, [&] { return stopped_; });
        }
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
