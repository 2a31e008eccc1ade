// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/sharded_registry.hpp>
#include <tacho/exposition/write_text.hpp>

#include <cstddef>
#include <string>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>

using tacho::component::sharded_registry;

TEST_CASE("the registry's text has a component's metrics", "[component]") {
    sharded_registry in;
    run_service(in);
    CHECK(in.prometheus_format_str() == service_text);
}

TEST_CASE("a component's metrics can go to an existing registry", "[component]") {
    tacho::registry there;
    tacho::counter const other{there, "other_total", "Other."};
    sharded_registry in{there};
    run_service(in);
    CHECK(
        tacho::to_text(there) ==
        "# HELP other_total Other.\n# TYPE other_total counter\nother_total 0\n" +
            std::string{service_text}
    );
    CHECK(in.prometheus_format_str() == tacho::to_text(there));
}

TEST_CASE("names begin with the registry's prefix, unchanged", "[component]") {
    sharded_registry in{"dynamo_component_"};
    CHECK(in.prefix() == "dynamo_component_");
    auto const requests = in.create_counter("requests_total", "Requests.");
    auto const active = in.create_gauge("active", "Active.");
    auto const duration = in.create_histogram("duration_seconds", "Duration.");
    CHECK(requests.name() == "dynamo_component_requests_total");
    CHECK(requests.description() == "Requests.");
    CHECK(requests.type() == tacho::metric_type::counter);
    CHECK(active.name() == "dynamo_component_active");
    CHECK(active.type() == tacho::metric_type::gauge);
    CHECK(duration.name() == "dynamo_component_duration_seconds");
    CHECK(duration.type() == tacho::metric_type::histogram);
    auto const text = in.prometheus_format_str();
    CHECK(sample(text, "dynamo_component_requests_total") == "0");
    CHECK(sample(text, R"(dynamo_component_duration_seconds_bucket{le="10"})") == "0");
}

TEST_CASE("creating a metric twice gives one metric", "[component]") {
    sharded_registry in;
    run_service(in);
    service<sharded_registry> const again{in};
    again.metrics().requests.increment();
    CHECK(
        sample(in.prometheus_format_str(), R"(service_requests_total{service="registry"})") == "43"
    );
}

TEST_CASE("metrics of one name differ by their labels", "[component]") {
    sharded_registry in;
    auto const one = in.create_counter("calls_total", "Calls.", {{"service", "one"}});
    auto const two = in.create_counter("calls_total", "Calls.", {{"service", "two"}});
    one.increment();
    two.add(2);
    CHECK(
        in.prometheus_format_str() == "# HELP calls_total Calls.\n# TYPE calls_total counter\n"
                                      "calls_total{service=\"one\"} 1\n"
                                      "calls_total{service=\"two\"} 2\n"
    );
}

TEST_CASE(
    "another shape under an existing name is refused, and the error shows both", "[component]"
) {
    sharded_registry in{"p_"};
    auto const kept = in.create_counter("calls_total", "Calls.");
    kept.increment();
    auto const said = refusal([&] { return in.create_gauge("calls_total", "Calls."); });
    CHECK(said.find("\"p_calls_total\"") != std::string::npos);
    CHECK(said.find("a counter") != std::string::npos);
    CHECK(said.find("a gauge") != std::string::npos);
    CHECK(kept.type() == tacho::metric_type::counter);
    CHECK(in.prometheus_format_str().ends_with("\np_calls_total 1\n"));
    CHECK_THROWS_AS(in.create_counter("no-name", "No."), tacho::registration_error);
}

TEST_CASE("components on several threads create and record", "[component]") {
    sharded_registry in;
    together(4, [&](std::size_t) {
        service<sharded_registry> const it{in};
        for (int i = 0; i < 100; ++i)
            it.handle(0.5);
    });
    CHECK(
        sample(in.prometheus_format_str(), R"(service_requests_total{service="registry"})") == "400"
    );
}
