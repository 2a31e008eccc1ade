// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_TABLE_IPP
#define TACHO_DETAIL_REGISTRY_SERIES_TABLE_IPP

#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_table.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace tacho::inline v0::detail {

struct series_table::owned_slots : slot_array {
    explicit owned_slots(std::size_t size)
        : slot_array{size - 1, nullptr}
        , memory{std::make_unique<atomic<series*>[]>(size)} {
        at = memory.get();
    }

    std::unique_ptr<atomic<series*>[]> memory;
};

TACHO_DECL series_table::series_table(hash_secret const& secret, std::size_t labels)
    : secret_{secret}
    , label_count_{labels} {
    grow(16);
}

TACHO_DECL series_table::~series_table() = default;

TACHO_DECL void series_table::make_room() {
    if (2 * (size_ + 1) > slots_.load(std::memory_order_relaxed)->mask + 1)
        grow(2 * (slots_.load(std::memory_order_relaxed)->mask + 1));
}

TACHO_DECL void series_table::insert(series& made) noexcept {
    place(*slots_.load(std::memory_order_relaxed), made);
    ++size_;
}

TACHO_DECL void series_table::place(slot_array const& into, series& made) noexcept {
    auto at = made.hash;
    while (into.at[at & into.mask].load(std::memory_order_relaxed) != nullptr)
        ++at;
    // pairs with the acquire in find()
    into.at[at & into.mask].store(&made, std::memory_order_release);
}

TACHO_DECL void series_table::grow(std::size_t size) {
    auto made = std::make_unique<owned_slots>(size);
    if (auto const* const before = slots_.load(std::memory_order_relaxed))
        for (std::size_t i = 0; i <= before->mask; ++i)
            if (auto* const each = before->at[i].load(std::memory_order_relaxed))
                place(*made, *each);
    all_slots_.push_back(std::move(made));
    // pairs with the acquire in find()
    slots_.store(all_slots_.back().get(), std::memory_order_release);
}

} // namespace tacho::inline v0::detail

#endif
