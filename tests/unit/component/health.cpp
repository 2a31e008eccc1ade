// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/health.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <support/catch.hpp>

using namespace std::chrono_literals;
using tacho::component::health;
using tacho::component::health_target;

TEST_CASE("without targets, set_ready decides whether a program is ready", "[component]") {
    health const health;
    CHECK_FALSE(health.ready());
    CHECK(
        health.report(1500ms).json ==
        R"({"status":"notready","uptime":{"secs":1,"nanos":500000000},"endpoints":{}})"
    );
    auto const copy = health;
    copy.set_ready(true);
    CHECK(health.ready());
    auto const report = health.report(0ns);
    CHECK(report.ready);
    CHECK(report.json == R"({"status":"ready","uptime":{"secs":0,"nanos":0},"endpoints":{}})");
    CHECK(tacho::component::health{true}.ready());
}

TEST_CASE("with targets, a program is ready when all of them are", "[component]") {
    health const health{true};
    {
        health_target generate{health, "generate"};
        health_target second{health, "\"clear\""};
        CHECK_FALSE(health.ready());
        generate.set_ready(true);
        CHECK_FALSE(health.ready());
        CHECK(
            health.report(1h + 7ns).json ==
            R"({"status":"notready","uptime":{"secs":3600,"nanos":7},)"
            R"("endpoints":{"\"clear\"":"notready","generate":"ready"}})"
        );
        second.served();
        CHECK(health.ready());
        health.set_ready(false);
        CHECK(health.ready()); // the endpoints know better
        generate.set_ready(false);
        CHECK_FALSE(health.ready());
    }
    CHECK_FALSE(health.ready());
    health.set_ready(true);
    CHECK(health.ready());
}

TEST_CASE("an endpoint that is watched twice is ready when both targets are", "[component]") {
    health const health;
    health_target one{health, "e"};
    std::optional<health_target> two;
    two.emplace(health, "e");
    one.set_ready(true);
    CHECK(
        health.report(0ns).json ==
        R"({"status":"notready","uptime":{"secs":0,"nanos":0},"endpoints":{"e":"notready"}})"
    );
    one.set_ready(false);
    two->set_ready(true);
    CHECK_FALSE(health.ready());
    one.set_ready(true);
    two->set_ready(false);
    two.reset();
    CHECK(health.ready());
}

TEST_CASE("a target may outlive the health object that it was made with", "[component]") {
    auto given = std::make_unique<health>();
    health_target target{*given, "e"};
    given.reset();
    CHECK_NOTHROW(target.served());
}
