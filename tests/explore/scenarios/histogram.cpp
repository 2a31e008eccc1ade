// SPDX-License-Identifier: BSL-1.0

#include <atomic>
#include <cstdint>

#include "histogram.hpp"
#include "storage.hpp"

// Histograms under a scrape: accepted buckets, sums and counts belong to exactly the same
// observations.

namespace {

using storage::check_slabs;
using storage::histogram;
namespace detail = storage::detail;

template <typename Number>
void observe_and_read() {
    histogram<Number> const values;
    explore::run(
        {[&] {
             values.observe(0);
             values.observe(1);
             values.observe(0);
         },
         [&] {
             auto const before = values.check_read();
             explore::check(before <= values.check_read(), "a histogram goes backwards");
         }}
    );
    values.check_total(3);
    check_slabs(2);
}

explore::scenario const
    integers{"a histogram's buckets, integer sum and count belong to the same observations", {2, 3, 2000}, {3, 4, 200'000}, &observe_and_read<std::uint64_t>};

explore::scenario const
    floatings{"a histogram's buckets, floating sum and count belong to the same observations", {2, 2, 2000}, {3, 4, 200'000}, &observe_and_read<double>};

/// The sum passes 2^64 while another thread reads: in a thread's slab, or in the shared one.
template <bool Shared>
void carry() {
    histogram<std::uint64_t> values;
    if constexpr (Shared)
        values.token = detail::shared_token(values.run.first);
    values.offset = ~std::uint64_t{0} - 50;
    explore::run({[&] { // the slab that it leaves is the next thread's
        values.observe(0);
        auto* const sum = Shared ? values.run.first : &detail::own_cell(values.token);
        detail::add_shared(sum[storage::buckets], values.offset, std::memory_order_relaxed);
    }});
    explore::run(
        {[&] {
             values.observe(1);
             values.observe(0);
         },
         [&] { static_cast<void>(values.check_read()); }}
    );
    values.check_total(3);
}

/// Two threads observe, in their slabs or in the shared one.
template <typename Number, bool Shared>
void observe_by_two() {
    histogram<Number> values;
    if constexpr (Shared)
        values.token = detail::shared_token(values.run.first);
    explore::run(
        {[&] {
             values.observe(0);
             values.observe(1);
         },
         [&] { values.observe(1); },
         [&] { static_cast<void>(values.check_read()); }}
    );
    values.check_total(3);
    check_slabs(3);
}

explore::scenario const
    carry_of_shared{"a sum of integers carries in the shared slab", {2, 2, 2000}, {3, 3, 100'000}, &carry<true>};

explore::scenario const
    carry_of_own{"a sum of integers carries in a thread's slab", {2, 2, 2000}, {3, 3, 100'000}, &carry<false>};

explore::scenario const
    by_two{"a histogram of two threads is read whole", {2, 1, 10'000}, {2, 2, 200'000}, &observe_by_two<std::uint64_t, false>};

explore::scenario const
    shared_integers{"a histogram of threads without slabs is read whole", {2, 1, 10'000}, {2, 2, 200'000}, &observe_by_two<std::uint64_t, true>};

explore::scenario const
    shared_floatings{"a histogram with a floating sum of threads without slabs is read whole", {1, 1, 10'000}, {2, 2, 200'000}, &observe_by_two<double, true>};

} // namespace
