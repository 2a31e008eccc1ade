// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/status_options.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <vector>

using namespace std::chrono_literals;
using tacho::component::dynamo_status_options;
using tacho::component::status_options;

namespace {

using variables = std::map<std::string, std::string>;

[[nodiscard]] status_options
read(variables const& given, std::function<void(std::string_view)> report = {}) {
    return dynamo_status_options(std::move(report), [&](char const* name) {
        auto const found = given.find(name);
        return found == given.end() ? nullptr : found->second.c_str();
    });
}

[[nodiscard]] std::string refusal_of(variables const& given) {
    try {
        static_cast<void>(read(given));
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("without variables there is no server", "[component]") {
    for (auto const& made : {read({}), dynamo_status_options()}) {
        CHECK(made.port == -1);
        CHECK(made.host == "0.0.0.0");
        CHECK(made.metrics_path == "/metrics");
        CHECK(made.health_path == "/health");
        CHECK(made.live_path == "/live");
        CHECK_FALSE(made.starts_ready);
        CHECK_FALSE(made.checks);
        CHECK_FALSE(made.report);
    }
    CHECK(status_options{}.port == -1);
    CHECK(status_options{}.host == "127.0.0.1");
}

TEST_CASE("each variable sets its option", "[component]") {
    auto const made = read({
        {"DYN_SYSTEM_PORT", "8081"},
        {"DYN_SYSTEM_HOST", "::1"},
        {"DYN_SYSTEM_HEALTH_PATH", "/h"},
        {"DYN_SYSTEM_LIVE_PATH", "/l"},
        {"DYN_SYSTEM_STARTING_HEALTH_STATUS", "Ready"},
        {"DYN_HEALTH_CHECK_ENABLED", "TRUE"},
        {"DYN_CANARY_WAIT_TIME", "20"},
        {"DYN_HEALTH_CHECK_REQUEST_TIMEOUT", "1"},
    });
    CHECK(made.port == 8081);
    CHECK(made.host == "::1");
    CHECK(made.health_path == "/h");
    CHECK(made.live_path == "/l");
    CHECK(made.starts_ready);
    REQUIRE(made.checks);
    CHECK(made.checks->idle == 20s);
    CHECK(made.checks->timeout == 1s);
    auto const defaults = read({{"DYN_HEALTH_CHECK_ENABLED", "1"}});
    REQUIRE(defaults.checks);
    CHECK(defaults.checks->idle == 10s);
    CHECK(defaults.checks->timeout == 3s);
    CHECK(read({{"DYN_SYSTEM_PORT", "0"}}).port == 0);
    CHECK(read({{"DYN_SYSTEM_PORT", "-1"}}).port == -1);
    CHECK_FALSE(read({{"DYN_HEALTH_CHECK_ENABLED", "off"}}).checks);
    CHECK_FALSE(read({{"DYN_SYSTEM_STARTING_HEALTH_STATUS", "notready"}}).starts_ready);
    CHECK_FALSE(read({{"DYN_SYSTEM_STARTING_HEALTH_STATUS", ""}}).starts_ready);
}

TEST_CASE("the error for a wrong variable has its name, value and reason", "[component]") {
    for (auto const* const port : {"", "x", "-2", "65536", "80 ", "1e3"}) {
        CAPTURE(port);
        CHECK(
            refusal_of({{"DYN_SYSTEM_PORT", port}}) ==
            "tacho: the environment's DYN_SYSTEM_PORT is \"" + std::string{port} +
                "\", but must be a number from -1 to 65535"
        );
    }
    CHECK_THAT(
        refusal_of({{"DYN_SYSTEM_STARTING_HEALTH_STATUS", "maybe"}}),
        Catch::Contains("\"maybe\", but must be ready or notready")
    );
    CHECK_THAT(
        refusal_of({{"DYN_HEALTH_CHECK_ENABLED", "2"}}), Catch::Contains("must be true or false")
    );
    CHECK_THAT(
        refusal_of({{"DYN_HEALTH_CHECK_ENABLED", "1"}, {"DYN_CANARY_WAIT_TIME", "0"}}),
        Catch::Contains("DYN_CANARY_WAIT_TIME is \"0\", but must be a number from 1 to 86400")
    );
}

TEST_CASE("the variable that has no meaning any more is reported", "[component]") {
    std::vector<std::string> reports;
    auto const report = [&](std::string_view message) { reports.emplace_back(message); };
    CHECK(read({{"DYN_SYSTEM_ENABLED", "true"}}, report).port == -1);
    REQUIRE(reports.size() == 1);
    CHECK_THAT(reports[0], Catch::Contains("DYN_SYSTEM_ENABLED is ignored"));
    CHECK(static_cast<bool>(read({}, report).report));
    CHECK(reports.size() == 1);
}
