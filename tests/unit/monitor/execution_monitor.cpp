// SPDX-License-Identifier: BSL-1.0

#include <tacho/monitor/execution_monitor.hpp>
#include <tacho/monitor/wall_clock.hpp>

#include <string_view>
#include <support/catch.hpp>
#include <tuple>

namespace {

using wall = tacho::wall_clock_monitor;

struct watch {
    [[nodiscard]] tacho::monitor_time due() const noexcept { return {}; }
    bool fires(tacho::monitor_time) { return true; }
};
struct custom {
    [[nodiscard]] std::string_view name() const noexcept { return "custom"; }
    [[nodiscard]] watch start(tacho::monitor_time) const { return {}; }
};
struct without_a_name {
    [[nodiscard]] watch start(tacho::monitor_time) const { return {}; }
};
struct name_that_throws {
    [[nodiscard]] std::string_view name() const { return "x"; }
    [[nodiscard]] watch start(tacho::monitor_time) const { return {}; }
};
struct watch_without_an_answer {
    [[nodiscard]] tacho::monitor_time due() const noexcept { return {}; }
    void fires(tacho::monitor_time) {}
};

} // namespace

static_assert(tacho::monitor_watch<watch>);
static_assert(tacho::monitor_watch<wall::watch>);
static_assert(!tacho::monitor_watch<watch_without_an_answer>);
static_assert(tacho::execution_monitor<custom>);
static_assert(!tacho::execution_monitor<without_a_name>);
static_assert(!tacho::execution_monitor<name_that_throws>);
static_assert(!tacho::execution_monitor<std::tuple<wall>>);

TEST_CASE("a call can have one to five monitors", "[monitor]") {
    using tacho::execution_monitors;
    STATIC_REQUIRE(execution_monitors<wall>);
    STATIC_REQUIRE(!execution_monitors<std::tuple<>>);
    STATIC_REQUIRE(execution_monitors<std::tuple<wall>>);
    STATIC_REQUIRE(execution_monitors<std::tuple<wall, custom, wall, custom, wall>>);
    STATIC_REQUIRE(!execution_monitors<std::tuple<wall, wall, wall, wall, wall, wall>>);
    STATIC_REQUIRE(!execution_monitors<std::tuple<wall, int>>);
}
