// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/family_record.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>
#include <vector>

using namespace tacho::detail;

TEST_CASE("a dense table has its series' tokens by index", "[family_record]") {
    cell cells[2]{};
    series first;
    series second;
    first.token = shared_token(&cells[0]);
    second.token = shared_token(&cells[1]);
    dense_table const table{{&first, &second, &first}}; // an enum's value may be named twice
    CHECK(table.visible[0].load() == first.token);
    CHECK(table.visible[1].load() == second.token);
    CHECK(table.visible[2].load() == first.token);
}

TEST_CASE(
    "a hidden series has no token in a dense table until it is shown again", "[family_record]"
) {
    cell cells[2]{};
    series first;
    series second;
    first.token = shared_token(&cells[0]);
    second.token = shared_token(&cells[1]);
    dense_table table{{&first, &second, &first}};
    first.hidden.store(true);
    table.update();
    CHECK(table.visible[0].load() == cell_token::none);
    CHECK(table.visible[1].load() == second.token);
    CHECK(table.visible[2].load() == cell_token::none);
    first.hidden.store(false);
    table.update();
    CHECK(table.visible[0].load() == first.token);
    CHECK(table.visible[2].load() == first.token);
}
