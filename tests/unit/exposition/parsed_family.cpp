// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/parsed_family.hpp>

#include <string>
#include <support/catch.hpp>
#include <vector>

using names = std::vector<std::string>;

TEST_CASE("a parsed family may expose the names that its type gives it", "[parsed_family]") {
    using tacho::sample_names;
    CHECK(sample_names({.name = "a", .type = "gauge"}) == names{"a"});
    CHECK(sample_names({.name = "a"}) == names{"a"});
    CHECK(sample_names({.name = "a", .type = "summary"}) == names{"a", "a_sum", "a_count"});
    CHECK(
        sample_names({.name = "a", .type = "histogram"}) ==
        names{"a", "a_bucket", "a_sum", "a_count"}
    );
}
