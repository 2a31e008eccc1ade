// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_FREE_CELLS_HPP
#define TACHO_DETAIL_STORAGE_FREE_CELLS_HPP

#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <atomic>
#include <bit>
#include <cstddef>

namespace tacho::inline v0::detail {

/// The usable cells that belong to no run, as a list of pieces ordered by offset. The list is kept
/// in the free cells of the shared slab itself, so that giving cells back can never fail.
///
/// Thread safety: needs the registration lock. Allocation: none.
class free_cells {
public:
    /// Takes `bytes` bytes from the first piece that is large enough. Returns their offset, or 0 if
    /// no piece is.
    [[nodiscard]] std::size_t take(slab& shared, std::size_t bytes) noexcept {
        std::size_t before = 0;
        for (auto at = first_; at != 0; before = at, at = read(shared, at).next) {
            auto const [next, size] = read(shared, at);
            if (size < bytes)
                continue;
            auto const rest = size - bytes;
            if (rest > 0)
                write(shared, at + bytes, {next, rest});
            link(shared, before, rest > 0 ? at + bytes : next);
            shared.at(at).store(0, std::memory_order_relaxed);
            return at;
        }
        return 0;
    }

    /// Adds cells that are zero, and joins them with their neighbours.
    void give(slab& shared, std::size_t offset, std::size_t bytes) noexcept {
        std::size_t before = 0;
        auto after = first_;
        while (after != 0 && after < offset) {
            before = after;
            after = read(shared, after).next;
        }
        piece given{after, bytes};
        if (after != 0 && joins(offset + bytes, after)) {
            auto const next = read(shared, after);
            shared.at(after).store(0, std::memory_order_relaxed);
            given = {next.next, bytes + next.size};
        }
        if (before != 0 && joins(before + read(shared, before).size, offset)) {
            write(shared, before, {given.next, read(shared, before).size + given.size});
            return;
        }
        write(shared, offset, given);
        link(shared, before, offset);
    }

    /// Calls `visit(begin, end)` for each range of cells between the pieces, up to `used`.
    template <typename Visit>
    void for_each_gap(slab& shared, std::size_t used, Visit visit) const {
        auto begin = first_cell_offset;
        for (auto at = first_; at != 0; at = read(shared, at).next) {
            if (begin < at)
                visit(begin, at);
            begin = at + read(shared, at).size;
        }
        if (begin < used)
            visit(begin, used);
    }

private:
    struct piece {
        std::size_t next; // offset of the next piece; 0 at the end
        std::size_t size; // bytes
    };

    // The two numbers of a piece are below 2^25 and fit in one cell.
    //
    // A handle that has outlived its registry may have added to such a cell. So a cell that cannot
    // be a piece ends the list: the pieces after it are lost, and nothing else.
    [[nodiscard]] static piece read(slab& shared, std::size_t offset) noexcept {
        auto const both = shared.at(offset).load(std::memory_order_relaxed);
        piece const found{both >> 32, both & 0xFFFFFFFF};
        auto const usable = shared.usable.load(std::memory_order_relaxed);
        bool const sound = found.size % sizeof(cell) == 0 && found.size <= usable - offset &&
                           found.next % sizeof(cell) == 0 && found.next < usable &&
                           (found.next == 0 || found.next >= offset + found.size);
        return sound ? found : piece{0, 0};
    }
    static void write(slab& shared, std::size_t offset, piece const& of) noexcept {
        shared.at(offset).store(of.next << 32 | of.size, std::memory_order_relaxed);
    }

    void link(slab& shared, std::size_t before, std::size_t to) noexcept {
        if (before == 0)
            first_ = to;
        else
            write(shared, before, {to, read(shared, before).size});
    }

    /// Whether two pieces are neighbours without the end of a growth step between them: no run may
    /// lie across one.
    [[nodiscard]] static bool joins(std::size_t end, std::size_t begin) noexcept {
        return end == begin && !(begin >= page_size() && std::has_single_bit(begin));
    }

    std::size_t first_{0};
};

} // namespace tacho::inline v0::detail

#endif
