// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/left_out.hpp>

#include <support/catch.hpp>

TEST_CASE("what was left out is compared by families and by series", "[left_out]") {
    CHECK(tacho::left_out{1, 2} == tacho::left_out{1, 2});
    CHECK_FALSE(tacho::left_out{1, 2} == tacho::left_out{1, 3});
    CHECK_FALSE(tacho::left_out{1, 2} == tacho::left_out{0, 2});
}
