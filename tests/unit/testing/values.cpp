// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/testing/values.hpp>

#include <optional>
#include <support/catch.hpp>

using tacho::testing::value_of;

TEST_CASE("a value is found by its name and labels, in any order", "[testing]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "method", "path"> const family{registry, "x_total", "X."};
    family.with("GET", "a\"b\n").inc(3);
    family.with("PUT", "").inc(4);
    tacho::gauge const gauge{registry, "g", "G."};
    gauge.set(-1.5);
    tacho::histogram<tacho::buckets<1>> const histogram{registry, "h", "H."};
    histogram.observe(7);
    CHECK(value_of(registry, "x_total", {{"path", "a\"b\n"}, {"method", "GET"}}) == 3);
    CHECK(value_of(registry, "x_total", {{"method", "PUT"}}) == 4);
    CHECK(value_of(registry, "x_total", {{"method", "PUT"}, {"path", ""}}) == 4);
    CHECK(value_of(registry, "g") == -1.5);
    CHECK(value_of(registry, "h_count") == 1);
    CHECK(value_of(registry, "h_sum") == 7);
    CHECK(value_of(registry, "h_bucket", {{"le", "1"}}) == 0);
    CHECK(value_of(registry, "x_total", {{"method", "GET"}}) == std::nullopt);
    CHECK(value_of(registry, "x_total") == std::nullopt);
    CHECK(value_of(registry, "h") == std::nullopt);
    CHECK(value_of(registry, "G") == std::nullopt);
}

TEST_CASE("changes are counted from the moment of the values", "[testing]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X."};
    family.with("a").inc(5);
    tacho::testing::values const before{registry};
    CHECK(before.change("x_total", {{"k", "a"}}) == 0);
    family.with("a").inc(2);
    family.with("new").inc();
    CHECK(before.change("x_total", {{"k", "a"}}) == 2);
    CHECK(before.change("x_total", {{"k", "new"}}) == 1);
    CHECK(before.change("x_total", {{"k", "none"}}) == std::nullopt);
    CHECK(before.value("x_total", {{"k", "a"}}) == 5);
    CHECK(before.value("x_total", {{"k", "new"}}) == std::nullopt);
}
