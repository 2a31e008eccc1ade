// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/null_registry.hpp>
#include <tacho/component/recording_registry.hpp>
#include <tacho/component/run_time.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/error.hpp>

#include <memory>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <vector>

namespace component = tacho::component;

TEST_CASE("a component gives one text with every backend, chosen when", "[component]") {
    SECTION("the program is compiled") {
        component::sharded_registry sharded;
        component::recording_registry recording;
        run_service(sharded);
        run_service(recording);
        CHECK(sharded.prometheus_format_str() == service_text);
        CHECK(recording.prometheus_format_str() == service_text);
    }
    SECTION("the program runs") {
        auto const sharded = component::run_time(std::make_shared<component::sharded_registry>());
        auto const recording =
            component::run_time(std::make_shared<component::recording_registry>());
        auto const none = component::run_time(std::make_shared<component::null_registry>());
        for (auto const* const each : {&sharded, &recording, &none})
            run_service(**each);
        CHECK(sharded->prometheus_format_str() == service_text);
        CHECK(recording->prometheus_format_str() == service_text);
        CHECK(none->prometheus_format_str().empty());
    }
}

TEST_CASE("a registry chosen at run time has its backend's prefix and metrics", "[component]") {
    auto const in = component::run_time(std::make_shared<component::sharded_registry>("service_"));
    CHECK(in->prefix() == "service_");
    auto const made = in->create_histogram("duration_seconds", "Duration.");
    CHECK(made.name() == "service_duration_seconds");
    CHECK(made.description() == "Duration.");
    CHECK(made.type() == tacho::metric_type::histogram);
    CHECK_THROWS_AS(in->create_gauge("duration_seconds", "D."), tacho::registration_error);
}

TEST_CASE("metrics keep alive the registry that they record into", "[component]") {
    auto records = std::make_shared<component::recording_registry>();
    std::weak_ptr<component::recording_registry> const seen = records;
    {
        auto in = component::run_time(records);
        auto const counts = in->create_counter("calls_total", "Calls.");
        in.reset();
        records.reset();
        counts.increment();
        REQUIRE(seen.lock());
        CHECK(seen.lock()->total("calls_total") == 1);
    }
    CHECK(seen.expired());
}
