// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/free_cells.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <utility>
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
    auto const first = free.take(memory.get(), one);
    auto const second = free.take(memory.get(), one);
    CHECK((std::min)(first, second) == step - one);
    CHECK((std::max)(first, second) == step);
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
    free.give(memory.get(), 80, one);
    free.give(memory.get(), 64, one);
    memory.get().at(64).store(~std::uint64_t{0});
    CHECK(free.take(memory.get(), one) == 0);
}

TEST_CASE("many sizes come and go and never overlap", "[free_cells]") {
    constexpr unsigned seed = 20261128;
    INFO("seed " << seed);
    std::mt19937 random{seed};
    constexpr std::size_t pages = 64;
    lone_slab memory{pages};
    free_cells free;
    for (auto begin = page_size(); begin < pages * page_size(); begin *= 2)
        free.give(memory.get(), begin, begin);
    std::vector<bool> taken(pages * page_size() / one);
    std::vector<std::pair<std::size_t, std::size_t>> runs;
    std::size_t overlapping = 0;
    std::size_t across = 0;
    for (int i = 0; i < 20'000; ++i) {
        // Few large ones and many small ones.
        auto const cells = std::size_t{1} << random() % 10 | random() % 3;
        if (auto const at = free.take(memory.get(), cells * one); at != 0) {
            for (std::size_t each = at / one; each < at / one + cells; ++each) {
                overlapping += taken[each] ? 1U : 0U;
                taken[each] = true;
            }
            for (auto step = page_size(); step < pages * page_size(); step *= 2)
                across += at < step && step < at + cells * one;
            runs.emplace_back(at, cells);
        }
        while (!runs.empty() && random() % 21 < 10) {
            auto const chosen = random() % runs.size();
            auto const [at, given] = runs[chosen];
            for (std::size_t each = at / one; each < at / one + given; ++each)
                taken[each] = false;
            free.give(memory.get(), at, given * one);
            runs[chosen] = runs.back();
            runs.pop_back();
        }
    }
    CHECK(overlapping == 0);
    CHECK(across == 0);
    for (auto const& [at, cells] : runs)
        free.give(memory.get(), at, cells * one);
    // Everything is joined again.
    CHECK(free.take(memory.get(), pages / 2 * page_size()) == pages / 2 * page_size());
    CHECK(free.take(memory.get(), page_size()) != 0);
}

TEST_CASE("the gaps between the pieces are what is taken", "[free_cells]") {
    lone_slab memory{1};
    free_cells free;
    free.give(memory.get(), 64, page_size() - 64);
    auto const first = free.take(memory.get(), 3 * one);
    auto const second = free.take(memory.get(), 2 * one);
    free.give(memory.get(), first, 3 * one);
    std::vector<std::pair<std::size_t, std::size_t>> gaps;
    auto const visit = [&](std::size_t begin, std::size_t end) { gaps.emplace_back(begin, end); };
    free.for_each_gap(memory.get(), page_size(), visit);
    CHECK(gaps == std::vector<std::pair<std::size_t, std::size_t>>{{second, second + 2 * one}});
    CHECK(free.take(memory.get(), 3 * one) == first); // it is still there
}

TEST_CASE("a free cell to which a handle added loses pieces and gives none twice", "[free_cells]") {
    for (std::uint64_t const added :
         {std::uint64_t{1}, std::uint64_t{1} << 27, std::uint64_t{1} << 60}) {
        lone_slab memory{1};
        free_cells free;
        for (std::size_t i = 0; i < 8; ++i)
            free.give(memory.get(), 64 + i * 16, one);
        memory.get().at(64 + 4 * 16).fetch_add(added);
        std::set<std::size_t> taken;
        std::size_t twice = 0;
        while (auto const at = free.take(memory.get(), one))
            twice += taken.insert(at).second ? 0U : 1U;
        CHECK(twice == 0);
        CHECK(taken.size() == 3); // the last to be given are the first
        CHECK(free.take(memory.get(), one) == 0);
    }
}

TEST_CASE("very many pieces are taken and given", "[free_cells]") {
    // With lists that are searched this takes minutes.
    lone_slab memory{512};
    free_cells free;
    constexpr std::size_t count = 200'000;
    for (std::size_t i = count; i-- > 0;)
        free.give(memory.get(), 64 + i * one, one);
    std::size_t wrong = 0;
    for (std::size_t round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < count; ++i)
            wrong += free.take(memory.get(), one) == 0 ? 1U : 0U;
        for (std::size_t i = 0; i < count; ++i)
            free.give(memory.get(), 64 + i * one, one);
    }
    CHECK(wrong == 0);
}
