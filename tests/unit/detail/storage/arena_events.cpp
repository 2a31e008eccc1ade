// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena_events.hpp>

#include <atomic>
#include <cstdint>
#include <support/catch.hpp>

TEST_CASE("no event is counted at first", "[arena]") {
    tacho::detail::arena_events const events;
    std::uint64_t all = 0;
    for (auto const* const each :
         {&events.shared_records,
          &events.lost_records,
          &events.refused_records,
          &events.torn_reads,
          &events.refused_series,
          &events.callback_errors,
          &events.left_out_families,
          &events.left_out_series})
        all += each->load(std::memory_order_relaxed);
    CHECK(all == 0);
}
