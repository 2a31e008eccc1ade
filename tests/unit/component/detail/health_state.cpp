// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/detail/health_state.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <support/catch.hpp>

using namespace std::chrono_literals;
using tacho::component::detail::health_clock;
using tacho::component::detail::health_state;
using tacho::component::detail::target_state;

TEST_CASE("a check's result counts unless the program has said something since", "[component]") {
    target_state target;
    health_state const state;
    CHECK_FALSE(state.is_ready(target));
    target.found(target.said.load(), true);
    CHECK(state.is_ready(target));
    auto const before = target.said.load();
    target.say(true);
    target.found(before, false);
    CHECK(state.is_ready(target));
    target.found(target.said.load(), false);
    CHECK_FALSE(state.is_ready(target));
}

TEST_CASE("a target is not ready while its check takes too long", "[component]") {
    target_state target;
    health_state state;
    state.check_timeout = 1h;
    target.say(true);
    target.checking = health_clock::now().time_since_epoch();
    CHECK(state.is_ready(target));
    target.checking = (health_clock::now() - 2h).time_since_epoch();
    CHECK_FALSE(state.is_ready(target));
}
