// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_MERGE_IPP
#define TACHO_DETAIL_STORAGE_MERGE_IPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/merge.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/slab.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tacho::inline v0::detail {

TACHO_DECL void add_up_integers(std::span<cell> cells, std::uint64_t* values) noexcept {
    for (auto& each : cells)
        *values++ += each.load(std::memory_order_relaxed);
}

TACHO_DECL void add_up_floatings(std::span<cell> cells, std::uint64_t* values) noexcept {
    for (auto& each : cells) {
        auto const sum = std::bit_cast<double>(*values) +
                         std::bit_cast<double>(each.load(std::memory_order_relaxed));
        *values++ = std::bit_cast<std::uint64_t>(sum);
    }
}

TACHO_DECL bool add_up_sealed(
    std::span<cell> cells, run_kind kind, std::uint64_t* values, std::uint64_t* scratch
) noexcept {
    constexpr int tries = 16;
    auto const sums = cells.last(sums_of_sealed + 1).first(sums_of_sealed);
    auto const buckets = cells.first(cells.size() - sums.size() - 1);
    std::uint64_t total = 0;
    bool whole = false;
    for (int i = 0; i < tries && !whole; ++i) {
        // Both pair with the releases in add_sealed(), the count's and the sums'.
        auto const count = cells.back().load(std::memory_order_acquire);
        for (std::size_t sum = 0; sum < sums.size(); ++sum)
            scratch[buckets.size() + sum] = sums[sum].load(std::memory_order_acquire);
        total = 0;
        for (std::size_t bucket = 0; bucket < buckets.size(); ++bucket) {
            scratch[bucket] = buckets[bucket].load(std::memory_order_relaxed);
            total += scratch[bucket];
        }
        whole = total == count;
    }
    for (std::size_t bucket = 0; bucket < buckets.size(); ++bucket)
        *values++ += scratch[bucket];
    auto const* const read = scratch + buckets.size();
    if (kind == run_kind::sealed_integer) {
        values[0] += read[0];
        values[2] += read[1] + (values[0] < read[0] ? 1U : 0U);
    } else {
        for (std::size_t sum = 0; sum < sums.size(); ++sum)
            values[0] = std::bit_cast<std::uint64_t>(
                std::bit_cast<double>(values[0]) + std::bit_cast<double>(read[sum])
            );
    }
    values[1] += total;
    return whole;
}

TACHO_DECL void
add_up_up_down(std::span<cell> cells, up_down_round round, std::uint64_t* values) noexcept {
    for (std::size_t i = 0; i + 1 < cells.size(); i += 2, ++values) {
        if (round == up_down_round::downs) // pairs with the release in add_release()
            *values -= cells[i + 1].load(std::memory_order_acquire);
        else
            *values += cells[i].load(std::memory_order_relaxed);
    }
}

/// Adds what one slab has of `runs`, of up-down runs the downs. True if one of them is an up-down
/// run.
[[nodiscard]] inline bool add_up(
    arena& all,
    slab& from,
    std::span<placed_run const> runs,
    std::uint64_t* values,
    std::uint64_t* scratch
) noexcept {
    bool any_up_down = false;
    for (auto const& each : runs) {
        auto const cells = cells_of(from, each.cells);
        if (cells.empty())
            continue;
        auto* const into = values + each.value;
        switch (each.cells.kind) {
        case run_kind::integer:
            add_up_integers(cells, into);
            break;
        case run_kind::floating:
            add_up_floatings(cells, into);
            break;
        case run_kind::up_down:
            add_up_up_down(cells, up_down_round::downs, into);
            any_up_down = true;
            break;
        case run_kind::sealed_integer:
        case run_kind::sealed_floating:
            if (!add_up_sealed(cells, each.cells.kind, into, scratch))
                all.events.torn_reads.fetch_add(1, std::memory_order_relaxed);
            break;
        }
    }
    return any_up_down;
}

/// Adds the ups that one slab has of the up-down runs among `runs`.
inline void add_ups(slab& from, std::span<placed_run const> runs, std::uint64_t* values) noexcept {
    for (auto const& each : runs)
        if (each.cells.kind == run_kind::up_down)
            add_up_up_down(cells_of(from, each.cells), up_down_round::ups, values + each.value);
}

TACHO_DECL void merge(
    arena& all, std::span<placed_run const> runs, std::uint64_t* values, std::uint64_t* scratch
) noexcept {
    bool any_up_down = false;
    for (std::size_t i = 0; i < all.size(); ++i)
        any_up_down |= add_up(all, all[i], runs, values, scratch);
    if (!any_up_down)
        return;
    // All cells are looked up again, and the number of slabs is read again: an up may lie in a slab
    // that was made after the downs were read.
    for (std::size_t i = 0; i < all.size(); ++i)
        add_ups(all[i], runs, values);
}

TACHO_DECL void read_beyond(
    arena& all, std::span<placed_run const> runs, std::uint64_t* values, std::uint64_t* scratch
) noexcept {
    for (auto const& each : runs) {
        auto& only = shared_slab_of(each.cells.first);
        if (add_up(all, only, {&each, 1}, values, scratch))
            add_ups(only, {&each, 1}, values);
    }
}

} // namespace tacho::inline v0::detail

#endif
