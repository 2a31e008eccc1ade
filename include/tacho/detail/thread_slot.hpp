// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_THREAD_SLOT_HPP
#define TACHO_DETAIL_THREAD_SLOT_HPP

#include <tacho/detail/atomic.hpp>
#include <tacho/detail/cell.hpp>
#include <tacho/detail/slab.hpp>
#include <tacho/detail/visibility.hpp>

#include <cstddef>
#include <cstdint>

namespace tacho::inline v0::detail {

enum class thread_phase : unsigned char {
    fresh,    // has no slab yet
    busy,     // attaching or growing; a signal handler that comes in between uses the shared slab
    attached, // records in its own slab
    full,     // attached, and its slab could not grow: what lies beyond goes to the shared slab
    refused,  // no slab could be had: records in the shared slab, and does not ask again
    gone,     // has handed its slab over on its way out
};

/// What a thread needs to find its own cell. Its types are not a cell's, so that compilers know
/// that an add leaves it alone.
struct thread_slot {
    static constexpr unsigned long long closed =
        1ULL << 63; // more than 16 MiB from every address, and from null

    // The tokens that this thread has cells for are those from `window` on, for 16 MiB. It ends
    // where the usable part of the slab does, and begins in address space that is kept empty before
    // the shared slab: so one compare with a constant checks both ends. Published last and closed
    // first.
    unsigned long long window{closed};
    unsigned long long delta{0}; // from a token to this thread's cell
    slab* own{nullptr};
    atomic<thread_phase> phase{thread_phase::fresh}; // atomic for this thread's signal handlers
};

TACHO_SHARED_STATE TACHO_THREAD_LOCAL inline constinit thread_local thread_slot this_thread{};

/// Whether this thread has a cell of its own for `token`, the metric's cell in the shared slab. If
/// not, or not yet, the record goes the long way (record.hpp).
[[nodiscard]] inline bool has_cell(cell* token) noexcept {
    return reinterpret_cast<std::uintptr_t>(token) - this_thread.window < slab_bytes;
}

/// That cell.
[[nodiscard]] inline cell& own_cell(cell* token) noexcept {
    auto address = reinterpret_cast<std::uintptr_t>(token) + this_thread.delta;
#if defined(__GNUC__)
    // One register from here on: stores to [register] are forwarded at once, those to [base +
    // index] are not.
    asm("" : "+r"(address));
#endif
    return *reinterpret_cast<cell*>(address);
}

} // namespace tacho::inline v0::detail

#endif
