// SPDX-License-Identifier: BSL-1.0

#include <tacho/component.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>
#include <support/component.hpp>

TEST_CASE("a component and the program around it share a registry", "[component]") {
    tacho::registry shared;
    tacho::component::sharded_registry in{shared};
    service<tacho::component::sharded_registry> const it{in};
    tacho::counter const same{
        shared,
        "service_requests_total",
        "Total number of requests processed",
        {.labels = {{"service", "registry"}}}
    };
    it.handle(1);
    same.inc(2);
    CHECK(same.value() == 3);
}
