// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/free_cells.hpp>

#include <cstddef>
#include <memory>
#include <vector>

#include "support/catch.hpp"

using tacho::detail::cell;
using tacho::detail::free_cells;
using tacho::detail::page_size;
using tacho::detail::slab;

namespace {

/// As much memory as a slab, which no arena knows.
class lone_slab {
public:
    explicit lone_slab(std::size_t pages)
        : memory_(pages * page_size() / sizeof(std::max_align_t) + 1) {
        std::construct_at(&get())->usable.store(pages * page_size());
    }

    slab& get() { return *reinterpret_cast<slab*>(memory_.data()); }

private:
    std::vector<std::max_align_t> memory_;
};

constexpr auto one = sizeof(cell);

} // namespace

TEST_CASE("cells are taken from the beginning of a given piece", "[free_cells]") {
    lone_slab memory{1};
    free_cells free;
    CHECK(free.take(memory.get(), one) == 0);
    free.give(memory.get(), 64, 4 * one);
    CHECK(free.take(memory.get(), one) == 64);
    CHECK(free.take(memory.get(), 2 * one) == 64 + one);
    CHECK(free.take(memory.get(), 2 * one) == 0);
    CHECK(free.take(memory.get(), one) == 64 + 3 * one);
    CHECK(free.take(memory.get(), one) == 0);
}

TEST_CASE("cells that are taken are zero", "[free_cells]") {
    lone_slab memory{1};
    free_cells free;
    free.give(memory.get(), 64, 2 * one);
    auto const first = free.take(memory.get(), one);
    auto const second = free.take(memory.get(), one);
    CHECK(memory.get().at(first).load() == 0);
    CHECK(memory.get().at(second).load() == 0);
}

TEST_CASE("neighbours are joined in any order of their return", "[free_cells]") {
    for (auto const& order : std::vector<std::vector<std::size_t>>{
             {64, 72, 80}, {80, 72, 64}, {64, 80, 72}, {72, 64, 80}, {72, 80, 64}, {80, 64, 72}
         }) {
        lone_slab memory{1};
        free_cells free;
        for (auto const offset : order)
            free.give(memory.get(), offset, one);
        CHECK(free.take(memory.get(), 3 * one) == 64);
        CHECK(free.take(memory.get(), one) == 0);
    }
}

TEST_CASE("pieces on both sides of a step of growth stay apart", "[free_cells]") {
    lone_slab memory{2};
    free_cells free;
    auto const step = page_size();
    free.give(memory.get(), step - one, one);
    free.give(memory.get(), step, one);
    CHECK(free.take(memory.get(), 2 * one) == 0);
    CHECK(free.take(memory.get(), one) == step - one);
    CHECK(free.take(memory.get(), one) == step);
}

TEST_CASE("every gap between the pieces is visited", "[free_cells]") {
    lone_slab memory{1};
    free_cells free;
    free.give(memory.get(), 72, 2 * one);
    free.give(memory.get(), 96, one);
    std::vector<std::size_t> seen;
    free.for_each_gap(memory.get(), 128, [&](std::size_t begin, std::size_t end) {
        seen.push_back(begin);
        seen.push_back(end);
    });
    CHECK(seen == std::vector<std::size_t>{64, 72, 88, 96, 104, 128});
}

TEST_CASE("a piece that was overwritten ends the list", "[free_cells]") {
    lone_slab memory{1};
    free_cells free;
    free.give(memory.get(), 64, one);
    free.give(memory.get(), 80, one);
    memory.get().at(64).store(~std::uint64_t{0});
    CHECK(free.take(memory.get(), one) == 0);
}
