// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_THREAD_IPP
#define TACHO_THREAD_IPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/detail/system/virtual_memory.hpp>
#include <tacho/thread.hpp>

#include <atomic>
#include <cstddef>

namespace tacho::inline v0 {

TACHO_DECL bool attach_this_thread() {
    {
        auto& cells = detail::the_cell_allocator();
        auto const guard = cells.lock_registration();
        if (!cells.open())
            return false;
    }
    if (!detail::the_arena().attach())
        return false;
    auto& own = *detail::this_thread.own;
    // pairs with the release in arena::grow(): the memory below `usable` may be touched
    auto const usable = own.usable.load(std::memory_order_acquire);
    for (std::size_t offset = detail::first_cell_offset; offset < usable;
         offset += detail::page_size())
        detail::add(own.at(offset), 0);
    return true;
}

TACHO_DECL void start_from_zero() {
    auto& cells = detail::the_cell_allocator();
    auto const guard = cells.lock_registration();
    cells.zero();
}

} // namespace tacho::inline v0

#endif
