// SPDX-License-Identifier: BSL-1.0

#include <bit>
#include <cstddef>
#include <cstdint>

#include "storage.hpp"

// Counters and guards under a scrape.

namespace {

using storage::check_slabs;
using storage::counter;
using storage::metric;
using storage::published;
namespace detail = storage::detail;

explore::scenario const never_backwards{
    "a counter never goes backwards while threads come and go",
    {2, 1, 10'000},
    {2, 2, 200'000},
    [] {
        counter const ones;
        explore::run(
            {[&] {
                 ones.inc();
                 ones.inc();
             },
             [&] { ones.inc(); },
             [&] {
                 auto const first = ones.value();
                 auto const second = ones.value();
                 explore::check(first <= second, "a counter goes backwards");
                 explore::check(second <= 3, "there is more than was recorded");
             }}
        );
        explore::check(ones.value() == 3, "a record is lost");
        check_slabs(3);
    }
};

explore::scenario const knows_of_a_record{
    "a scrape finds every record that happened before it",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        published<counter> told;
        counter const ones;
        explore::run(
            {[&] {
                 ones.inc();
                 told.put(ones);
                 ones.inc();
             },
             [&] {
                 if (auto const* const known = told.see())
                     explore::check(known->value() >= 1, "a scrape misses a record it knows of");
             }}
        );
        explore::check(ones.value() == 2, "a record is lost");
    }
};

/// A metric with one cell for all ups and one for all downs.
struct up_down_counter : metric {
    up_down_counter()
        : metric{detail::run_kind::up_down, 2} {}

    void add(std::size_t index) const {
        if (detail::has_cell(token))
            detail::add_release((&detail::own_cell(token))[index], 1);
        else
            detail::add_release_cold(token, index, 1);
    }
    void up() const { add(0); }
    void down() const { add(1); }

    [[nodiscard]] std::int64_t value() const { return static_cast<std::int64_t>(merged()[0]); }
};

/// A message from one thread to another. `taken()` says whether it has arrived.
struct baton {
    void pass() { there_.store(true, std::memory_order_release); } // pairs with the acquire below
    [[nodiscard]] bool taken() const { return there_.load(std::memory_order_acquire); }

private:
    detail::atomic<bool> there_{false};
};

void scrape_guards(up_down_counter const& guards) {
    auto const now = guards.value();
    explore::check(now >= 0, "guards make less than nothing");
    explore::check(now <= 2, "there are more guards than ever were");
}

explore::scenario const guard_handed_over{
    "a guard that ends on another thread never makes the count negative",
    {2, 2, 10'000},
    {3, 3, 200'000},
    [] {
        up_down_counter const guards;
        baton guard;
        bool ended = false;
        explore::run(
            {[&] {
                 guards.up();
                 guard.pass();
             },
             [&] {
                 if (!guard.taken())
                     return;
                 guards.down();
                 ended = true;
             },
             [&] { scrape_guards(guards); }}
        );
        explore::check(guards.value() == (ended ? 0 : 1), "a guard is lost");
        check_slabs(3);
    }
};

explore::scenario const guards_in_the_shared_slab{
    "guards of threads without slabs never make the count negative",
    {2, 2, 10'000},
    {3, 3, 200'000},
    [] {
        up_down_counter guards;
        guards.token = detail::shared_token(guards.run.first);
        baton guard;
        bool ended = false;
        explore::run(
            {[&] {
                 guards.up();
                 guard.pass();
                 guards.up();
             },
             [&] {
                 if (!guard.taken())
                     return;
                 guards.down();
                 ended = true;
             },
             [&] { scrape_guards(guards); }}
        );
        explore::check(guards.value() == (ended ? 1 : 2), "a guard is lost");
    }
};

explore::scenario const up_from_one_thread{
    "a guard of a thread that ends never makes the count negative",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        up_down_counter const guards;
        explore::run(
            {[&] {
                 guards.up();
                 guards.down();
                 guards.up();
                 guards.down();
             },
             [&] {
                 scrape_guards(guards);
                 scrape_guards(guards);
             }}
        );
        explore::check(guards.value() == 0, "a guard is lost");
    }
};

explore::scenario const shared_counter{
    "records of threads without slabs are exact",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        counter ones;
        ones.token = detail::shared_token(ones.run.first);
        metric floats{detail::run_kind::floating, 1};
        floats.token = detail::shared_token(floats.run.first);
        auto const record = [&] {
            ones.inc();
            detail::add_floating_cold(floats.token, 0.5);
        };
        explore::run({record, record});
        explore::check(ones.value() == 2, "a record is lost");
        explore::check(std::bit_cast<double>(floats.merged()[0]) == 1.0, "a record is lost");
    }
};

} // namespace
