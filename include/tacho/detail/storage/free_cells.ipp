// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_FREE_CELLS_IPP
#define TACHO_DETAIL_STORAGE_FREE_CELLS_IPP

#include <tacho/detail/storage/free_cells.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace tacho::inline v0::detail {

// A piece in one cell: 27 bits for the next piece, 27 for the size, both in cells, and ten that
// follow from these and the offset.

inline constexpr unsigned piece_bits = 27;

[[nodiscard]] inline std::uint64_t check_bits(std::uint64_t both, std::size_t offset) noexcept {
    return ((both ^ offset) * 0x9E3779B97F4A7C15ULL) >> (2 * piece_bits);
}

/// A handle that has outlived its registry may have added to such a cell. So a cell that is no
/// piece ends its list: the pieces after it are lost, and nothing else.
TACHO_DECL free_cells::piece free_cells::read(slab& shared, std::size_t offset) noexcept {
    constexpr auto most = (std::uint64_t{1} << piece_bits) - 1;
    auto const found = shared.at(offset).load(std::memory_order_relaxed);
    auto const both = found & ((std::uint64_t{1} << (2 * piece_bits)) - 1);
    if (found >> (2 * piece_bits) != check_bits(both, offset))
        return {0, 0};
    return {(both >> piece_bits) * sizeof(cell), (both & most) * sizeof(cell)};
}

TACHO_DECL void free_cells::write(slab& shared, std::size_t offset, piece const& of) noexcept {
    auto const both = (of.next / sizeof(cell)) << piece_bits | of.size / sizeof(cell);
    shared.at(offset).store(
        check_bits(both, offset) << (2 * piece_bits) | both, std::memory_order_relaxed
    );
}

TACHO_DECL std::size_t free_cells::take(slab& shared, std::size_t bytes) noexcept {
    auto found = take_from_lists(shared, bytes);
    if (found == 0 && 2 * given_ > pieces_) {
        join_neighbours(shared, [](std::size_t, std::size_t) {});
        found = take_from_lists(shared, bytes);
    }
    return found;
}

TACHO_DECL std::size_t free_cells::take_from_lists(slab& shared, std::size_t bytes) noexcept {
    for (auto list = class_of(bytes); list < classes; ++list)
        if (auto const found = take_from(shared, list, bytes))
            return found;
    return 0;
}

TACHO_DECL std::size_t
free_cells::take_from(slab& shared, std::size_t list, std::size_t bytes) noexcept {
    // Only the class of `bytes` itself has pieces that are too small; a long search there would not
    // pay.
    constexpr int most_tries = 16;
    std::size_t before = 0;
    auto at = first_[list];
    for (int i = 0; at != 0 && i < most_tries; ++i) {
        auto const [next, size] = read(shared, at);
        if (size >= bytes) {
            if (before == 0)
                first_[list] = next;
            else
                write(shared, before, {next, read(shared, before).size});
            --pieces_;
            shared.at(at).store(0, std::memory_order_relaxed);
            if (size > bytes)
                put(shared, at + bytes, size - bytes);
            return at;
        }
        before = at;
        at = next;
    }
    return 0;
}

TACHO_DECL void free_cells::give(slab& shared, std::size_t offset, std::size_t bytes) noexcept {
    put(shared, offset, bytes);
    ++given_;
}

TACHO_DECL void free_cells::put(slab& shared, std::size_t offset, std::size_t bytes) noexcept {
    auto& first = first_[class_of(bytes)];
    write(shared, offset, {first, bytes});
    first = offset;
    ++pieces_;
}

/// Empties all lists into one that is ordered by offset, and returns its first piece.
TACHO_DECL std::size_t free_cells::all_in_order(slab& shared) noexcept {
    std::size_t sorted[32]{}; // lists of 1, 2, 4 ... pieces
    for (auto& first : first_) {
        while (first != 0) {
            auto at = first;
            auto const [next, size] = read(shared, at);
            first = next;
            if (size == 0)
                break; // the cell is no piece
            write(shared, at, {0, size});
            auto* into = sorted;
            for (; *into != 0; ++into) {
                at = merge(shared, *into, at);
                *into = 0;
            }
            *into = at;
        }
        first = 0;
    }
    std::size_t all = 0;
    for (auto const each : sorted)
        all = merge(shared, each, all);
    return all;
}

/// Merges two lists that are ordered by offset.
TACHO_DECL std::size_t
free_cells::merge(slab& shared, std::size_t first, std::size_t second) noexcept {
    std::size_t merged = 0;
    std::size_t last = 0;
    while (first != 0 || second != 0) {
        auto& least = second == 0 || (first != 0 && first < second) ? first : second;
        auto const at = least;
        least = read(shared, at).next;
        if (last == 0)
            merged = at;
        else
            write(shared, last, {at, read(shared, last).size});
        last = at;
    }
    return merged;
}

/// Whether two pieces are neighbours without the end of a growth step between them: no run may lie
/// across one.
TACHO_DECL bool free_cells::joins(std::size_t end, std::size_t begin) noexcept {
    return end == begin && !(begin >= page_size() && std::has_single_bit(begin));
}

} // namespace tacho::inline v0::detail

#endif
