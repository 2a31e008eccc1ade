// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>
#include <thread>
#include <type_traits>

using namespace tacho::detail;

// It exists before any code of the thread runs, and until all of it has run.
static_assert(std::is_trivially_destructible_v<thread_slot>);
static_assert(noexcept(has_cell(cell_token::none)));

TEST_CASE("a fresh thread has no cells", "[thread_slot]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    bool null = true;
    bool some = true;
    auto phase = thread_phase::gone;
    auto after = thread_phase::gone;
    auto const token = the_arena().token_for(&the_arena().shared()->at(first_cell_offset));
    std::thread{[&] {
        null = has_cell(cell_token::none);
        some = has_cell(token);
        phase = this_thread.phase;
        counter.inc();
        after = this_thread.phase;
    }}.join();
    CHECK_FALSE(null);
    CHECK_FALSE(some);
    CHECK(phase == thread_phase::fresh);
    CHECK(after == thread_phase::attached);
}

TEST_CASE("an attached thread has a cell for every token of its arena", "[thread_slot]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc();
    auto const usable = this_thread.own->usable.load();
    CHECK(usable == the_arena().shared()->usable);
    for (auto const offset : {first_cell_offset, usable - sizeof(cell)}) {
        auto const token = the_arena().token_for(&the_arena().shared()->at(offset));
        CHECK(has_cell(token));
        CHECK(&own_cell(token) == &this_thread.own->at(offset));
    }
}

TEST_CASE(
    "an attached thread has no cell for a metric that only the shared slab has", "[thread_slot]"
) {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc();
    auto& shared = *the_arena().shared();
    CHECK_FALSE(has_cell(shared_token(&shared.at(first_cell_offset))));
    cell elsewhere{0};
    CHECK_FALSE(has_cell(shared_token(&elsewhere)));
    CHECK_FALSE(has_cell(cell_token::none));
}
