// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_HISTORY_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_HISTORY_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "clock.hpp"

namespace explore {

/// One store to an atomic.
struct store_record {
    std::uint64_t value{0};
    clock brings{};                          // the clock that an acquiring load joins
    std::array<moment, most_threads> seen{}; // when each thread first saw it; 0: never
    std::size_t by{0};
    moment when{0}; // 0: before the run
};

/// All stores to an atomic, in modification order. That is the order in which the run made them: a
/// store never goes before another that was made earlier.
class history {
public:
    void begin(void* at, std::size_t size, store_record first) {
        at_ = at;
        size_ = size;
        stores_.clear();
        stores_.push_back(first);
        latest_sequential_ = 0;
    }

    /// The oldest store that a load may return. A store that happened before the load, or that was
    /// seen by a load that did, rules out all older stores. A sequentially consistent load also
    /// comes after the stores that earlier sequentially consistent operations made or saw.
    [[nodiscard]] std::size_t oldest_visible(clock const& now, bool sequential) const noexcept {
        auto at = stores_.size() - 1;
        auto const end = sequential ? latest_sequential_ : 0;
        while (at > end && !known(stores_[at], now))
            --at;
        return at;
    }

    [[nodiscard]] std::size_t newest() const noexcept { return stores_.size() - 1; }
    [[nodiscard]] store_record& operator[](std::size_t at) noexcept { return stores_[at]; }
    [[nodiscard]] store_record& back() noexcept { return stores_.back(); }

    void see(std::size_t at, std::size_t thread, moment when, bool sequential) noexcept {
        if (stores_[at].seen[thread] == 0)
            stores_[at].seen[thread] = when;
        if (sequential && at > latest_sequential_)
            latest_sequential_ = at;
    }

    /// Forgets all stores that are newer than `newest`.
    void end_at(std::size_t newest) noexcept {
        stores_.resize(newest + 1);
        latest_sequential_ = std::min(latest_sequential_, newest);
        std::memcpy(at_, &stores_.back().value, size_);
    }

    void append(store_record const& made, bool sequential) {
        stores_.push_back(made);
        if (sequential)
            latest_sequential_ = newest();
    }

private:
    [[nodiscard]] static bool known(store_record const& store, clock const& now) noexcept {
        for (std::size_t thread = 0; thread < most_threads; ++thread)
            if (store.seen[thread] != 0 && now.covers(thread, store.seen[thread]))
                return true;
        return false;
    }

    std::vector<store_record> stores_;
    std::size_t latest_sequential_{0};
    void* at_{nullptr};
    std::size_t size_{0};
};

} // namespace explore

#endif
