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
    busy,     // attaching; a signal handler that interrupts uses the shared slab
    forking,  // has no slab yet, and gets one only after the fork
    attached, // records in its own slab
    refused,  // there was no slab for it: records in the shared slab, does not ask again
    gone,     // has handed its slab over and is ending
};

/// A thread's slab and how far the thread has come in attaching to it.
struct thread_slot {
    slab* own{nullptr};
    atomic<thread_phase> phase{thread_phase::fresh}; // atomic for this thread's signal handlers
};

TACHO_SHARED_STATE TACHO_THREAD_LOCAL inline constinit thread_local thread_slot this_thread{};

/// A delta with which no token yields a valid address: the thread has no slab.
inline constexpr unsigned long long closed_delta = 1ULL << 63;

/// The difference between a token and the address of this thread's cell. The arena's number is
/// subtracted too, so token plus delta is a valid address only if the token has that number.
/// Attaching sets it last; leaving closes it first.
///
/// It is a variable of its own, and its type differs from a cell's, so that compilers see that an
/// add does not change it.
TACHO_SHARED_STATE TACHO_THREAD_LOCAL inline constinit thread_local unsigned long long
    this_threads_delta{closed_delta};

[[nodiscard]] inline unsigned long long own_address(cell_token token) noexcept {
    return static_cast<unsigned long long>(token) + this_threads_delta;
}

/// Whether this thread has a cell of its own for `token`. If not, or not yet, the record takes the
/// cold path (record.hpp).
[[nodiscard]] inline bool has_cell(cell_token token) noexcept {
    auto end = address_end;
#if defined(__GNUC__)
    // Hides the constant from the compiler, which would shift and test in three instructions;
    // comparing with a register takes one.
    asm("" : "+r"(end));
#endif
    return own_address(token) < end;
}

/// This thread's cell for `token`. Requires `has_cell(token)`.
[[nodiscard]] inline cell& own_cell(cell_token token) noexcept {
    auto address = own_address(token);
#if defined(__GNUC__)
    // Keeps the address in one register: stores to [register] are forwarded at once, those to [base
    // + index] are not.
    asm("" : "+r"(address));
#endif
    return *reinterpret_cast<cell*>(static_cast<std::uintptr_t>(address));
}

} // namespace tacho::inline v0::detail

#endif
