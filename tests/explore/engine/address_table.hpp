// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_ADDRESS_TABLE_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_ADDRESS_TABLE_HPP

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <vector>

namespace explore {

/// A table of values by address. `clear()` forgets all of them at once, and at little cost: a run
/// takes a few microseconds. A value stays where it is.
template <typename Value>
class address_table {
public:
    void clear() noexcept {
        ++generation_;
        used_ = 0;
    }

    [[nodiscard]] Value* find(std::uintptr_t address) noexcept {
        auto const& at = slot_of(address);
        return at.generation == generation_ ? &values_[at.index] : nullptr;
    }

    /// Adds a value for `address`. It is not reset: it may be a value of an earlier run.
    Value& add(std::uintptr_t address) {
        if (2 * used_ >= slots_.size())
            std::abort(); // a scenario should be much smaller
        slot_of(address) = {address, generation_, used_};
        if (used_ == values_.size())
            values_.emplace_back();
        return values_[used_++];
    }

    template <typename Visit>
    void for_each(Visit visit) {
        for (std::size_t i = 0; i < used_; ++i)
            visit(values_[i]);
    }

private:
    struct slot {
        std::uintptr_t address{0};
        std::uint64_t generation{0};
        std::size_t index{0};
    };

    [[nodiscard]] slot& slot_of(std::uintptr_t address) noexcept {
        auto at = (address >> 3) * 0x9E3779B97F4A7C15 >> 51;
        while (slots_[at].generation == generation_ && slots_[at].address != address)
            at = (at + 1) % slots_.size();
        return slots_[at];
    }

    std::vector<slot> slots_ = std::vector<slot>(std::size_t{1} << 13);
    std::deque<Value> values_;
    std::uint64_t generation_{1};
    std::size_t used_{0};
};

} // namespace explore

#endif
