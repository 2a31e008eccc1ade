// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/collected_families.hpp>

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <support/catch.hpp>
#include <vector>

using namespace tacho::detail;

TEST_CASE(
    "families and samples that were given after a mark are taken back", "[collected_families]"
) {
    collected_families collected;
    auto& kept = *collected.all.emplace_back(std::make_unique<collected_family>());
    kept.samples.push_back({"a ", {}, {1}});
    kept.seen.insert("a ");
    auto& emptied = *collected.all.emplace_back(std::make_unique<collected_family>());
    emptied.description.bounds = {1};
    auto const before = collected.mark();
    CHECK(before == std::vector<std::size_t>{1, 0});

    kept.samples.push_back({"b ", {}, {2}});
    kept.seen.insert("b ");
    collected.all.emplace_back(std::make_unique<collected_family>());
    collected.rewind(before);
    REQUIRE(collected.all.size() == 2);
    CHECK(collected.all[0]->samples.size() == 1);
    CHECK(collected.all[0]->seen == std::set<std::string>{"a "});
    CHECK(collected.all[1]->description.bounds.empty()); // the next histogram may have others
}
