// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_SLAB_HPP
#define TACHO_DETAIL_STORAGE_SLAB_HPP

#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

/// The address space that is reserved for each thread, in MiB: a power of two from 1 to 1024, the
/// same in all files of a program and its plugins. 16 MiB are room for two million counters.
#if !defined(TACHO_SLAB_MEBIBYTES)
# define TACHO_SLAB_MEBIBYTES 16
#endif

namespace tacho::inline v0::detail {

/// The address space of one slab. Only the part that registered metrics need is ever made usable.
inline constexpr std::size_t slab_bytes = std::size_t{TACHO_SLAB_MEBIBYTES} << 20;
static_assert(
    std::has_single_bit(slab_bytes) && slab_bytes <= std::size_t{1} << 30,
    "TACHO_SLAB_MEBIBYTES must be a power of two from 1 to 1024"
);

/// The head of one thread's memory for all metrics; its cells follow in the same pages.
///
/// A slab never moves, is never zeroed and never given back: a thread that ends hands it over, and
/// the next thread that attaches continues counting in it. A metric has the same offset in every
/// slab. docs/design.md, "Storage".
struct slab {
    enum class ownership : std::uint32_t {
        free,
        taken,
        retired, // lacks cells for which there was no memory; no thread will own it
    };

    // How many bytes from the slab's start may be touched. Registering threads write it, merging
    // threads read it.
    atomic<std::size_t> usable{0};
    atomic<ownership> owner{ownership::taken};
    // The owning thread, for thread sanitizer only: a plain field reveals a missing order between
    // hand-over and adoption, which an atomic would hide.
    void const* holder{nullptr};
    // Set in the shared slab only: the cell_allocator of the copy of this library that made it.
    void* home{nullptr};

    [[nodiscard]] std::byte* bytes() noexcept { return reinterpret_cast<std::byte*>(this); }

    [[nodiscard]] cell& at(std::size_t offset) noexcept {
        return *reinterpret_cast<cell*>(bytes() + offset);
    }
};

/// The shared slab that `shared` lies in. Shared slabs are aligned to their size, so a cell's
/// address tells which copy of the library it belongs to: a plugin may have its own.
[[nodiscard]] inline slab& shared_slab_of(cell* shared) noexcept {
    auto const address =
        reinterpret_cast<std::uintptr_t>(shared) & ~(std::uintptr_t{slab_bytes} - 1);
    return *reinterpret_cast<slab*>(address);
}

/// The first cell's offset. Cells start on a cache line of their own, because other threads read
/// the head.
inline constexpr std::size_t first_cell_offset = 64;
static_assert(sizeof(slab) <= first_cell_offset, "a slab's head must fit before its first cell");
static_assert(
    sizeof(cell) == 8 && cell::is_always_lock_free, "a cell must be eight lock-free bytes"
);

} // namespace tacho::inline v0::detail

#endif
