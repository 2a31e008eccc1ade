// SPDX-License-Identifier: BSL-1.0

#include <tacho/error.hpp>
#include <tacho/monitor/error.hpp>

#include <stdexcept>
#include <support/catch.hpp>
#include <type_traits>

static_assert(std::is_base_of_v<std::runtime_error, tacho::monitor_error>);
static_assert(!std::is_base_of_v<tacho::registration_error, tacho::monitor_error>);

TEST_CASE("a monitor_error has the message that it was given", "[monitor]") {
    CHECK_THROWS_WITH(tacho::detail::fail<tacho::monitor_error>("why"), "why");
    CHECK_THROWS_AS(tacho::detail::fail<tacho::monitor_error>("why"), tacho::monitor_error);
}
