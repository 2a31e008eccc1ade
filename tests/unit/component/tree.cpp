// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/request_metrics.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <vector>

using namespace tacho::component;

TEST_CASE("a tree's metrics have labels that tell their place", "[component]") {
    runtime_node const runtime{{.names = tree_names::dynamo(), .worker_id = "1f"}};
    auto const space = runtime.create_namespace("prod");
    auto const inner = space.create_namespace("east");
    auto const component = inner.create_component("worker");
    auto const endpoint = component.create_endpoint("generate");
    static_cast<void>(runtime.create_counter("a_total", "A."));
    static_cast<void>(space.create_counter("a_total", "A."));
    static_cast<void>(inner.create_counter("a_total", "A."));
    static_cast<void>(component.create_counter("a_total", "A."));
    static_cast<void>(endpoint.create_counter("a_total", "A."));
    CHECK(
        space.prometheus_format_str() ==
        R"(# HELP dynamo_component_a_total A.
# TYPE dynamo_component_a_total counter
dynamo_component_a_total{dynamo_namespace="prod",worker_id="1f"} 0
dynamo_component_a_total{dynamo_namespace="prod.east",worker_id="1f"} 0
dynamo_component_a_total{dynamo_component="worker",dynamo_namespace="prod.east",worker_id="1f"} 0
dynamo_component_a_total{dynamo_component="worker",dynamo_endpoint="generate",dynamo_namespace="prod.east",worker_id="1f"} 0
)"
    );
    auto const text = runtime.prometheus_format_str();
    CHECK(text.starts_with("# HELP dynamo_component_a_total A.\n"
                           "# TYPE dynamo_component_a_total counter\n"
                           "dynamo_component_a_total{worker_id=\"1f\"} 0\n"));
    CHECK(occurrences(text, "dynamo_component_a_total{") == 5);
    CHECK(occurrences(endpoint.prometheus_format_str(), "dynamo_component_a_total{") == 1);
}

TEST_CASE("one name under two endpoints is one family", "[component]") {
    runtime_node const runtime;
    auto const component = runtime.create_namespace("n").create_component("c");
    auto const first = component.create_endpoint("one");
    auto const second = component.create_endpoint("two");
    request_metrics const one{first};
    request_metrics const two{second};
    static_cast<void>(one.begin(3));
    static_cast<void>(two.begin(4));
    static_cast<void>(two.begin(4));
    auto const text = component.prometheus_format_str();
    CHECK(occurrences(text, "# HELP requests_total ") == 1);
    CHECK(sample(text, R"(requests_total{component="c",endpoint="one",namespace="n"})") == "1");
    CHECK(sample(text, R"(requests_total{component="c",endpoint="two",namespace="n"})") == "2");
    CHECK(
        sample(
            text, R"(request_duration_seconds_count{component="c",endpoint="two",namespace="n"})"
        ) == "2"
    );
}

TEST_CASE("label values are kept unchanged", "[component]") {
    runtime_node const runtime{{.worker_id = "\xC3\xA9\n"}};
    static_cast<void>(runtime.create_namespace("a\"b\\c").create_gauge("g", "G."));
    CHECK(
        sample(
            runtime.prometheus_format_str(),
            "g{namespace=\"a\\\"b\\\\c\",worker_id=\"\xC3\xA9\\n\"}"
        ) == "0"
    );
}

TEST_CASE("a tree may have labels for all its metrics", "[component]") {
    runtime_node const runtime{{.worker_id = "1", .labels = {{"zone", "z"}, {"app", "a"}}}};
    static_cast<void>(runtime.create_namespace("n").create_gauge("g", "G."));
    auto const text = runtime.prometheus_format_str();
    CHECK(sample(text, R"(g{app="a",namespace="n",worker_id="1",zone="z"})") == "0");
    CHECK(sample(text, R"(uptime_seconds{app="a",worker_id="1",zone="z"})") != "absent");
    CHECK_THAT(
        refusal([&] { static_cast<void>(runtime.create_gauge("g", "G.", {{"zone", "y"}})); }),
        Catch::Contains("\"zone\" is given twice")
    );
    CHECK_THAT(
        refusal([] { runtime_node const twice{{.worker_id = "1", .labels = {{"worker_id", "2"}}}}; }
        ),
        Catch::Contains("\"worker_id\" is the tree's own")
    );
}

TEST_CASE("fifty endpoints keep their metrics' names when they move into a tree", "[component]") {
    constexpr int endpoints = 50;
    // The metrics as a service had them before: each with its full name and its labels.
    tacho::registry before;
    tacho::family<tacho::counter, "dynamo_component", "dynamo_endpoint", "dynamo_namespace"> const
        requests{
            before,
            "dynamo_component_requests_total",
            "Total number of requests processed by work handler"
        };
    tacho::family<tacho::gauge, "dynamo_component", "dynamo_endpoint", "dynamo_namespace"> const
        in_flight{
            before,
            "dynamo_component_inflight_requests",
            "Number of requests currently being processed by work handler"
        };
    runtime_node const runtime{{.names = tree_names::dynamo()}};
    auto const component = runtime.create_namespace("prod").create_component("worker");
    for (int i = 0; i < endpoints; ++i) {
        auto const name = "endpoint-" + std::to_string(i);
        requests.with("worker", name, "prod").inc(static_cast<unsigned>(i));
        in_flight.with("worker", name, "prod").set(i % 3);
        auto const endpoint = component.create_endpoint(name);
        auto const moved = endpoint.create_counter(
            "requests_total", "Total number of requests processed by work handler"
        );
        moved.add(static_cast<unsigned>(i));
        endpoint
            .create_gauge(
                "inflight_requests", "Number of requests currently being processed by work handler"
            )
            .set(i % 3);
    }
    auto const text = component.prometheus_format_str();
    auto const was = tacho::to_text(before);
    auto const split = was.find("# HELP dynamo_component_inflight");
    CHECK(text == was.substr(split) + was.substr(0, split));
    // The metrics of an endpoint's requests keep their names too.
    auto const last = component.create_endpoint("endpoint-49");
    request_metrics const all{last};
    static_cast<void>(all.begin(0));
    CHECK(
        sample(
            component.prometheus_format_str(),
            "dynamo_component_requests_total{dynamo_component=\"worker\","
            "dynamo_endpoint=\"endpoint-49\",dynamo_namespace=\"prod\"}"
        ) == "50"
    );
}

TEST_CASE("nodes are found by name, and may be removed", "[component]") {
    runtime_node const runtime;
    auto const space = runtime.create_namespace("n");
    CHECK(space == runtime.create_namespace("n"));
    auto const component = space.create_component("c");
    CHECK(component == space.create_component("c"));
    auto const endpoint = component.create_endpoint("e");
    CHECK(endpoint == component.create_endpoint("e"));
    auto const gauge = endpoint.create_gauge("g", "G.");
    space.remove(component);
    gauge.set(1);
    CHECK(runtime.prometheus_format_str().find("g{") == std::string::npos);
    CHECK(occurrences(component.prometheus_format_str(), "g{") == 1);
    CHECK(component != space.create_component("c"));
}

TEST_CASE("a node outlives its tree", "[component]") {
    auto const endpoint = [] {
        runtime_node const runtime;
        return runtime.create_namespace("n").create_component("c").create_endpoint("e");
    }();
    endpoint.create_counter("a_total", "A.").increment();
    CHECK(occurrences(endpoint.prometheus_format_str(), "} 1\n") == 1);
}

TEST_CASE("a runtime shows its uptime", "[component]") {
    runtime_node const runtime{{.names = tree_names::dynamo(), .worker_id = "1f"}};
    auto const seconds = [&] {
        return std::stod(sample(
            runtime.prometheus_format_str(), R"(dynamo_component_uptime_seconds{worker_id="1f"})"
        ));
    };
    auto const first = seconds();
    CHECK(first >= 0);
    CHECK(seconds() > first);
    CHECK_THAT(
        runtime.prometheus_format_str(),
        Catch::Contains(
            "# HELP dynamo_component_uptime_seconds Total uptime of the "
            "DistributedRuntime in seconds\n# TYPE dynamo_component_uptime_seconds gauge\n"
        )
    );
    CHECK(sample(runtime_node{}.prometheus_format_str(), "uptime_seconds") != "absent");
}

TEST_CASE("a copy of a runtime as a node shows the uptime too", "[component]") {
    auto const copy = [] {
        runtime_node const runtime;
        return node{runtime};
    }();
    CHECK(sample(copy.prometheus_format_str(), "uptime_seconds") != "absent");
}

TEST_CASE("many threads grow, scrape and record into a tree", "[component]") {
    constexpr std::size_t threads = 4;
    constexpr int rounds = 50;
    runtime_node const runtime;
    auto const component = runtime.create_namespace("n").create_component("c");
    auto const seen = together(threads, [&](std::size_t thread) {
        std::size_t least = 1;
        for (int i = 0; i < rounds; ++i) {
            auto const own = component.create_endpoint("e" + std::to_string(thread));
            own.create_counter("a_total", "A.").increment();
            component.create_endpoint("all").create_counter("a_total", "A.").increment();
            auto const gone = component.create_endpoint("gone" + std::to_string(thread));
            static_cast<void>(gone.create_counter("b_total", "B."));
            least = std::min(least, runtime.prometheus_format_str().size());
            component.remove(gone);
        }
        return least;
    });
    auto const text = runtime.prometheus_format_str();
    CHECK(sample(text, R"(a_total{component="c",endpoint="all",namespace="n"})") == "200");
    CHECK(occurrences(text, "a_total{") == threads + 1);
    CHECK(occurrences(text, "} 50\n") == threads);
    CHECK(text.find("gone") == std::string::npos);
    CHECK(seen == std::vector<std::size_t>(threads, 1)); // no scrape was empty
}
