// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RUN_HPP
#define TACHO_DETAIL_RUN_HPP

#include <tacho/detail/cell.hpp>

#include <cstddef>
#include <cstdint>

namespace tacho::inline v0::detail {

/// How the slabs' cells of a run become one list of values.
enum class run_kind : std::uint8_t {
    integer,         // each cell is a sum of integers
    floating,        // each cell is a sum of doubles
    up_down,         // two cells, all that went up and all that went down: one value
    sealed_integer,  // counts, an integer sum, and the number of records, which is the total of the
                     // counts
    sealed_floating, // the same with a sum of doubles
};

/// Cells that lie together in every slab.
struct run {
    cell* first{nullptr}; // in the shared slab
    std::size_t cells{0};
    run_kind kind{run_kind::integer};

    /// How many merged values it has.
    [[nodiscard]] std::size_t values() const noexcept {
        return kind == run_kind::up_down ? cells / 2 : cells;
    }

    [[nodiscard]] bool sealed() const noexcept {
        return kind == run_kind::sealed_integer || kind == run_kind::sealed_floating;
    }
};

} // namespace tacho::inline v0::detail

#endif
