// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_MONITORS_HPP
#define TACHO_TESTS_SUPPORT_MONITORS_HPP

#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/monitor/execution_monitor.hpp>
#include <tacho/monitor/monitor_thread.hpp>
#include <tacho/registry.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

/// A clock for monitors that advances when a test says so.
class test_time {
public:
    /// Advances the clock. Every monitor that is due by then has been asked when this returns.
    void pass(std::chrono::nanoseconds by) {
        now_.fetch_add(by.count(), std::memory_order_relaxed);
        thread.catch_up();
    }

private:
    // Relaxed: the number publishes no other data.
    std::atomic<std::int64_t> now_{0};

public:
    tacho::monitor_thread thread{[this] {
        return tacho::monitor_time{std::chrono::nanoseconds{now_.load(std::memory_order_relaxed)}};
    }};
};

/// A family of terminations, in a registry of its own.
struct terminations {
    tacho::registry registry;
    tacho::family<tacho::counter, "monitor_type"> by{registry, "monitor_terminations_total", "M."};

    [[nodiscard]] std::uint64_t of(std::string_view monitor) const {
        return by.with(monitor).value();
    }
};

/// A monitor with a name that asks a function every millisecond.
template <typename Fires>
struct asking {
    std::string_view text;
    Fires asked;

    struct watch {
        tacho::monitor_time next;
        Fires asked;
        [[nodiscard]] tacho::monitor_time due() const noexcept { return next; }
        [[nodiscard]] bool fires(tacho::monitor_time now) {
            next = now + std::chrono::milliseconds{1};
            return asked();
        }
    };
    [[nodiscard]] std::string_view name() const noexcept { return text; }
    [[nodiscard]] watch start(tacho::monitor_time now) const {
        return {now + std::chrono::milliseconds{1}, asked};
    }
};
template <typename Fires>
asking(char const*, Fires) -> asking<Fires>;

#endif
