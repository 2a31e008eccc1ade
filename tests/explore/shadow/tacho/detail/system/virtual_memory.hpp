// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_VIRTUAL_MEMORY_HPP
#define TACHO_DETAIL_SYSTEM_VIRTUAL_MEMORY_HPP

#include <cstddef>
#include <cstdint>

#include "../../../../explore.hpp"

// Replaces the library's header of the same name: the explorer knows which bytes of the memory are
// usable. Pages are small, so that slabs grow after a few cells.

namespace tacho::inline v0::detail {

[[nodiscard]] inline std::size_t page_size() noexcept {
    return 128;
}

[[nodiscard]] inline std::byte* reserve_memory(std::size_t bytes) noexcept {
    return explore::reserve(bytes);
}

[[nodiscard]] inline bool make_usable(std::byte* from, std::size_t bytes) noexcept {
    return explore::make_usable(from, bytes);
}

inline void release_memory(std::byte* memory, std::size_t) noexcept {
    explore::release(memory);
}

/// All reserved memory is aligned.
[[nodiscard]] inline std::byte* reserve_aligned_memory(std::size_t bytes) noexcept {
    return explore::reserve(bytes);
}

inline void release_aligned_memory(std::byte* memory, std::size_t) noexcept {
    explore::release(memory);
}

[[nodiscard]] inline std::size_t slab_budget(std::size_t, std::size_t) noexcept {
    return 10;
}

[[nodiscard]] inline std::size_t memory_budget() noexcept {
    return SIZE_MAX;
}

} // namespace tacho::inline v0::detail

#endif
