// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/foreign_families.hpp>

#include <cstddef>
#include <string>
#include <support/catch.hpp>
#include <utility>

using namespace tacho::detail;

namespace {

foreign_sample sample_of(std::size_t line, std::string name) {
    auto text = name + " 1";
    return {.line = line, .name = std::move(name), .labels = {}, .text = std::move(text)};
}

} // namespace

TEST_CASE("families are given in the order of their first lines", "[foreign_text]") {
    foreign_families all;
    CHECK(all.set_type("late", "gauge", 3).empty());
    CHECK(all.set_help("early", "E.", 5).empty());
    auto first = sample_of(1, "early");
    auto second = sample_of(4, "late");
    CHECK(all.add(second).empty());
    CHECK(all.add(first).empty());
    auto const found = all.take();
    REQUIRE(found.size() == 2);
    CHECK(found[0].head == "# HELP early E.\n");
    CHECK(found[0].samples.size() == 1);
    CHECK(found[1].head == "# TYPE late gauge\n");
}

TEST_CASE("a sample that is left out keeps its text", "[foreign_text]") {
    foreign_families all;
    auto first = sample_of(1, "a");
    auto again = sample_of(2, "a");
    CHECK(all.add(first).empty());
    CHECK_FALSE(all.add(again).empty());
    CHECK(again.text == "a 1");
    CHECK(all.take().front().samples.size() == 1);
}

TEST_CASE("a family without a TYPE gives way to the one whose sample it is", "[foreign_text]") {
    foreign_families all;
    CHECK(all.set_help("m_sum", "none", 1).empty());
    CHECK(all.set_type("m", "summary", 2).empty());
    CHECK_FALSE(all.set_help("m_count", "none", 3).empty());
    auto sum = sample_of(4, "m_sum");
    CHECK(all.add(sum).empty());
    auto const found = all.take();
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "m");
    CHECK(found[0].samples.size() == 1);
}
