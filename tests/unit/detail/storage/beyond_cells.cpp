// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/beyond_cells.hpp>

#include <algorithm>
#include <cstddef>
#include <support/catch.hpp>
#include <utility>
#include <vector>

using namespace tacho::detail;

TEST_CASE("cells beyond the slabs are zero, apart, and lead to their allocator", "[beyond_cells]") {
    int home = 0;
    beyond_cells cells;
    std::vector<std::pair<cell*, std::size_t>> taken;
    for (std::size_t count : {1U, 7U, 1000U, 60000U, 3U, 1U << 20, 1U << 20, 1U << 20}) {
        auto* const first = cells.take(count, &home);
        REQUIRE(first != nullptr);
        CHECK(shared_slab_of(first).home == &home);
        CHECK(&shared_slab_of(first) == &shared_slab_of(first + count - 1));
        CHECK(std::all_of(first, first + count, [](cell const& each) { return each.load() == 0; }));
        taken.emplace_back(first, count);
    }
    std::sort(taken.begin(), taken.end());
    for (std::size_t i = 1; i < taken.size(); ++i)
        CHECK(taken[i - 1].first + taken[i - 1].second <= taken[i].first);
}

TEST_CASE("cells that were given back are taken again", "[beyond_cells]") {
    beyond_cells cells;
    auto* const first = cells.take(100, nullptr);
    auto* const second = cells.take(100, nullptr);
    cells.give(first, 100);
    CHECK(cells.take(60, nullptr) == first);
    CHECK(cells.take(40, nullptr) == first + 60);
    cells.give(second, 100);
    CHECK(cells.take(100, nullptr) == second);
}

TEST_CASE("the cells that are taken can be visited", "[beyond_cells]") {
    beyond_cells cells;
    std::size_t visited = 0;
    auto const count = [&](cell*, std::size_t of) { visited += of; };
    cells.for_each_taken(count);
    CHECK(visited == 0);
    auto* const first = cells.take(1U << 20, nullptr);
    auto* const second = cells.take(50, nullptr);
    auto* const third = cells.take((1U << 20) - 1, nullptr);
    CHECK(&shared_slab_of(first) != &shared_slab_of(third));
    cells.for_each_taken(count);
    CHECK(visited == (2U << 20) + 49);
    cells.give(first, 1U << 20);
    cells.give(second, 50);
    visited = 0;
    cells.for_each_taken(count);
    CHECK(visited == (1U << 20) - 1);
}
