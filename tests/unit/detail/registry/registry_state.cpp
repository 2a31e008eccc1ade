// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/refusal.hpp>

using namespace tacho::detail;
using tacho::metric_options;
using tacho::metric_type;

namespace {

[[nodiscard]] registry_state& state_of(tacho::registry& of) {
    return registry_access::state(of);
}

[[nodiscard]] metric_shape counter_shape() {
    metric_shape shape;
    shape.type = metric_type::counter;
    shape.number = tacho::number_kind::unsigned_integer;
    return shape;
}

} // namespace

TEST_CASE("a metric that is registered twice is one series", "[registry_state]") {
    tacho::registry registry;
    auto& state = state_of(registry);
    auto const guard = state.home.lock_registration();
    auto& first = state.only_series({"x_total", "X.", metric_options{}, counter_shape()});
    auto const version = state.version;
    auto& second = state.only_series({"x_total", "X.", metric_options{}, counter_shape()});
    CHECK(&first == &second);
    CHECK(state.version == version); // so no scrape makes its plan again
    CHECK(state.families.size() == 1);
}

TEST_CASE("a refused registration leaves no family and no name", "[registry_state]") {
    tacho::registry registry;
    auto& state = state_of(registry);
    auto const guard = state.home.lock_registration();
    metric_options options;
    options.labels = {{"__bad", "1"}};
    CHECK_FALSE(refusal([&] {
                    static_cast<void>(state.only_series({"x_total", "X.", options, counter_shape()})
                    );
                }).empty());
    CHECK(state.families.empty());
    CHECK_FALSE(state.has_sample("x_total"));
    CHECK_FALSE(state.has_sample("x"));
    CHECK_FALSE(state.has_sample("x_created"));
}

TEST_CASE("a registered name keeps every name it may expose", "[registry_state]") {
    tacho::registry registry;
    tacho::histogram<> const histogram{registry, "h", "H."};
    auto const& state = state_of(registry);
    for (auto const* const name : {"h", "h_bucket", "h_sum", "h_count", "h_created"})
        CHECK(state.has_sample(name));
    CHECK_FALSE(state.has_sample("h_total"));
}

TEST_CASE(
    "a group that is forgotten takes its family along and gives its cells back", "[registry_state]"
) {
    tacho::registry registry;
    auto& state = state_of(registry);
    auto const guard = state.home.lock_registration();
    std::array<std::string_view, 1> const labels{"k"};
    auto shape = counter_shape();
    shape.variable_labels = labels;
    auto const made = state.group_for({"x_total", "X.", metric_options{}, shape});
    auto& group = made.group;
    std::array<std::string_view, 1> const value{"a"};
    auto const token = state.series_for(group, value)->token;
    CHECK(state.families.size() == 1);
    state.forget(made);
    CHECK(state.families.empty());
    CHECK_FALSE(state.has_sample("x_total"));
    auto& next = state.only_series({"y_total", "Y.", metric_options{}, counter_shape()});
    CHECK(next.token == token);
}

TEST_CASE("a family goes on when one of its groups is forgotten", "[registry_state]") {
    tacho::registry registry;
    auto& state = state_of(registry);
    auto const guard = state.home.lock_registration();
    metric_options first;
    first.labels = {{"c", "1"}};
    metric_options second;
    second.labels = {{"c", "2"}};
    auto& kept = state.only_series({"x_total", "X.", first, counter_shape()});
    auto const made = state.group_for({"x_total", "X.", second, counter_shape()});
    static_cast<void>(state.series_for(made.group, {}));
    state.forget(made);
    REQUIRE(state.families.size() == 1);
    CHECK(state.families.front().groups.size() == 1);
    CHECK(&state.only_series({"x_total", "X.", first, counter_shape()}) == &kept);
    CHECK(state.has_sample("x_total"));
}

TEST_CASE("a series has its text made once", "[registry_state]") {
    tacho::registry registry;
    auto& state = state_of(registry);
    auto const guard = state.home.lock_registration();
    metric_options options;
    options.labels = {{"c", "\"1\""}};
    std::array<std::string_view, 1> const labels{"k"};
    auto shape = counter_shape();
    shape.variable_labels = labels;
    auto& group = state.group_for({"x_total", "X.", options, shape}).group;
    std::string text = "a\n";
    std::array<std::string_view, 1> const value{text};
    auto const& made = *state.series_for(group, value);
    text = "??";
    CHECK(made.prefix == "x_total{c=\"\\\"1\\\"\",k=\"a\\n\"} ");
    CHECK(made.labels() == "c=\"\\\"1\\\"\",k=\"a\\n\"");
    CHECK(made.label_value(0) == "\"1\"");
    CHECK(made.label_value(1) == "a\n");
    CHECK(made.family == &state.families.front().description);
}
