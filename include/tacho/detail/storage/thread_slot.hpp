// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_THREAD_SLOT_HPP
#define TACHO_DETAIL_STORAGE_THREAD_SLOT_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/slab.hpp>

#include <cstdint>

namespace tacho::inline v0::detail {

enum class thread_phase : unsigned char {
    fresh,    // has no slab yet
    busy,     // attaching; a signal handler that comes in between uses the shared slab
    forking,  // has no slab yet, and gets none before the fork is over
    attached, // records in its own slab
    refused,  // no slab could be had: records in the shared slab, and does not ask again
    gone,     // has handed its slab over on its way out
};

/// A thread's slab.
struct thread_slot {
    slab* own{nullptr};
    atomic<thread_phase> phase{thread_phase::fresh}; // atomic for this thread's signal handlers
};

TACHO_SHARED_STATE TACHO_THREAD_LOCAL inline constinit thread_local thread_slot this_thread{};

/// Leads from no token to an address.
inline constexpr unsigned long long closed_delta = 1ULL << 63;

/// From a token to this thread's cell, less the arena's number: the sum is an address if the token
/// has that number, and none otherwise. Published last and closed first.
///
/// It stands alone, and its type is not a cell's: so compilers see that an add leaves it as it is.
TACHO_SHARED_STATE TACHO_THREAD_LOCAL inline constinit thread_local unsigned long long
    this_threads_delta{closed_delta};

[[nodiscard]] inline unsigned long long own_address(cell_token token) noexcept {
    return static_cast<unsigned long long>(token) + this_threads_delta;
}

/// Whether this thread has a cell of its own for `token`. If not, or not yet, the record goes the
/// long way (record.hpp).
[[nodiscard]] inline bool has_cell(cell_token token) noexcept {
    auto end = address_end;
#if defined(__GNUC__)
    // A constant that the compiler does not know: it would shift and test, which takes three
    // instructions; comparing with a register takes one.
    asm("" : "+r"(end));
#endif
    return own_address(token) < end;
}

/// That cell.
[[nodiscard]] inline cell& own_cell(cell_token token) noexcept {
    auto address = own_address(token);
#if defined(__GNUC__)
    // One register from here on: stores to [register] are forwarded at once, those to [base +
    // index] are not.
    asm("" : "+r"(address));
#endif
    return *reinterpret_cast<cell*>(static_cast<std::uintptr_t>(address));
}

} // namespace tacho::inline v0::detail

#endif
