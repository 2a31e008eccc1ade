// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/thread_slot.hpp>

#include <tacho/tacho.hpp>

#include <support/catch.hpp>

#include <thread>
#include <type_traits>

using namespace tacho::detail;

// There before any code of the thread runs, and until all of it has run.
static_assert(std::is_trivially_destructible_v<thread_slot>);
static_assert(noexcept(has_cell(nullptr)));

TEST_CASE("a fresh thread has no cells", "[thread_slot]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    bool null = true;
    bool some = true;
    auto phase = thread_phase::gone;
    auto after = thread_phase::gone;
    auto* const token = &the_arena().shared()->at(first_cell_offset);
    std::thread{[&] {
        null = has_cell(nullptr);
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

TEST_CASE("an attached thread has cells for what its slab can hold and for nothing else",
          "[thread_slot]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc();
    auto& shared = *the_arena().shared();
    auto const usable = this_thread.own->usable.load();
    CHECK(has_cell(&shared.at(first_cell_offset)));
    CHECK(has_cell(&shared.at(usable - sizeof(cell))));
    CHECK_FALSE(has_cell(&shared.at(usable)));
    CHECK_FALSE(has_cell(&shared.at(slab_bytes - sizeof(cell))));
    CHECK_FALSE(has_cell(&shared.at(slab_bytes)));
    cell elsewhere{0};
    CHECK_FALSE(has_cell(&elsewhere));
    CHECK_FALSE(has_cell(nullptr));
    CHECK(&own_cell(&shared.at(first_cell_offset)) == &this_thread.own->at(first_cell_offset));
    CHECK(&own_cell(&shared.at(usable - 8)) == &this_thread.own->at(usable - 8));
}
