// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_THREAD_HPP
#define TACHO_THREAD_HPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <atomic>
#include <cstddef>

namespace tacho::inline v0 {

/// Gives this thread its slab now, with the pages of everything registered in memory, instead of
/// at its first record. False when there is none to be had: its records go to the shared
/// slab, as exact, but slower.
///
/// For threads that must not meet a page fault later, and before a signal handler records.
///
/// Thread safety: safe. Progress: waits for registrations in progress. Allocation: none; asks the
/// system for memory.
inline bool attach_this_thread() {
    {
        auto& cells = detail::the_cell_allocator();
        auto const guard = cells.lock_registration();
        if (!cells.open())
            return false;
    }
    if (!detail::the_arena().attach())
        return false;
    auto& own = *detail::this_thread.own;
    // pairs with the release in arena::grow(): what is usable may be touched
    auto const usable = own.usable.load(std::memory_order_acquire);
    for (std::size_t offset = detail::first_cell_offset; offset < usable;
         offset += detail::page_size())
        detail::add(own.at(offset), 0);
    return true;
}

/// Sets all counts of the process to zero; gauges stay. For a forked child that wants to begin its
/// own: call it before the child starts threads. While other threads record, their records may be
/// lost.
///
/// Thread safety: with registering. Progress: waits for it. Allocation: none.
inline void start_from_zero() {
    auto& cells = detail::the_cell_allocator();
    auto const guard = cells.lock_registration();
    cells.zero();
}

} // namespace tacho::inline v0

#endif
