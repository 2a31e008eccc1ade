// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/atomic.hpp>

#include <atomic>
#include <cstdint>
#include <support/catch.hpp>
#include <type_traits>

// Outside a model checker it is std::atomic.
static_assert(std::is_same_v<tacho::detail::atomic<std::uint64_t>, std::atomic<std::uint64_t>>);
static_assert(tacho::detail::atomic<std::uint64_t>::is_always_lock_free);
static_assert(tacho::detail::atomic<void*>::is_always_lock_free);

TEST_CASE("the storage's atomic begins with what it is given", "[atomic]") {
    tacho::detail::atomic<int> const number{3};
    CHECK(number.load(std::memory_order_relaxed) == 3);
}
