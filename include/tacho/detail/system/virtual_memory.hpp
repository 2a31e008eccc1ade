// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_VIRTUAL_MEMORY_HPP
#define TACHO_DETAIL_SYSTEM_VIRTUAL_MEMORY_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <cstddef>

// The operating system's part of the storage: address space is reserved first and made usable step
// by step. Fresh memory reads as zero. No function here throws; errno may change.

namespace tacho::inline v0::detail {

[[nodiscard]] TACHO_DECL std::size_t page_size() noexcept;

/// Reserves address space that must not be touched yet; null when the system refuses.
[[nodiscard]] TACHO_DECL std::byte* reserve_memory(std::size_t bytes) noexcept;

/// Makes part of reserved address space readable and writable; false when the system refuses.
[[nodiscard]] TACHO_DECL bool make_usable(std::byte* from, std::size_t bytes) noexcept;

TACHO_DECL void release_memory(std::byte* memory, std::size_t bytes) noexcept;

/// Reserves address space like reserve_memory, at a multiple of `bytes`.
[[nodiscard]] TACHO_DECL std::byte* reserve_aligned_memory(std::size_t bytes) noexcept;

/// Gives back memory of reserve_aligned_memory.
TACHO_DECL void release_aligned_memory(std::byte* memory, std::size_t bytes) noexcept;

/// How many slabs of `reserved` bytes may be made: a quarter of what the system's limits on address
/// space and mappings allow, so that the host's own threads do not run short, and never more than
/// `most`.
[[nodiscard]] TACHO_DECL std::size_t slab_budget(std::size_t reserved, std::size_t most) noexcept;

/// How many bytes of all slabs together may be usable: a quarter of the limit on data.
[[nodiscard]] TACHO_DECL std::size_t memory_budget() noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/virtual_memory.ipp> // IWYU pragma: export
#endif

#endif
