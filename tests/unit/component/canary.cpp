// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/canary.hpp>
#include <tacho/component/detail/health_state.hpp>
#include <tacho/component/health.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <thread>

using namespace std::chrono_literals;
using tacho::component::canary;
using tacho::component::health;
using tacho::component::health_target;

namespace {

/// Returns when `holds` returns true; the time limit of the test ends an endless wait.
template <typename Condition>
void until(Condition holds) {
    while (!holds())
        std::this_thread::yield();
}

} // namespace

TEST_CASE("a canary checks an idle endpoint again and again", "[component]") {
    health const health;
    std::atomic<int> asked{0};
    std::atomic<std::chrono::milliseconds> given{0ms};
    health_target target{health, "e", [&](std::chrono::milliseconds timeout) {
                             given = timeout;
                             return ++asked % 2 == 1;
                         }};
    health_target const unchecked{health, "f"};
    {
        canary const checks{health, {.idle = 1ms, .timeout = 1h}};
        until([&] { return asked.load() >= 3; });
        until([&] { return health.report({}).json.find(R"("e":"ready")") != std::string::npos; });
        until([&] { return health.report({}).json.find(R"("e":"notready")") != std::string::npos; }
        );
    }
    auto const after = asked.load();
    CHECK(given.load() == 1h);
    CHECK(health.report({}).json.find(R"("f":"notready")") != std::string::npos);
    CHECK(asked.load() == after);
}

TEST_CASE("an endpoint that has just served a request is not checked", "[component]") {
    using tacho::component::detail::check_idle;
    tacho::component::detail::health_state state;
    auto const target = std::make_shared<tacho::component::detail::target_state>();
    auto const unchecked = std::make_shared<tacho::component::detail::target_state>();
    int asked = 0;
    target->probe = [&](auto) { return ++asked > 0; };
    state.targets = {target, unchecked};
    auto const served = tacho::component::detail::health_clock::time_point{target->active.load()};
    tacho::component::canary_options const options{.idle = 10s, .timeout = 3s};
    CHECK(check_idle(state, options, served) == served + 10s);
    CHECK(check_idle(state, options, served + 9s) == served + 10s);
    CHECK(asked == 0);
    CHECK(check_idle(state, options, served + 10s) == served + 20s);
    CHECK(asked == 1);
    CHECK(target->said.load() == 1);
    CHECK(tacho::component::detail::health_clock::time_point{target->active.load()} >= served);
}

TEST_CASE("what the program says during a check overrides the check's result", "[component]") {
    using tacho::component::detail::check_idle;
    tacho::component::detail::health_state state;
    auto const target = std::make_shared<tacho::component::detail::target_state>();
    bool says = true;
    target->probe = [&](auto) {
        target->say(!says);
        return says;
    };
    state.targets = {target};
    auto const now = tacho::component::detail::health_clock::now();
    static_cast<void>(check_idle(state, {.idle = 1ms}, now + 1h));
    CHECK_FALSE(state.is_ready(*target));
    says = false;
    static_cast<void>(check_idle(state, {.idle = 1ms}, now + 2h));
    CHECK(state.is_ready(*target));
}

TEST_CASE("a check that throws counts as not ready", "[component]") {
    health const health;
    std::atomic<int> asked{0};
    health_target target{health, "e", [&](auto) -> bool {
                             ++asked;
                             throw std::runtime_error{"no"};
                         }};
    target.set_ready(true);
    canary const checks{health, {.idle = 1ms}};
    until([&] { return !health.ready(); });
    CHECK(asked.load() > 0);
}

TEST_CASE("an endpoint whose check takes too long is not ready", "[component]") {
    health const health;
    std::promise<void> begun;
    std::promise<void> go_on;
    int calls = 0;
    bool ready_after_late = true;
    health_target target{health, "e", [&](auto) {
                             if (++calls == 1) {
                                 begun.set_value();
                                 go_on.get_future().wait();
                             } else if (calls == 2) {
                                 ready_after_late = health.ready();
                             }
                             return true;
                         }};
    target.set_ready(true);
    {
        canary const checks{health, {.idle = 1ms, .timeout = 20ms}};
        begun.get_future().wait();
        until([&] { return !health.ready(); }); // while the check runs
        go_on.set_value();
        until([&] { return health.ready(); }); // a later check was in time
    }
    CHECK(calls >= 2);
    CHECK_FALSE(ready_after_late);
}

TEST_CASE("a canary with times out of range is refused", "[component]") {
    health const health;
    CHECK_THROWS_AS((canary{health, {.idle = 0ms}}), std::invalid_argument);
    CHECK_THROWS_AS((canary{health, {.timeout = -1ms}}), std::invalid_argument);
    CHECK_THROWS_AS((canary{health, {.idle = 25h}}), std::invalid_argument);
}
