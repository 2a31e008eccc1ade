// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/canary.hpp>
#include <tacho/component/health.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <support/catch.hpp>
#include <thread>

using namespace std::chrono_literals;
using tacho::component::canary;
using tacho::component::health;
using tacho::component::health_target;

namespace {

/// Comes back once `holds`; tests have a time limit of their own.
template <typename Condition>
void until(Condition holds) {
    while (!holds())
        std::this_thread::yield();
}

} // namespace

TEST_CASE("a canary checks what is idle, again and again", "[component]") {
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

TEST_CASE("what was served lately is not checked", "[component]") {
    health const health;
    std::atomic<bool> asked{false};
    health_target busy{health, "busy", [&](auto) { return asked = true; }};
    std::atomic<int> idle_asked{0};
    busy.served();
    canary const checks{health, {.idle = 24h}};
    health_target const idle{health, "idle", [&](auto) { return ++idle_asked > 0; }};
    CHECK_FALSE(health.ready());
    CHECK_FALSE(asked.load());
    CHECK(health.report({}).json.find(R"("busy":"ready")") != std::string::npos);
}

TEST_CASE("a check that throws says no", "[component]") {
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
    std::atomic<bool> first{true};
    health_target target{health, "e", [&](auto) {
                             if (first.exchange(false)) {
                                 begun.set_value();
                                 go_on.get_future().wait();
                             }
                             return true;
                         }};
    target.set_ready(true);
    canary const checks{health, {.idle = 1ms, .timeout = 5ms}};
    begun.get_future().wait();
    until([&] { return !health.ready(); }); // while it runs
    go_on.set_value();
    until([&] { return health.ready(); }); // the next one was in time
    CHECK_FALSE(first.load());
}
