// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <cstddef>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/threads.hpp>
#include <thread>
#include <vector>

// Slabs: handed over, adopted, and never more than threads were alive at once.

namespace {

std::size_t slabs() {
    return tacho::detail::the_arena().size();
}

} // namespace

TEST_CASE("thousands of short threads need one slab", "[stress][churn]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    auto const before = slabs();
    constexpr auto threads = scaled(5'000);
    for (std::size_t i = 0; i < threads; ++i)
        std::thread{[&] { counter.inc(); }}.join();
    CHECK(counter.value() == threads);
    CHECK(slabs() <= std::max(before, std::size_t{2})); // and the shared one
}

TEST_CASE("slabs never outnumber the threads that were alive at once", "[stress][churn]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    auto const before = slabs();
    auto const peak = GENERATE(std::size_t{2}, std::size_t{7}, std::size_t{32});
    constexpr auto rounds = scaled(200);
    for (std::size_t round = 0; round < rounds; ++round)
        together(peak, [&](std::size_t) {
            for (int i = 0; i < 100; ++i)
                counter.inc();
        });
    CHECK(counter.value() == rounds * peak * 100);
    CHECK(slabs() <= std::max(before, peak + 1));
}

TEST_CASE("threads that overlap go on in each other's slabs, exactly", "[stress][churn]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    tacho::up_down_counter const level{registry, "level", "Level."};
    tacho::histogram<tacho::byte_buckets<1>> const histogram{registry, "bytes", "Ones."};
    event_count const shared{&event_count::events::shared_records};
    auto const before = slabs();
    constexpr std::size_t chains = 6;
    constexpr auto links = scaled(600);
    // Each thread starts the next before it ends: in a chain two are alive, seldom three, when one
    // has not gone yet.
    together(chains, [&](std::size_t) {
        for (std::size_t i = 0; i < links; ++i) {
            auto const work = [&] {
                for (int n = 0; n < 50; ++n) {
                    counter.inc();
                    level.inc();
                    histogram.observe(1);
                    level.dec();
                }
            };
            std::thread first{work};
            std::thread second{work};
            first.join();
            second.join();
        }
    });
    CHECK(counter.value() == chains * links * 100);
    CHECK(histogram.value().count == chains * links * 100);
    CHECK(histogram.value().buckets[0] == chains * links * 100);
    CHECK(histogram.value().sum == static_cast<double>(chains * links * 100));
    CHECK(level.value() == 0);
    CHECK(slabs() <= std::max(before, 2 * chains + 1));
    CHECK(shared.since() == 0); // no thread had to do without a slab
}

TEST_CASE("a thread can be attached before it records", "[stress][churn]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    auto const before = slabs();
    constexpr std::size_t threads = 8;
    constexpr auto rounds = scaled(100);
    for (std::size_t round = 0; round < rounds; ++round) {
        auto const attached = together(threads, [&](std::size_t) {
            bool const first = tacho::attach_this_thread();
            counter.inc();
            bool const second = tacho::attach_this_thread(); // does no harm
            counter.inc();
            return first && second ? 1 : 0;
        });
        CHECK(attached == std::vector<int>(threads, 1));
    }
    CHECK(counter.value() == 2 * threads * rounds);
    CHECK(slabs() <= std::max(before, threads + 1));
}

TEST_CASE("an attached thread has room for all that is registered", "[stress][churn]") {
    tacho::registry registry;
    tacho::counter const first{registry, "first_total", "First."};
    first.inc(); // attaches the main thread, with little room
    std::vector<tacho::counter> many;
    for (int i = 0; i < 2'000; ++i)
        many.emplace_back(
            registry, tacho::runtime("many_" + std::to_string(i) + "_total"), "Many."
        );
    CHECK(tacho::attach_this_thread());
    auto const& own = *tacho::detail::this_thread.own;
    auto const& shared = *tacho::detail::the_arena().shared();
    CHECK(
        own.usable.load(std::memory_order_relaxed) >= shared.usable.load(std::memory_order_relaxed)
    );
}
