// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_RUN_HPP
#define TACHO_DETAIL_STORAGE_RUN_HPP

#include <tacho/detail/storage/cell.hpp>

#include <cstddef>
#include <cstdint>

namespace tacho::inline v0::detail {

/// How the cells that a run has in all slabs become one list of values.
enum class run_kind : std::uint8_t {
    integer,         // each cell is a sum of integers
    floating,        // each cell is a sum of doubles
    up_down,         // two cells, the sums of all increments and of all decrements: one value
    sealed_integer,  // bucket counts, an integer sum, and the number of records, which is the total
                     // of the counts
    sealed_floating, // bucket counts, a sum of doubles in two cells, and the number of records
};

/// How many cells a sealed run's sum has. Adding a double takes several times as long as the rest
/// of a record, and the next add to the same cell has to wait for it; so records take turns between
/// two cells.
[[nodiscard]] constexpr std::size_t sums_of(run_kind sealed) noexcept {
    return sealed == run_kind::sealed_floating ? 2 : 1;
}

/// How many cells a sealed run with this many buckets has.
[[nodiscard]] constexpr std::size_t sealed_cells(run_kind sealed, std::size_t buckets) noexcept {
    return buckets + sums_of(sealed) + 1;
}

/// Cells that lie side by side in every slab.
struct run {
    cell* first{nullptr}; // in the shared slab
    std::size_t cells{0};
    run_kind kind{run_kind::integer};

    /// The number of values that merging the run gives.
    [[nodiscard]] std::size_t values() const noexcept {
        if (kind == run_kind::up_down)
            return cells / 2;
        return sealed() ? buckets() + 2 : cells;
    }

    /// The number of buckets of a sealed run.
    [[nodiscard]] std::size_t buckets() const noexcept { return cells - 1 - sums_of(kind); }

    [[nodiscard]] bool sealed() const noexcept {
        return kind == run_kind::sealed_integer || kind == run_kind::sealed_floating;
    }
};

} // namespace tacho::inline v0::detail

#endif
