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
    sealed_integer,  // bucket counts, an integer sum of 128 bits in two cells, the lower first, and
                     // the number of records, which is the total of the counts
    sealed_floating, // bucket counts, a sum of doubles in two cells, and the number of records
};

/// How many cells a sealed run's sum has. An integer sum that wrapped would look like a restart.
/// Adding a double takes several times as long as the rest of a record, and the next add to the
/// same cell has to wait for it; so records take turns between two cells.
inline constexpr std::size_t sums_of_sealed = 2;

/// How many cells a sealed run with this many buckets has.
[[nodiscard]] constexpr std::size_t sealed_cells(std::size_t buckets) noexcept {
    return buckets + sums_of_sealed + 1;
}

/// Cells that lie side by side in every slab.
struct run {
    cell* first{nullptr}; // in the shared slab
    std::size_t cells{0};
    run_kind kind{run_kind::integer};

    /// The number of values that merging the run gives. A sealed run gives its buckets, its sum,
    /// the number of records, and the upper half of an integer sum.
    [[nodiscard]] std::size_t values() const noexcept {
        switch (kind) {
        case run_kind::up_down:
            return cells / 2;
        case run_kind::sealed_integer:
            return buckets() + 3;
        case run_kind::sealed_floating:
            return buckets() + 2;
        case run_kind::integer:
        case run_kind::floating:
            break;
        }
        return cells;
    }

    /// The number of buckets of a sealed run.
    [[nodiscard]] std::size_t buckets() const noexcept { return cells - 1 - sums_of_sealed; }

    [[nodiscard]] bool sealed() const noexcept {
        return kind == run_kind::sealed_integer || kind == run_kind::sealed_floating;
    }
};

} // namespace tacho::inline v0::detail

#endif
