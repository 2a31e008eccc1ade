// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_MERGE_HPP
#define TACHO_DETAIL_STORAGE_MERGE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/slab.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

// Reading while other threads record. The slabs are read one after the other, always in the order
// in which they were made. Integer cells only grow, and so do their totals. Doubles are added in
// the same order every time, and rounding is monotone, so a sum of non-negative numbers never
// shrinks by an ulp, which Prometheus would take for a restart.

namespace tacho::inline v0::detail {

/// A run and the index of its first merged value.
struct placed_run {
    run cells{};
    std::size_t value{0};
};

/// The cells of `from` in one slab, as many as the slab has. For a single run that means all cells
/// or none, because no run lies across the end of a growth step; integer and floating runs that the
/// reader has joined may be cut anywhere. (A slab lacks cells that were registered while the system
/// had no memory for them.)
[[nodiscard]] inline std::span<cell> cells_of(slab& owner, run const& from) noexcept {
    auto const offset = reinterpret_cast<std::uintptr_t>(from.first) % slab_bytes;
    // pairs with the release in arena::grow(): what is usable may be read
    auto const usable = owner.usable.load(std::memory_order_acquire);
    if (offset >= usable)
        return {};
    return {&owner.at(offset), (std::min)(from.cells, (usable - offset) / sizeof(cell))};
}

TACHO_DECL void add_up_integers(std::span<cell> cells, std::uint64_t* values) noexcept;

TACHO_DECL void add_up_floatings(std::span<cell> cells, std::uint64_t* values) noexcept;

/// The sum of an integer histogram from its two halves.
[[nodiscard]] inline double wide_sum(std::uint64_t low, std::uint64_t high) noexcept {
    constexpr double two_to_64 = 18446744073709551616.0;
    return static_cast<double>(high) * two_to_64 + static_cast<double>(low);
}

/// Adds one slab's records of a sealed run to `values`; `scratch` has room for the run. False when
/// the read is torn.
///
/// A writer stores bucket, sum and count in this order. A reader that has seen count n sees at
/// least the first n records in the buckets and in the sum; if the sum holds one record more, the
/// reader sees that record's bucket as well. So when the buckets add up to n, the three belong to
/// exactly the same records. The reader gives up after a few tries: then the count is the buckets'
/// total, and the sum may differ by the records in flight.
[[nodiscard]] TACHO_DECL bool add_up_sealed(
    std::span<cell> cells, run_kind kind, std::uint64_t* values, std::uint64_t* scratch
) noexcept;

/// Up-down runs are read in two rounds over all slabs, `downs` first: a thread that counts
/// something down has seen it counted up, perhaps by another thread, so a reader that has seen the
/// down must find the up.
enum class up_down_round : std::uint8_t { downs, ups };

TACHO_DECL void
add_up_up_down(std::span<cell> cells, up_down_round round, std::uint64_t* values) noexcept;

/// Merges `runs` over all slabs of `all` into `values`, which the caller has set to zero; `scratch`
/// has room for the longest run. Takes no lock and never stops a recording thread.
TACHO_DECL void merge(
    arena& all, std::span<placed_run const> runs, std::uint64_t* values, std::uint64_t* scratch
) noexcept;

/// Reads `runs` that lie beyond the slabs of `all` (beyond_cells.hpp): each has cells in one place.
TACHO_DECL void read_beyond(
    arena& all, std::span<placed_run const> runs, std::uint64_t* values, std::uint64_t* scratch
) noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/merge.ipp> // IWYU pragma: export
#endif

#endif
