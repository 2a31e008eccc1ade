// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/recording_registry.hpp>

#include <cstddef>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <support/threads.hpp>
#include <vector>

using tacho::component::operation;
using tacho::component::recorded;
using tacho::component::recording_registry;

TEST_CASE("a recording registry remembers every record in order", "[component]") {
    recording_registry in;
    std::vector<tacho::label> const labels{{"service", "registry"}};
    service<recording_registry> const it{in};
    it.handle(2);
    it.restore(40, 3);
    CHECK(
        in.records() ==
        std::vector<recorded>{
            {"service_requests_total", labels, operation::add, 1},
            {"service_active_requests", labels, operation::increase, 1},
            {"service_request_duration_seconds", labels, operation::observe, 2},
            {"service_active_requests", labels, operation::decrease, 1},
            {"service_requests_total", labels, operation::add, 40},
            {"service_active_requests", labels, operation::set, 3},
            {"service_active_requests", labels, operation::increase, 0.5},
            {"service_active_requests", labels, operation::decrease, 0.25},
        }
    );
}

TEST_CASE("a recording registry answers for totals, values and observations", "[component]") {
    recording_registry in;
    run_service(in);
    CHECK(in.total("service_requests_total") == 42);
    CHECK(in.value("service_active_requests") == 3.25);
    CHECK(in.observed("service_request_duration_seconds") == std::vector{0.0625, 2.});
    CHECK(in.total("service_requests_total", {{"service", "registry"}}) == 42);
    CHECK(in.total("service_requests_total", {{"service", "other"}}) == 0);
    CHECK(in.total("other_total") == 0);
    CHECK(in.records("service_active_requests").size() == 7);
    in.forget();
    CHECK(in.records().empty());
    CHECK(in.prometheus_format_str() == service_text);
}

TEST_CASE("records are selected by the labels of their metric", "[component]") {
    recording_registry in{"p_"};
    auto const one = in.create_counter("calls_total", "Calls.", {{"a", "1"}, {"b", "x"}});
    auto const two = in.create_counter("calls_total", "Calls.", {{"a", "2"}, {"b", "x"}});
    one.increment();
    two.add(5);
    CHECK(in.prefix() == "p_");
    CHECK(in.total("p_calls_total") == 6);
    CHECK(in.total("p_calls_total", {{"a", "2"}}) == 5);
    CHECK(in.total("p_calls_total", {{"b", "x"}}) == 6);
    CHECK(in.total("p_calls_total", {{"b", "x"}, {"a", "1"}}) == 1);
}

TEST_CASE("the records of several threads are all remembered", "[component]") {
    recording_registry in;
    service<recording_registry> const it{in};
    together(4, [&](std::size_t) {
        for (int i = 0; i < 100; ++i)
            it.handle(0.5);
    });
    CHECK(in.records().size() == 4U * 4 * 100);
    CHECK(in.total("service_requests_total") == 400);
}
