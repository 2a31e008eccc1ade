// SPDX-License-Identifier: BSL-1.0

#include <tacho/histogram_value.hpp>
#include <tacho/tacho.hpp>

#include <cstdint>
#include <support/catch.hpp>
#include <vector>

TEST_CASE(
    "a histogram's value has a bucket more than bounds, and its count is theirs",
    "[histogram_value]"
) {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2>> const sizes{registry, "sizes", "S."};
    sizes.observe(1);
    sizes.observe(3);
    tacho::histogram_value const value = sizes.value();
    CHECK(value.buckets == std::vector<std::uint64_t>{1, 0, 1});
    CHECK(value.sum == 4);
    CHECK(value.count == 2);
}
