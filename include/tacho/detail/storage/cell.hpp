// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_CELL_HPP
#define TACHO_DETAIL_STORAGE_CELL_HPP

#include <tacho/detail/storage/atomic.hpp>

#include <atomic>
#include <bit>
#include <cstdint>

#if defined(__has_feature)
# if __has_feature(thread_sanitizer)
#  define TACHO_DETAIL_PLAIN_ATOMICS
# endif
#endif
#if !defined(__x86_64__) || !defined(__GNUC__) || defined(__SANITIZE_THREAD__)
# define TACHO_DETAIL_PLAIN_ATOMICS
#endif

namespace tacho::inline v0::detail {

static_assert(
    sizeof(void*) == 8, "tacho needs a 64-bit target: it reserves address space per thread"
);

/// Eight bytes of one thread's slab. A double is kept as its bit pattern.
///
/// A cell has one writer at a time, so a record is a load, an add and a store, never a locked
/// instruction. Relaxed is enough where the number publishes nothing but itself; the calls of the
/// two exceptions say why they differ.
using cell = atomic<std::uint64_t>;

// The one-writer adds. On x86-64 an integer add is a single instruction: no slower, and exact even
// when a signal handler of the same thread adds to the same cell in between. Thread sanitizer needs
// to see atomics instead.

inline void add(cell& target, std::uint64_t n) noexcept {
#ifndef TACHO_DETAIL_PLAIN_ATOMICS
    asm volatile("addq %[n], %[at]"
                 : [at] "+m"(reinterpret_cast<std::uint64_t&>(target))
                 : [n] "er"(n)
                 : "cc");
#else
    target.store(target.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
#endif
}

/// Adds, and publishes what this thread wrote before. Pairs with the acquire loads in merge.ipp.
inline void add_release(cell& target, std::uint64_t n) noexcept {
#ifndef TACHO_DETAIL_PLAIN_ATOMICS
    // x86-64 stores in order; the clobber keeps the compiler from moving stores across.
    asm volatile("addq %[n], %[at]"
                 : [at] "+m"(reinterpret_cast<std::uint64_t&>(target))
                 : [n] "er"(n)
                 : "cc", "memory");
#else
    // pairs with the acquire loads in merge.ipp
    target.store(target.load(std::memory_order_relaxed) + n, std::memory_order_release);
#endif
}

/// Adds to a sum of 128 bits, whose lower half comes first, and publishes what this thread wrote
/// before. Pairs with the acquire loads in merge.ipp.
inline void add_wide_release(cell* sum, std::uint64_t n) noexcept {
#ifndef TACHO_DETAIL_PLAIN_ATOMICS
    // The handler of a signal in between finds the carry in no cell, and leaves it as it was.
    asm volatile("addq %[n], %[low]\n\t"
                 "adcq $0, %[high]"
                 : [low] "+m"(reinterpret_cast<std::uint64_t&>(sum[0])),
                   [high] "+m"(reinterpret_cast<std::uint64_t&>(sum[1]))
                 : [n] "er"(n)
                 : "cc", "memory");
#else
    auto const low = sum[0].load(std::memory_order_relaxed) + n;
    sum[0].store(low, std::memory_order_release); // pairs with the acquire loads in merge.ipp
    if (low < n)                                  // pairs with the acquire loads in merge.ipp
        sum[1].store(sum[1].load(std::memory_order_relaxed) + 1, std::memory_order_release);
#endif
}

inline void add_floating(cell& target, double n) noexcept {
    auto const sum = std::bit_cast<double>(target.load(std::memory_order_relaxed)) + n;
    target.store(std::bit_cast<std::uint64_t>(sum), std::memory_order_relaxed);
}

/// Adds, and publishes what this thread wrote before. Pairs with the acquire loads in merge.ipp.
inline void add_floating_release(cell& target, double n) noexcept {
#ifndef TACHO_DETAIL_PLAIN_ATOMICS
    // x86-64 stores in order; the empty asm keeps the compiler from moving stores across. GCC moves
    // the bits of an atomic double through an integer register and back, which takes two more
    // instructions.
    asm volatile("" : : : "memory");
    using aliasing_double [[gnu::may_alias]] = double;
    auto volatile& sum = reinterpret_cast<aliasing_double volatile&>(target);
    sum = sum + n;
#else
    auto const sum = std::bit_cast<double>(target.load(std::memory_order_relaxed)) + n;
    // pairs with the acquire loads in merge.ipp
    target.store(std::bit_cast<std::uint64_t>(sum), std::memory_order_release);
#endif
}

// The adds for a cell that several threads write, which is a cell of the shared slab. They are off
// the hot path. `order` is relaxed or release.

inline void add_shared(cell& target, std::uint64_t n, std::memory_order order) noexcept {
    target.fetch_add(n, order);
}

inline void add_floating_shared(cell& target, double n, std::memory_order order) noexcept {
    auto seen = target.load(std::memory_order_relaxed);
    while (!target.compare_exchange_weak(
        seen,
        std::bit_cast<std::uint64_t>(std::bit_cast<double>(seen) + n),
        order,
        std::memory_order_relaxed
    )) {}
}

} // namespace tacho::inline v0::detail

#endif
