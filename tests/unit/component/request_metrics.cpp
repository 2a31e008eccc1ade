// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/metrics_registry.hpp>
#include <tacho/component/recording_registry.hpp>
#include <tacho/component/registry_kinds.hpp>
#include <tacho/component/request_metrics.hpp>
#include <tacho/component/sharded_registry.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <type_traits>
#include <utility>
#include <vector>

using tacho::component::recording_registry;
using tacho::component::request_error;
using tacho::component::request_metrics;
using tacho::component::sharded_registry;

static_assert(!std::is_copy_constructible_v<request_metrics<recording_registry>::request>);

TEST_CASE("a request is counted when it begins, and timed when it ends", "[component]") {
    recording_registry in;
    request_metrics const metrics{in};
    {
        auto const request = metrics.begin(100);
        CHECK(in.total("requests_total") == 1);
        CHECK(in.total("request_bytes_total") == 100);
        CHECK(in.value("inflight_requests") == 1);
        CHECK(in.observed("request_duration_seconds").empty());
        request.respond(30);
        request.respond(12);
    }
    CHECK(in.total("response_bytes_total") == 42);
    CHECK(in.value("inflight_requests") == 0);
    REQUIRE(in.observed("request_duration_seconds").size() == 1);
    CHECK(in.observed("request_duration_seconds").front() >= 0);
    CHECK(in.total("errors_total") == 0);
    CHECK(in.total("cancellation_total") == 0);
}

TEST_CASE("a request ends exactly once", "[component]") {
    recording_registry in;
    request_metrics const metrics{in};
    auto const ended = [&] {
        return in.value("inflight_requests") == 0
                   ? static_cast<int>(in.observed("request_duration_seconds").size())
                   : -1;
    };
    SECTION("by an exception") {
        try {
            auto const request = metrics.begin(1);
            throw std::runtime_error{"handler"};
        } catch (std::runtime_error const&) {
            CHECK(ended() == 1);
        }
    }
    SECTION("before its scope") {
        auto request = metrics.begin(1);
        request.end();
        CHECK(ended() == 1);
        request.end();
        request.respond(5);
        request.cancel();
        request.fail(request_error::generate);
        CHECK(ended() == 1);
        CHECK(in.total("response_bytes_total") == 0);
        CHECK(in.total("cancellation_total") == 0);
        CHECK(in.total("errors_total") == 0);
    }
    SECTION("after it was moved") {
        {
            auto request = metrics.begin(1);
            auto moved = std::move(request);
            CHECK(ended() == -1);
            auto other = metrics.begin(1);
            other = std::move(moved);
            CHECK(in.value("inflight_requests") == 1);
            CHECK(in.observed("request_duration_seconds").size() == 1);
        }
        CHECK(ended() == 2);
    }
}

TEST_CASE("errors are counted by kind, and a cancellation is not an error", "[component]") {
    recording_registry in{"dynamo_component_"};
    request_metrics const metrics{in, {{"model", "m"}}};
    auto const request = metrics.begin(1);
    request.fail(request_error::deserialization);
    request.fail(request_error::publish_final);
    request.fail(request_error::publish_final);
    request.cancel();
    auto const errors = [&](std::string_view type) {
        return in.total(
            "dynamo_component_errors_total", {{"error_type", std::string{type}}, {"model", "m"}}
        );
    };
    CHECK(errors("deserialization") == 1);
    CHECK(errors("publish_final") == 2);
    CHECK(errors("generate") == 0);
    CHECK(in.total("dynamo_component_cancellation_total", {{"model", "m"}}) == 1);
}

TEST_CASE("requests have Dynamo's names, help texts and bounds", "[component]") {
    sharded_registry in{"dynamo_component_"};
    request_metrics const metrics{in};
    metrics.begin(7).respond(3);
    auto const text = in.prometheus_format_str();
    for (std::string_view const head : {
             "requests_total Total number of requests processed by work handler\n",
             "request_duration_seconds Time spent processing requests by work handler\n",
             "inflight_requests Number of requests currently being processed by work handler\n",
             "request_bytes_total Total number of bytes received in requests by work handler\n",
             "response_bytes_total Total number of bytes sent in responses by work handler\n",
             "errors_total Total number of errors in work handler processing\n",
             "cancellation_total Total number of requests cancelled by work handler\n",
         })
        CHECK_THAT(text, Catch::Contains("# HELP dynamo_component_" + std::string{head}));
    CHECK(sample(text, "dynamo_component_requests_total") == "1");
    CHECK(sample(text, "dynamo_component_request_bytes_total") == "7");
    CHECK(sample(text, "dynamo_component_response_bytes_total") == "3");
    for (auto const* const bound :
         {"0.005",
          "0.01",
          "0.025",
          "0.05",
          "0.1",
          "0.25",
          "0.5",
          "1",
          "2.5",
          "5",
          "10",
          "20",
          "30",
          "60",
          "120",
          "300",
          "600"})
        CHECK(
            sample(
                text,
                "dynamo_component_request_duration_seconds_bucket{le=\"" + std::string{bound} +
                    "\"}"
            ) != "absent"
        );
    for (auto const name : tacho::component::request_error_names)
        CHECK(
            sample(
                text, "dynamo_component_errors_total{error_type=\"" + std::string{name} + "\"}"
            ) == "0"
        );
    CHECK(occurrences(text, "\ndynamo_component_errors_total{") == 7);
}

TEST_CASE("requests of several threads with a registry chosen at run time", "[component]") {
    auto const in = tacho::component::registry_kinds{}.make("tacho");
    request_metrics const metrics{*in};
    together(4, [&](std::size_t) {
        for (int i = 0; i < 100; ++i)
            metrics.begin(2).respond(1);
    });
    auto const text = in->prometheus_format_str();
    CHECK(sample(text, "requests_total") == "400");
    CHECK(sample(text, "request_bytes_total") == "800");
    CHECK(sample(text, "response_bytes_total") == "400");
    CHECK(sample(text, "inflight_requests") == "0");
    CHECK(sample(text, "request_duration_seconds_count") == "400");
}
