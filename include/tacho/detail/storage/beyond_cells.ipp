// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_BEYOND_CELLS_IPP
#define TACHO_DETAIL_STORAGE_BEYOND_CELLS_IPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/beyond_cells.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace tacho::inline v0::detail {

TACHO_DECL cell* beyond_cells::take_from(part& of, std::size_t bytes) noexcept {
    auto offset = of.free.take(*of.memory, bytes);
    while (offset == 0) {
        auto const step = (std::max)(page_size(), std::bit_ceil(of.used + 1));
        if (step > slab_bytes || !make_usable(of.memory->bytes(), step))
            return nullptr;
        // pairs with the acquire in cells_of(): what is usable may be read
        of.memory->usable.store(step, std::memory_order_release);
        of.free.give(*of.memory, of.used, step - of.used);
        of.used = step;
        offset = of.free.take(*of.memory, bytes);
    }
    return &of.memory->at(offset);
}

TACHO_DECL cell* beyond_cells::take(std::size_t cells, void* home) {
    auto const bytes = cells * sizeof(cell);
    for (auto& each : parts_)
        if (auto* const found = take_from(each, bytes))
            return found;
    parts_.reserve(parts_.size() + 1); // may throw, so it comes first
    auto* const memory = reserve_aligned_memory(slab_bytes);
    if (memory == nullptr)
        return nullptr;
    if (!addressable(memory) || !make_usable(memory, page_size())) {
        release_aligned_memory(memory, slab_bytes);
        return nullptr;
    }
    auto* const made = ::new (memory) slab;
    made->home = home;
    made->usable.store(page_size(), std::memory_order_relaxed);
    parts_.push_back({made, first_cell_offset});
    return take_from(parts_.back(), bytes);
}

TACHO_DECL void beyond_cells::give(cell* first, std::size_t cells) noexcept {
    auto& in = shared_slab_of(first);
    for (auto& each : parts_)
        if (each.memory == &in)
            each.free.give(
                in, reinterpret_cast<std::uintptr_t>(first) % slab_bytes, cells * sizeof(cell)
            );
}

} // namespace tacho::inline v0::detail

#endif
