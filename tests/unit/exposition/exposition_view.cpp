// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/exposition_view.hpp>
#include <tacho/tacho.hpp>

#include <string>
#include <support/catch.hpp>
#include <vector>

namespace {

[[nodiscard]] std::vector<std::string> names(tacho::exposition_view from) {
    std::vector<std::string> found;
    for (auto each = from.next(); each; each = from.next())
        found.push_back((each->continues() ? "+" : "") + each->description().name);
    CHECK_FALSE(from.next());
    return found;
}

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("a view has the families of all parts", "[exposition_view]") {
    CHECK(names({}).empty());
    tacho::registry const empty;
    tacho::registry one;
    tacho::counter const c{one, "c_total", "C."};
    tacho::gauge const a{one, "a", "A."};
    std::vector<tacho::snapshot> parts;
    parts.push_back(empty.collect());
    CHECK(names(tacho::exposition_view{parts}).empty());
    parts.push_back(one.collect());
    parts.push_back(empty.collect());
    parts.push_back(one.collect());
    CHECK(names(tacho::exposition_view{parts}) == strings{"c_total", "a", "c_total", "a"});
}

TEST_CASE(
    "a plan orders the families, and later parts follow in their own order", "[exposition_view]"
) {
    tacho::registry one;
    tacho::family<tacho::counter, "k"> const c{one, "c_total", "C."};
    for (auto const* const value : {"0", "1", "2"})
        c.with(value).inc();
    tacho::gauge const a{one, "a", "A."};
    std::vector<tacho::snapshot> parts;
    parts.push_back(one.collect());
    parts.push_back(one.collect());
    parts.push_back(one.collect());
    tacho::detail::exposition_plan plan;
    plan.parts = 2;
    plan.entries = {{1, 1, 0, false}, {0, 0, 0, false}, {1, 0, 1, true}};
    plan.left_out = {1, 0, 2};
    tacho::exposition_view from{parts, plan, {}};
    CHECK(names(from) == strings{"a", "c_total", "+c_total", "c_total", "a"});
    static_cast<void>(from.next());
    auto const first = *from.next();
    REQUIRE(first.size() == 3);
    CHECK(first[0].present());
    CHECK_FALSE(first[1].present());
    CHECK(first[2].present());
    auto const second = *from.next();
    CHECK_FALSE(second[0].present());
    CHECK(second[1].label(0).value == "1");
    CHECK_FALSE(second[2].present());
    CHECK((*from.next())[0].present());
}
