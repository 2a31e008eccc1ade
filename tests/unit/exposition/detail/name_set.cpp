// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/name_set.hpp>

#include <string>
#include <support/catch.hpp>

TEST_CASE("a set of names has what was inserted since it was cleared", "[name_set]") {
    tacho::detail::name_set names;
    CHECK_FALSE(names.contains("x"));
    constexpr int many = 1000;
    names.clear(many);
    for (int i = 0; i < many; ++i)
        names.insert("name" + std::to_string(i));
    int found = 0;
    for (int i = 0; i < 2 * many; ++i)
        found += names.contains("name" + std::to_string(i)) == (i < many) ? 1 : 0;
    CHECK(found == 2 * many);
    names.insert("name0"); // again
    names.clear(1);
    CHECK_FALSE(names.contains("name0"));
    names.insert("");
    CHECK(names.contains(""));
}
