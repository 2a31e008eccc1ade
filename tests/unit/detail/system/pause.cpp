// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/pause.hpp>

#include <chrono>
#include <support/catch.hpp>

using namespace tacho::detail;

TEST_CASE("a sleep lasts at least as long as it is told", "[pause]") {
    // Nothing interrupts this thread: no handler of a signal is installed.
    auto const before = std::chrono::steady_clock::now();
    sleep_microseconds(2000);
    CHECK(std::chrono::steady_clock::now() - before >= std::chrono::microseconds{2000});
}
