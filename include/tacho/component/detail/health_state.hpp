// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_HEALTH_STATE_HPP
#define TACHO_COMPONENT_DETAIL_HEALTH_STATE_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tacho::inline v0::component::detail {

using health_clock = std::chrono::steady_clock;

/// An endpoint whose health is watched. Atomics are relaxed: each publishes nothing but itself.
struct target_state {
    std::string endpoint{};
    std::function<bool(std::chrono::milliseconds)> probe{};
    // Bit 0: whether the target is ready, by the program or by a later check. The bits above: how
    // often the program has said it.
    std::atomic<std::uint64_t> said{0};
    std::atomic<health_clock::duration> active{health_clock::now().time_since_epoch()};
    // When the running check began; zero while no check runs.
    std::atomic<health_clock::duration> checking{health_clock::duration::zero()};
    std::mutex turn{}; // held while a check runs, and to remove the check

    void say(bool ready) noexcept {
        auto before = said.load(std::memory_order_relaxed);
        while (!said.compare_exchange_weak(
            before, (before / 2 + 1) * 2 + (ready ? 1 : 0), std::memory_order_relaxed
        )) {}
    }

    /// Stores the result of a check, unless the program has said something since `before`.
    void found(std::uint64_t before, bool ready) noexcept {
        said.compare_exchange_strong(
            before, before / 2 * 2 + (ready ? 1 : 0), std::memory_order_relaxed
        );
    }
};

/// The state that `health`, its targets and a canary share.
struct health_state {
    std::mutex mutex{}; // for `targets`
    std::vector<std::shared_ptr<target_state>> targets{};
    std::atomic<bool> ready{false};
    std::atomic<std::chrono::milliseconds> check_timeout{std::chrono::seconds{3}};

    [[nodiscard]] std::vector<std::shared_ptr<target_state>> all() {
        std::lock_guard const guard{mutex};
        return targets;
    }

    [[nodiscard]] bool is_ready(target_state const& target) const noexcept {
        auto const since = target.checking.load(std::memory_order_relaxed);
        auto const late = since + check_timeout.load(std::memory_order_relaxed);
        if (since != since.zero() && health_clock::now().time_since_epoch() > late)
            return false; // the check takes too long, whatever its result will be
        return target.said.load(std::memory_order_relaxed) % 2 == 1;
    }
};

} // namespace tacho::inline v0::component::detail

#endif
