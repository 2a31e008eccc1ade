// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/registration_rules.hpp>

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <vector>

using namespace tacho::detail;
using tacho::metric_options;
using tacho::metric_type;

namespace {

using names = std::set<std::string>;

[[nodiscard]] names names_of(std::string_view name, metric_type type) {
    auto const all = sample_names(name, type);
    return {all.begin(), all.end()};
}

[[nodiscard]] metric_shape shape_with(metric_type type) {
    metric_shape shape;
    shape.type = type;
    return shape;
}

} // namespace

TEST_CASE("a family owns every name it may expose", "[registration_rules]") {
    CHECK(names_of("g", metric_type::gauge) == names{"g"});
    CHECK(names_of("u", metric_type::untyped) == names{"u"});
    CHECK(names_of("c_total", metric_type::counter) == names{"c_total"});
    CHECK(names_of("c", metric_type::counter) == names{"c"});
    CHECK(
        names_of("h", metric_type::histogram) ==
        names{"h", "h_bucket", "h_sum", "h_count", "h_created"}
    );
}

TEST_CASE("a metric with nothing wrong is not refused", "[registration_rules]") {
    metric_options options;
    options.labels = {{"a", ""}, {"_b", "anything \" \n"}};
    std::array<std::string_view, 2> const variable{"c", "d9"};
    auto shape = shape_with(metric_type::counter);
    shape.variable_labels = variable;
    CHECK(refusal([&] { check_metric({"x_total", "X.", options, shape}); }).empty());
}

TEST_CASE("variable labels are checked as constant ones are", "[registration_rules]") {
    auto const why = [](std::string_view label, metric_type type) {
        std::array<std::string_view, 1> const variable{label};
        auto shape = shape_with(type);
        shape.variable_labels = variable;
        return refusal([&] { check_labels("x", metric_options{}, shape); });
    };
    CHECK_THAT(why("a-b", metric_type::gauge), Catch::Contains("\"a-b\""));
    CHECK_THAT(why("__a", metric_type::gauge), Catch::Contains("Prometheus"));
    CHECK_THAT(why("le", metric_type::histogram), Catch::Contains("le"));
    CHECK(why("le", metric_type::gauge).empty());
}

TEST_CASE("the largest allowed number of bounds is not refused", "[registration_rules]") {
    std::vector<double> bounds(65534);
    for (std::size_t i = 0; i < bounds.size(); ++i)
        bounds[i] = static_cast<double>(i) - 30000;
    CHECK(refusal([&] { check_bounds("h", bounds); }).empty());
    bounds.push_back(1e9);
    CHECK_FALSE(refusal([&] { check_bounds("h", bounds); }).empty());
}

TEST_CASE("a description keeps its own texts", "[registration_rules]") {
    std::string name = "h_seconds";
    std::string help = "Help.";
    std::vector<double> bounds{0.5, 1e6};
    metric_options options;
    options.labels = {{"constant", "1"}};
    options.unit = "seconds";
    std::array<std::string_view, 1> const variable{"variable"};
    auto shape = shape_with(metric_type::histogram);
    shape.bounds = bounds;
    shape.variable_labels = variable;
    auto const made = describe({name, help, options, shape});
    name.assign(9, '?');
    help.assign(5, '?');
    bounds.assign(2, 0);
    CHECK(made.name == "h_seconds");
    CHECK(made.help == "Help.");
    CHECK(made.unit == "seconds");
    CHECK(made.type == metric_type::histogram);
    CHECK(made.bounds == std::vector<double>{0.5, 1e6});
    CHECK(made.bound_texts == std::vector<std::string>{"0.5", "1e+06", "+Inf"});
    CHECK(made.label_names == std::vector<std::string>{"constant", "variable"});
}

TEST_CASE("a shape is said in words", "[registration_rules]") {
    metric_options options;
    options.labels = {{"c", "1"}};
    std::array<std::string_view, 2> const variable{"v", "w"};
    auto shape = shape_with(metric_type::counter);
    shape.number = tacho::number_kind::unsigned_integer;
    shape.variable_labels = variable;
    CHECK(
        shape_text(describe({"x", "X.", options, shape}), shape, 1) ==
        "counter of unsigned integers, constant labels {c}, labels {v, w}"
    );
    auto gauge = shape_with(metric_type::gauge);
    gauge.place = number_place::callback;
    CHECK(
        shape_text(describe({"x", "X.", metric_options{}, gauge}), gauge, 0) ==
        "gauge of doubles from a callback"
    );
}
