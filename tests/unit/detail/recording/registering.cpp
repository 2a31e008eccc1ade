// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/recording/registering.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <support/catch.hpp>
#include <vector>

using namespace tacho::detail;

TEST_CASE("the options of a metric that is given none are the defaults", "[registering]") {
    auto const& none = no_options();
    CHECK(none.labels.empty());
    CHECK(none.unit.empty());
    CHECK(none.series_limit == tacho::metric_options{}.series_limit);
    CHECK(&none == &no_options());
}

TEST_CASE("every call of default_registry gives the same registry", "[registering]") {
    CHECK(&tacho::default_registry() == &tacho::default_registry());
}

TEST_CASE("a token that leads to no cell reads as zero", "[registering]") {
    CHECK(read_integer(cell_token::none) == 0);
    CHECK(read_floating(cell_token::none) == 0);
    CHECK(read_up_down(cell_token::none) == 0);
    auto const value = read_histogram(cell_token::none, 3, run_kind::sealed_integer, 1, 1);
    CHECK(value.buckets == std::vector<std::uint64_t>(3));
    CHECK(value.count == 0);
}

TEST_CASE("a family of enum labels has a series for each combination at once", "[registering]") {
    tacho::registry registry;
    constexpr std::array<std::string_view, 2> names{"a", "b"};
    constexpr std::array<std::string_view, 2> of_a{"x", "y"};
    constexpr std::array<std::string_view, 3> of_b{"1", "2", "3"};
    metric_shape shape;
    shape.type = tacho::metric_type::counter;
    shape.number = tacho::number_kind::unsigned_integer;
    shape.variable_labels = names;
    std::array<std::span<std::string_view const>, 2> const values{of_a, of_b};
    auto const made = register_dense_family(registry, "f_total", "F.", no_options(), shape, values);
    REQUIRE(made.dense != nullptr);
    auto* const fourth = made.table->find(std::array<std::string_view, 2>{"y", "1"});
    REQUIRE(fourth != nullptr);
    CHECK(made.dense[3].load() == fourth->token); // the last label counts fastest
    CHECK(made.table->size() == 6);
}
