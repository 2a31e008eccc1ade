// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/collected_families.hpp>

#include <memory>
#include <set>
#include <string>
#include <support/catch.hpp>
#include <utility>

using namespace tacho::detail;

namespace {

collected_family& add(collected_families& to, std::string name) {
    auto made = std::make_unique<collected_family>();
    made->description.name = name;
    made->sample_names = {name, name + "_total"};
    return to.add(std::move(made));
}

} // namespace

TEST_CASE(
    "families and samples that were given after a mark are taken back", "[collected_families]"
) {
    collected_families collected;
    auto& kept = add(collected, "kept");
    collected.add_sample(kept, {"a ", {}, {1}});
    auto& emptied = add(collected, "emptied");
    emptied.description.bounds = {1};
    auto const before = collected.mark();
    CHECK(before.families == 2);
    CHECK(before.samples == 1);

    collected.add_sample(kept, {"b ", {}, {2}});
    collected.add_sample(emptied, {"c ", {}, {2}});
    collected.add_sample(add(collected, "late"), {"d ", {}, {3}});
    CHECK(collected.find("late_total") != nullptr);
    collected.rewind(before);
    REQUIRE(collected.all.size() == 2);
    CHECK(kept.samples.size() == 1);
    CHECK(kept.seen == std::set<std::string>{"a "});
    CHECK(emptied.description.bounds.empty()); // the next histogram may have others
    CHECK(collected.find("late") == nullptr);
    CHECK(collected.find("late_total") == nullptr);
    CHECK(collected.find("kept_total") == &kept);
}

TEST_CASE("a sample that is there already is not added again", "[collected_families]") {
    collected_families collected;
    auto& family = add(collected, "x");
    collected.add_sample(family, {"a ", {}, {1}});
    collected.add_sample(family, {"a ", {}, {2}});
    CHECK(family.samples.size() == 1);
    CHECK(collected.mark().samples == 1);
    collected.clear();
    CHECK(collected.all.empty());
    CHECK(collected.find("x") == nullptr);
    CHECK(collected.mark().samples == 0);
}
