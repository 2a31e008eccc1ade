// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/wall_clock.hpp>

#include <chrono>
#include <support/catch.hpp>

TEST_CASE("the wall clock is the system's, in seconds with fractions", "[wall_clock]") {
    auto const seconds = [] {
        return std::chrono::duration<double>{std::chrono::system_clock::now().time_since_epoch()}
            .count();
    };
    auto const before = seconds();
    auto const now = tacho::detail::unix_seconds();
    auto const after = seconds();
    CHECK(before <= now);
    CHECK(now <= after);
}
