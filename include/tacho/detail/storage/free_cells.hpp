// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_FREE_CELLS_HPP
#define TACHO_DETAIL_STORAGE_FREE_CELLS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/slab.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace tacho::inline v0::detail {

/// The usable cells that belong to no run, as pieces in lists, one list for each class of sizes.
/// The lists are kept in the free cells of the shared slab itself, so that giving cells back can
/// never fail.
///
/// Taking and giving take constant time. Neighbours are joined only when no piece is large enough,
/// and only after many have been given back since the last time, which takes n log n for n pieces.
///
/// Thread safety: needs the registration lock. Allocation: none.
class free_cells {
public:
    /// Takes `bytes` bytes. Returns their offset, or 0 if no piece is large enough.
    [[nodiscard]] std::size_t take(slab& shared, std::size_t bytes) noexcept;

    /// Adds cells that are zero.
    void give(slab& shared, std::size_t offset, std::size_t bytes) noexcept;

    /// Calls `visit(begin, end)` for each range of cells between the pieces, up to `used`.
    template <typename Visit>
    void for_each_gap(slab& shared, std::size_t used, Visit visit) {
        auto begin = first_cell_offset;
        join_neighbours(shared, [&](std::size_t at, std::size_t bytes) {
            if (begin < at)
                visit(begin, at);
            begin = at + bytes;
        });
        if (begin < used)
            visit(begin, used);
    }

private:
    struct piece {
        std::size_t next; // offset of the next piece of the list; 0 at the end
        std::size_t size; // bytes; 0 if this is no piece
    };

    // The classes: one for each size below `exact` cells, then one for each power of two.
    static constexpr std::size_t exact = 64;
    static constexpr std::size_t classes = exact + 32;
    static_assert(slab_bytes / sizeof(cell) <= std::size_t{1} << 27, "a piece fits in one cell");

    [[nodiscard]] static std::size_t class_of(std::size_t bytes) noexcept {
        auto const cells = bytes / sizeof(cell);
        if (cells < exact)
            return cells;
        auto list = exact;
        for (auto rest = cells / exact; rest > 1; rest /= 2)
            ++list;
        return list;
    }

    [[nodiscard]] static piece read(slab& shared, std::size_t offset) noexcept;
    static void write(slab& shared, std::size_t offset, piece const& of) noexcept;
    [[nodiscard]] std::size_t take_from_lists(slab& shared, std::size_t bytes) noexcept;
    [[nodiscard]] std::size_t take_from(slab& shared, std::size_t list, std::size_t bytes) noexcept;
    [[nodiscard]] std::size_t all_in_order(slab& shared) noexcept;
    [[nodiscard]] static std::size_t
    merge(slab& shared, std::size_t first, std::size_t second) noexcept;
    [[nodiscard]] static bool joins(std::size_t end, std::size_t begin) noexcept;

    /// Joins all neighbours, and calls `visit(offset, bytes)` for each piece in order of offsets.
    template <typename Visit>
    void join_neighbours(slab& shared, Visit visit) {
        auto at = all_in_order(shared);
        pieces_ = 0;
        given_ = 0;
        while (at != 0) {
            auto [next, size] = read(shared, at);
            while (next != 0 && joins(at + size, next)) {
                auto const joined = read(shared, next);
                shared.at(next).store(0, std::memory_order_relaxed);
                size += joined.size;
                next = joined.next;
            }
            put(shared, at, size);
            visit(at, size);
            at = next;
        }
    }
    void put(slab& shared, std::size_t offset, std::size_t bytes) noexcept;

    std::size_t first_[classes]{}; // offsets; 0 for an empty list
    std::size_t pieces_{0};
    std::size_t given_{0}; // pieces given back since neighbours were joined
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/free_cells.ipp> // IWYU pragma: export
#endif

#endif
