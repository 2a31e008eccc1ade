// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_RECORD_IPP
#define TACHO_DETAIL_STORAGE_RECORD_IPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/misuse.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// None of these functions may be inlined into a function that records, even where they are declared
// inline. GCC warns about an inline declaration whose definition is noinline.
#if defined(__GNUC__)
# pragma GCC diagnostic push
# pragma GCC diagnostic ignored "-Wattributes"
#endif

namespace tacho::inline v0::detail {

[[gnu::noinline]] TACHO_DECL cold_target seek_cold(cell_token token) noexcept {
    auto& all = the_arena();
    if (token == cell_token::none) {
        all.events.lost_records.fetch_add(1, std::memory_order_relaxed);
        all.tell({
            .what = misuse::kind::no_series,
            .message = "a record was lost: the handle's constructor has not run, or there was no "
                       "memory for its series",
        });
        return {nullptr, nullptr};
    }
    if (auto* const own = all.seek(token))
        return {own, nullptr};
    all.events.shared_records.fetch_add(1, std::memory_order_relaxed);
    return {nullptr, shared_cell(token)};
}

[[gnu::noinline]] TACHO_DECL void add_cold(cell_token token, std::uint64_t n) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        add(*target.own, n);
    else if (target.shared != nullptr)
        add_shared(*target.shared, n, std::memory_order_relaxed);
}

[[gnu::noinline]] TACHO_DECL void
add_release_cold(cell_token token, std::size_t index, std::uint64_t n) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        add_release(target.own[index], n);
    else if (target.shared != nullptr) // pairs with the acquire loads in merge.ipp
        add_shared(target.shared[index], n, std::memory_order_release);
}

[[gnu::noinline]] TACHO_DECL void add_floating_cold(cell_token token, double n) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        add_floating(*target.own, n);
    else if (target.shared != nullptr)
        add_floating_shared(*target.shared, n, std::memory_order_relaxed);
}

/// Records in a sealed run on the cold path.
template <typename Number>
void seek_and_add_sealed(
    cell_token token, std::size_t bucket, std::size_t buckets, Number observed
) noexcept {
    auto const target = seek_cold(token);
    if (target.own != nullptr)
        return add_sealed(target.own, bucket, buckets, observed);
    if (target.shared == nullptr)
        return;
    auto* const at = target.shared;
    add_shared(at[bucket], 1, std::memory_order_relaxed);
    // Read-modify-writes of several threads continue the release sequence.
    if constexpr (std::is_same_v<Number, double>) // pairs with the acquire of the sums in merge.ipp
        add_floating_shared(at[buckets], observed, std::memory_order_release);
    else if (auto const before = // pairs with the acquire of the sums in merge.ipp
             at[buckets].fetch_add(observed, std::memory_order_release);
             before + observed < observed) // pairs with the same
        add_shared(at[buckets + 1], 1, std::memory_order_release);
    // pairs with the acquire of the count in merge.ipp
    add_shared(at[buckets + sums_of_sealed], 1, std::memory_order_release);
}

[[gnu::noinline]] TACHO_DECL void add_sealed_cold(
    cell_token token, std::size_t bucket, std::size_t buckets, std::uint64_t observed
) noexcept {
    seek_and_add_sealed(token, bucket, buckets, observed);
}

[[gnu::noinline]] TACHO_DECL void add_sealed_cold(
    cell_token token, std::size_t bucket, std::size_t buckets, double observed
) noexcept {
    seek_and_add_sealed(token, bucket, buckets, observed);
}

[[gnu::noinline]] TACHO_DECL void refuse_cold(double value) noexcept {
    the_arena().events.refused_records.fetch_add(1, std::memory_order_relaxed);
    the_arena().tell({
        .what = misuse::kind::refused_value,
        .message = "a value was refused: it is negative or NaN, and the metric only grows; use a "
                   "gauge or an up_down_counter for what goes down",
        .value = value,
    });
}

[[gnu::noinline]] TACHO_DECL void refuse_cold(long long value) noexcept {
    refuse_cold(static_cast<double>(value));
}

} // namespace tacho::inline v0::detail

#if defined(__GNUC__)
# pragma GCC diagnostic pop
#endif

#endif
