// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/status_server.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "http/client.hpp"
#include "support/catch.hpp"

using http_test::client;
using namespace tacho::component;

namespace {

constexpr auto beginning = R"({"status":"notready","uptime":{"secs":)";

} // namespace

TEST_CASE("a status server serves a tree's metrics and health", "[http][component]") {
    runtime_node const runtime{{.names = tree_names::dynamo(), .worker_id = "1f"}};
    runtime.create_namespace("n").create_counter("a_total", "A.").increment();
    health const health;
    status_server const server{runtime, health, {.port = 0}};
    client peer{server.port()};
    auto const metrics = peer.get("/metrics");
    CHECK(metrics.status == 200);
    CHECK(metrics.fields.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK_THAT(
        metrics.body,
        Catch::Contains("dynamo_component_a_total{dynamo_namespace=\"n\",worker_id=\"1f\"} 1\n") &&
            Catch::Contains("tacho_left_out_families_total ")
    );
    for (auto const* const path : {"/health", "/live"}) {
        health.set_ready(false);
        auto const not_ready = peer.get(path);
        CHECK(not_ready.status == 503);
        CHECK(not_ready.fields.at("content-type") == "application/json");
        CHECK_THAT(not_ready.body, Catch::StartsWith(beginning));
        CHECK_THAT(not_ready.body, Catch::EndsWith(R"(},"endpoints":{}})"));
        health.set_ready(true);
        auto const ready = peer.get(path);
        CHECK(ready.status == 200);
        CHECK_THAT(ready.body, Catch::StartsWith(R"({"status":"ready",)"));
    }
    health_target target{health, "generate"};
    auto const watched = peer.get("/health");
    CHECK(watched.status == 503);
    CHECK_THAT(watched.body, Catch::EndsWith(R"("endpoints":{"generate":"notready"}})"));
    target.served();
    CHECK(peer.get("/live").status == 200);
    for (auto const* const path : {"/", "/healthz", "/metrics/", "/metadata"}) {
        auto const nothing = peer.get(path);
        CHECK(nothing.status == 404);
        CHECK(nothing.body == "Route not found");
    }
}

TEST_CASE("paths of a status server may be others", "[http][component]") {
    runtime_node const runtime;
    health const health{true};
    status_server const server{
        runtime,
        health,
        {.port = 0, .metrics_path = "/m", .health_path = "/healthz", .live_path = "/l"}
    };
    client peer{server.port()};
    CHECK_THAT(peer.get("/m").body, Catch::Contains("uptime_seconds "));
    CHECK(peer.get("/healthz").status == 200);
    CHECK(peer.get("/l").status == 200);
    CHECK(peer.get("/health").status == 404);
    CHECK(peer.get("/metrics").status == 404);
}

TEST_CASE("the port -1 is no server, and one that cannot be is refused", "[http][component]") {
    runtime_node const runtime;
    health const health;
    CHECK(status_server{runtime, health}.port() == 0);
    CHECK(status_server{runtime, health, {.port = -1}}.port() == 0);
    for (int const port : {-2, 65536})
        CHECK_THROWS_AS((status_server{runtime, health, {.port = port}}), std::invalid_argument);
    CHECK_THROWS_AS(
        (status_server{runtime, health, {.port = 0, .health_path = "/metrics"}}),
        std::invalid_argument
    );
}

TEST_CASE("a port that is taken is reported, and the program goes on", "[http][component]") {
    runtime_node const runtime;
    health const health;
    status_server const first{runtime, health, {.port = 0}};
    std::vector<std::string> reports;
    status_server const second{
        runtime,
        health,
        {.port = first.port(),
         .report = [&](std::string_view message) { reports.emplace_back(message); }}
    };
    CHECK(second.port() == 0);
    REQUIRE(reports.size() == 1);
    CHECK_THAT(
        reports[0],
        Catch::Contains("cannot listen on 127.0.0.1 port " + std::to_string(first.port()))
    );
    CHECK_NOTHROW(status_server{runtime, health, {.port = first.port()}});
}

TEST_CASE("a status server checks endpoints where it is told to", "[http][component]") {
    runtime_node const runtime;
    health const health;
    std::atomic<bool> asked{false};
    health_target const target{health, "e", [&](auto) { return asked = true; }};
    status_server const server{
        runtime,
        health,
        {.port = -1, .checks = canary_options{.idle = std::chrono::milliseconds{1}}}
    };
    while (!health.ready()) {}
    CHECK(asked.load());
}
