// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_RECORD_HPP
#define TACHO_DETAIL_STORAGE_RECORD_HPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/thread_slot.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>

// Records that did not find their cell at once. Each is one call out of line, so that the hot path
// stays a compare and an add. Nothing is dropped silently: what cannot go to the thread's own cell
// goes to the shared one, and a handle used before its constructor ran is counted as lost.

namespace tacho::inline v0::detail {

/// Where such a record goes: this thread's cell, or the shared one, or nowhere.
struct cold_target {
    cell* own;
    cell* shared;
};

/// Out of line, so that its locked adds are in no function that records.
[[nodiscard, gnu::noinline, gnu::cold]] inline cold_target seek_cold(cell_token token) noexcept {
    auto& all = the_arena();
    if (token == cell_token::none) {
        all.events.lost_records.fetch_add(1, std::memory_order_relaxed);
        return {nullptr, nullptr};
    }
    if (auto* const own = all.seek(token))
        return {own, nullptr};
    all.events.shared_records.fetch_add(1, std::memory_order_relaxed);
    return {nullptr, shared_cell(token)};
}

[[gnu::noinline, gnu::cold]] inline void add_cold(cell_token token, std::uint64_t n) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        add(*target.own, n);
    else if (target.shared != nullptr)
        add_shared(*target.shared, n, std::memory_order_relaxed);
}

/// For the second cell of an up_down run too: `token` is the run's, `index` the cell.
[[gnu::noinline, gnu::cold]] inline void
add_release_cold(cell_token token, std::size_t index, std::uint64_t n) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        add_release(target.own[index], n);
    else if (target.shared != nullptr) // pairs with the acquire loads in merge.hpp
        add_shared(target.shared[index], n, std::memory_order_release);
}

[[gnu::noinline, gnu::cold]] inline void add_floating_cold(cell_token token, double n) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        add_floating(*target.own, n);
    else if (target.shared != nullptr)
        add_floating_shared(*target.shared, n, std::memory_order_relaxed);
}

/// The kind of run that observations of this type are recorded in.
template <typename Number>
inline constexpr run_kind sealed_kind =
    std::same_as<Number, double> ? run_kind::sealed_floating : run_kind::sealed_integer;

/// A record of a sealed run: the bucket, then the sum, then the count. The reader takes them in the
/// other order.
template <typename Number>
void add_sealed(cell* own, std::size_t bucket, std::size_t buckets, Number observed) noexcept {
    constexpr auto sums = sums_of(sealed_kind<Number>);
    auto& count = own[buckets + sums];
    // Relaxed: whichever sum it is.
    auto const turn = sums == 1 ? 0 : count.load(std::memory_order_relaxed) % sums;
    add(own[bucket], 1);
    if constexpr (std::same_as<Number, double>) // pairs with the acquire of the sums in merge.hpp
        add_floating_release(own[buckets + turn], observed);
    else // pairs with the acquire of the sums in merge.hpp
        add_release(own[buckets + turn], observed);
    add_release(count, 1); // pairs with the acquire of the count in merge.hpp
}

template <typename Number>
[[gnu::noinline, gnu::cold]] void add_sealed_cold(
    cell_token token, std::size_t bucket, std::size_t buckets, Number observed
) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        return add_sealed(target.own, bucket, buckets, observed);
    if (target.shared == nullptr)
        return;
    auto* const at = target.shared;
    add_shared(at[bucket], 1, std::memory_order_relaxed);
    // Read-modify-writes of several threads keep the chain of releases.
    if constexpr (std::same_as<Number, double>) // pairs with the acquire of the sums in merge.hpp
        add_floating_shared(at[buckets], observed, std::memory_order_release);
    else // pairs with the acquire of the sums in merge.hpp
        add_shared(at[buckets], observed, std::memory_order_release);
    // pairs with the acquire of the count in merge.hpp
    add_shared(at[buckets + sums_of(sealed_kind<Number>)], 1, std::memory_order_release);
}

/// A value that a counter must not take: negative, or not a number.
[[gnu::noinline, gnu::cold]] inline void refuse_cold() noexcept {
    the_arena().events.refused_records.fetch_add(1, std::memory_order_relaxed);
}

} // namespace tacho::inline v0::detail

#endif
