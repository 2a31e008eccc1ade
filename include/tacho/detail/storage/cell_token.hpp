// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_CELL_TOKEN_HPP
#define TACHO_DETAIL_STORAGE_CELL_TOKEN_HPP

#include <tacho/detail/storage/cell.hpp>

#include <cstdint>

namespace tacho::inline v0::detail {

/// The number in a handle: the address of the metric's cell in the shared slab, and in the bits
/// above the address the number of the arena whose threads have cells of their own for the metric.
/// A token without an arena number leads to the shared cell only. docs/design.md, "Storage".
///
/// Its type differs from a cell's, so that compilers know that an add does not change a token.
enum class cell_token : unsigned long long { none = 0 };

/// Operating systems give addresses above these bits only to programs that ask for them.
inline constexpr unsigned address_bits = 48;
inline constexpr unsigned long long address_end = 1ULL << address_bits;

/// The number of an arena: every copy of this library in the process can have one. Numbers lie two
/// apart, because a sum of addresses may carry one into them.
enum class arena_number : unsigned long long {};

inline constexpr std::uint64_t most_arenas = (1U << (63 - address_bits)) / 2 - 1;

/// The number of the arena with this index, which is from 0 to most_arenas - 1.
[[nodiscard]] constexpr arena_number arena_number_of(std::uint64_t index) noexcept {
    return arena_number{2 * (index + 1) << address_bits};
}

/// The token of a cell that only the shared slab has, or that is in no slab at all.
[[nodiscard]] inline cell_token shared_token(cell* shared) noexcept {
    return cell_token{reinterpret_cast<std::uintptr_t>(shared)};
}

/// The token of a cell that every slab of `arena` has.
[[nodiscard]] inline cell_token numbered_token(cell* shared, arena_number arena) noexcept {
    return cell_token{
        reinterpret_cast<std::uintptr_t>(shared) + static_cast<unsigned long long>(arena)
    };
}

/// The cell that a token without a number leads to. No bit is masked out: a cell outside the slabs
/// may have an address that uses the upper bits.
[[nodiscard]] inline cell* unnumbered_cell(cell_token of) noexcept {
    return reinterpret_cast<cell*>(static_cast<std::uintptr_t>(of));
}

/// The cell in the shared slab that a token leads to, with or without an arena number.
[[nodiscard]] inline cell* shared_cell(cell_token of) noexcept {
    return reinterpret_cast<cell*>(static_cast<std::uintptr_t>(of) % address_end);
}

} // namespace tacho::inline v0::detail

#endif
