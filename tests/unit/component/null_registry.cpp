// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/null_registry.hpp>

#include <support/catch.hpp>
#include <support/component.hpp>
#include <type_traits>

using tacho::component::null_registry;

static_assert(std::is_empty_v<null_registry>);
static_assert(std::is_empty_v<null_registry::counter_type>);
static_assert(std::is_empty_v<null_registry::gauge_type>);
static_assert(std::is_empty_v<null_registry::histogram_type>);

TEST_CASE("a null registry accepts every call and shows nothing", "[component]") {
    null_registry none;
    run_service(none);
    CHECK(none.prometheus_format_str().empty());
    CHECK(none.prefix().empty());
    service<null_registry> const it{none};
    CHECK(it.metrics().requests.type() == tacho::metric_type::counter);
    CHECK(it.metrics().active.type() == tacho::metric_type::gauge);
    CHECK(it.metrics().duration.type() == tacho::metric_type::histogram);
    CHECK(it.metrics().requests.name().empty());
}
