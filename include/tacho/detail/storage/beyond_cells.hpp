// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_BEYOND_CELLS_HPP
#define TACHO_DETAIL_STORAGE_BEYOND_CELLS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/free_cells.hpp>
#include <tacho/detail/storage/slab.hpp>

#include <cstddef>
#include <vector>

namespace tacho::inline v0::detail {

/// Cells for the time when the arena's slabs are full. No thread has cells of its own here: all
/// threads add to the same ones, in locked steps, which is slower and as exact. They lie in slabs
/// of the same form as the shared one, so that a cell leads to its allocator; their tokens have no
/// arena number.
///
/// Thread safety: needs the registration lock. Allocation: yes.
class beyond_cells {
public:
    /// Takes zeroed cells; null when the system has no memory for them. `home` is the allocator
    /// that cells of a new slab lead to.
    [[nodiscard]] cell* take(std::size_t cells, void* home);

    /// Adds cells that are zero and that `take` has given.
    void give(cell* first, std::size_t cells) noexcept;

    /// Calls `visit(first, cells)` for each range of cells that are taken.
    template <typename Visit>
    void for_each_taken(Visit visit) {
        for (auto& each : parts_)
            each.free
                .for_each_gap(*each.memory, each.used, [&](std::size_t begin, std::size_t end) {
                    visit(&each.memory->at(begin), (end - begin) / sizeof(cell));
                });
    }

private:
    struct part {
        slab* memory;
        std::size_t used; // bytes that were given to `free` so far, and the head
        free_cells free{};
    };

    [[nodiscard]] static cell* take_from(part& of, std::size_t bytes) noexcept;

    std::vector<part> parts_{};
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/beyond_cells.ipp> // IWYU pragma: export
#endif

#endif
