// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_RECORD_HPP
#define TACHO_DETAIL_STORAGE_RECORD_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/run.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// The cold path: records that do not find their cell at once. Each is one call out of line, so that
// the hot path stays a compare and an add. Nothing is dropped silently: a record that cannot go to
// the thread's own cell goes to the shared one, and a record through a handle whose constructor has
// not run is counted as lost.

namespace tacho::inline v0::detail {

/// The destination of a record on the cold path: this thread's cell, the shared cell, or, when both
/// are null, none.
struct cold_target {
    cell* own;
    cell* shared;
};

/// Finds a record's destination; attaches the thread first if necessary. Out of line, so that no
/// function that records contains its locked adds.
[[nodiscard, gnu::cold]] TACHO_DECL cold_target seek_cold(cell_token token) noexcept;

[[gnu::cold]] TACHO_DECL void add_cold(cell_token token, std::uint64_t n) noexcept;

/// Adds to any cell of an up_down run: `token` is the run's, `index` is the cell's index in the
/// run.
[[gnu::cold]] TACHO_DECL void
add_release_cold(cell_token token, std::size_t index, std::uint64_t n) noexcept;

[[gnu::cold]] TACHO_DECL void add_floating_cold(cell_token token, double n) noexcept;

/// The kind of run that observations of this type are recorded in.
template <typename Number>
inline constexpr run_kind sealed_kind =
    std::is_same_v<Number, double> ? run_kind::sealed_floating : run_kind::sealed_integer;

/// Records in a sealed run: the bucket, then the sum, then the count. The reader reads them in the
/// reverse order.
template <typename Number>
void add_sealed(cell* own, std::size_t bucket, std::size_t buckets, Number observed) noexcept {
    constexpr bool floating = std::is_same_v<Number, double>;
    auto& count = own[buckets + sums_of_sealed];
    // Relaxed: a double may go to either sum.
    auto const turn = floating ? count.load(std::memory_order_relaxed) % sums_of_sealed : 0;
    add(own[bucket], 1);
    if constexpr (floating) // pairs with the acquire of the sums in merge.ipp
        add_floating_release(own[buckets + turn], observed);
    else // pairs with the acquire of the sums in merge.ipp
        add_wide_release(own + buckets + turn, observed);
    add_release(count, 1); // pairs with the acquire of the count in merge.ipp
}

[[gnu::cold]] TACHO_DECL void add_sealed_cold(
    cell_token token, std::size_t bucket, std::size_t buckets, std::uint64_t observed
) noexcept;
[[gnu::cold]] TACHO_DECL void add_sealed_cold(
    cell_token token, std::size_t bucket, std::size_t buckets, double observed
) noexcept;

/// Counts a value that a counter must not take: negative, or not a number.
[[gnu::cold]] TACHO_DECL void refuse_cold(double value) noexcept;
[[gnu::cold]] TACHO_DECL void refuse_cold(long long value) noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/record.ipp> // IWYU pragma: export
#endif

#endif
