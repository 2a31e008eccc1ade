// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_CANARY_IPP
#define TACHO_COMPONENT_CANARY_IPP

#include <tacho/component/canary.hpp>
#include <tacho/component/detail/health_state.hpp>
#include <tacho/detail/system/birthplace.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace tacho::inline v0::component {

namespace detail {

/// The result of a target's check; false if the check throws.
[[nodiscard]] inline bool ask(target_state const& target, canary_options const& options) {
#if defined(__cpp_exceptions)
    try {
        return target.probe(options.timeout);
    } catch (...) {
        return false;
    }
#else
    return target.probe(options.timeout);
#endif
}

/// Asks a target, and keeps the answer.
inline void update(target_state& target, canary_options const& options) {
    auto const said = target.said.load(std::memory_order_relaxed);
    auto const begin = health_clock::now();
    target.checking.store(begin.time_since_epoch(), std::memory_order_relaxed);
    bool const works = ask(target, options);
    auto const end = health_clock::now();
    target.found(said, works && end - begin <= options.timeout);
    target.active.store(end.time_since_epoch(), std::memory_order_relaxed);
    target.checking.store(health_clock::duration::zero(), std::memory_order_relaxed);
}

TACHO_DECL health_clock::time_point
check_idle(health_state& of, canary_options const& options, health_clock::time_point now) {
    auto next = now + options.idle;
    for (auto const& each : of.all()) {
        std::lock_guard const turn{each->turn};
        if (!each->probe)
            continue;
        auto const due =
            health_clock::time_point{each->active.load(std::memory_order_relaxed)} + options.idle;
        if (due <= now)
            update(*each, options);
        else
            next = (std::min)(next, due);
    }
    return next;
}

class canary_thread {
public:
    canary_thread(std::shared_ptr<health_state> of, canary_options const& options)
        : state_{std::move(of)}
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

    canary_thread(canary_thread const&) = delete;
    canary_thread& operator=(canary_thread const&) = delete;

    ~canary_thread() {
        if (!born_.is_here()) { // a forked child has no such thread, which may wait for these
            std::construct_at(&thread_);
            std::construct_at(&wake_);
            return;
        }
        {
            std::lock_guard const guard{mutex_};
            stopped_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }

private:
    [[nodiscard]] static bool outside(std::chrono::milliseconds time) noexcept {
        return time <= time.zero() || time > std::chrono::hours{24};
    }

    void run() {
        std::unique_lock guard{mutex_};
        while (!stopped_) {
            guard.unlock();
            auto const next = check_idle(*state_, options_, health_clock::now());
            guard.lock();
            wake_.wait_until(guard, next, [&] { return stopped_; });
        }
    }

    tacho::detail::birthplace const born_{};
    std::shared_ptr<health_state> state_;
    canary_options const options_;
    std::mutex mutex_{};
    std::condition_variable wake_{};
    bool stopped_{false};
    std::thread thread_{};
};

} // namespace detail

TACHO_DECL canary::canary(health const& of, canary_options const& options)
    : thread_{std::make_unique<detail::canary_thread>(of.state_, options)} {}

TACHO_DECL canary::~canary() = default;

} // namespace tacho::inline v0::component

#endif
