// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <numeric>
#include <set>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace tacho::detail;

static_assert(
    std::is_trivially_destructible_v<thread_slot>, "it is there until the thread is gone"
);
static_assert(noexcept(std::declval<arena&>().seek(cell_token::none)));
static_assert(noexcept(std::declval<arena&>().attach()));

TEST_CASE("the first slab is the shared one", "[arena]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    auto& all = the_arena();
    REQUIRE(all.size() >= 1);
    CHECK(&all[0] == all.shared());
    CHECK(all.shared()->home == &the_cell_allocator());
    CHECK(reinterpret_cast<std::uintptr_t>(all.shared()) % slab_bytes == 0);
}

TEST_CASE("a thread that ends leaves its slab and its counts to the next", "[arena]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    slab* first = nullptr;
    std::thread{[&] {
        counter.inc(5);
        first = this_thread.own;
    }}.join();
    REQUIRE(first != nullptr);
    auto const slabs = the_arena().size();
    CHECK(first->owner.load() == slab::ownership::free);
    slab* second = nullptr;
    std::thread{[&] {
        counter.inc(6);
        second = this_thread.own;
    }}.join();
    CHECK(second != nullptr);
    CHECK(the_arena().size() == slabs);
    CHECK(counter.value() == 11);
}

TEST_CASE("threads that live at the same time have slabs of their own", "[arena]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    constexpr int count = 8;
    std::vector<slab*> slabs(count);
    std::latch all_alive{count};
    std::vector<std::thread> threads;
    for (auto& mine : slabs)
        threads.emplace_back([&] {
            counter.inc();
            mine = this_thread.own;
            all_alive.arrive_and_wait();
        });
    for (auto& thread : threads)
        thread.join();
    std::set<slab*> const distinct{slabs.begin(), slabs.end()};
    CHECK(distinct.size() == count);
    CHECK(distinct.count(nullptr) == 0);
    CHECK(distinct.count(the_arena().shared()) == 0);
    CHECK(counter.value() == count);
}

TEST_CASE("a thread has cells for what is registered after it was attached", "[arena]") {
    event_count const shared{&event_count::events::shared_records};
    tacho::registry registry;
    tacho::counter first{registry, "first_total", "F."};
    std::vector<std::uint64_t> wrong(1);
    std::thread{[&] {
        first.inc();
        std::vector<tacho::histogram<>> later;
        for (int i = 0; i < 300; ++i) {
            later.emplace_back(registry, tacho::runtime("h" + std::to_string(i)), "H.");
            later.back().observe(i);
        }
        for (auto const& each : later)
            wrong[0] += each.value().count != 1;
    }}.join();
    CHECK(wrong[0] == 0);
    CHECK(first.value() == 1);
    CHECK(shared.since() == 0);
}

TEST_CASE("a token of another arena is recorded in the cell it points to", "[arena]") {
    // A handle of a plugin that has its own copy of this library holds such a token.
    event_count const shared{&event_count::events::shared_records};
    cell elsewhere{0};
    CHECK(the_arena().seek(shared_token(&elsewhere)) == nullptr);
    CHECK_FALSE(has_cell(shared_token(&elsewhere)));
    add_cold(shared_token(&elsewhere), 7);
    CHECK(elsewhere == 7);
    CHECK(shared.since() == 1);
}

TEST_CASE("the null token is no thread's cell", "[arena]") {
    CHECK_FALSE(has_cell(cell_token::none));
    event_count const lost{&event_count::events::lost_records};
    add_cold(cell_token::none, 1);
    add_release_cold(cell_token::none, 1, 1);
    add_floating_cold(cell_token::none, 1);
    add_sealed_cold(cell_token::none, 0, 1, 1.0);
    CHECK(lost.since() == 4);
}

TEST_CASE("forbidding to make slabs comes to an end while threads ask for one", "[arena]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    constexpr std::size_t count = 32;
    std::latch all_asked{count};
    std::atomic<bool> stopped{false};
    std::vector<std::uint64_t> records(count);
    the_arena().begin_fork();
    std::vector<std::thread> threads;
    for (auto& mine : records)
        threads.emplace_back([&] {
            counter.inc();
            all_asked.count_down();
            for (mine = 1; !stopped; ++mine)
                counter.inc();
        });
    all_asked.wait();
    the_arena().begin_fork(); // as the next fork would, with all of them asking
    stopped = true;
    for (auto& thread : threads)
        thread.join();
    the_arena().end_fork();
    CHECK(counter.value() == std::accumulate(records.begin(), records.end(), std::uint64_t{0}));
}

TEST_CASE("slabs are made again after they were forbidden", "[arena]") {
    // A fork does this.
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    event_count const shared{&event_count::events::shared_records};
    the_arena().begin_fork();
    // All slabs that are free are taken first; then records go to the shared slab.
    constexpr int count = 40;
    std::latch all_alive{count};
    std::vector<std::thread> threads;
    auto const slabs = the_arena().size();
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&] {
            counter.inc();
            all_alive.arrive_and_wait();
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(the_arena().size() == slabs);
    the_arena().end_fork();
    CHECK(counter.value() == count);
    CHECK(shared.since() > 0);
    auto const before = shared.since();
    std::thread{[&] { counter.inc(); }}.join();
    CHECK(shared.since() == before);
    CHECK(counter.value() == count + 1);
}
