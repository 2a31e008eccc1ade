// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_ALLOCATION_COUNTER_HPP
#define TACHO_TESTS_SUPPORT_ALLOCATION_COUNTER_HPP

#include <atomic>
#include <cstddef>

// Counts calls of the global operator new and delete. allocation/replaced.cpp replaces both, so a
// program that counts needs that file too.

/// Counts what the whole program allocates and frees.
class allocation_counter {
public:
    allocation_counter()
        : before_{total()} {}

    /// How many allocations and releases there were since this object was made.
    [[nodiscard]] std::size_t since() const { return total() - before_; }

    static void count() noexcept { calls_.fetch_add(1, std::memory_order_relaxed); }

private:
    [[nodiscard]] static std::size_t total() { return calls_.load(std::memory_order_relaxed); }

    static inline std::atomic<std::size_t> calls_{0};
    std::size_t before_;
};

#endif
