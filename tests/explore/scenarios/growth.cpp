// SPDX-License-Identifier: BSL-1.0

#include <tacho/thread.hpp>

#include "storage.hpp"

// Metrics are registered while threads record: every slab must have their cells before any thread
// has their tokens.

namespace {

using storage::cells_of_a_page;
using storage::check_slabs;
using storage::counter;
using storage::metric;
using storage::published;

/// Registers a counter whose cell lies in the next page.
void grow(published<counter>& to) {
    to.put(counter{});
}

void inc(counter const* known) {
    if (known != nullptr)
        known->inc();
}

/// Registers a counter and fills the rest of the first page.
counter first_counter() {
    counter const made;
    metric const rest{storage::detail::run_kind::integer, cells_of_a_page - 1};
    return made;
}

explore::scenario const make_and_grow{
    "a slab is made while all slabs grow",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        auto const first = first_counter();
        published<counter> second;
        bool recorded = false;
        explore::run(
            {[&] { grow(second); },
             [&] {
                 first.inc();
                 if (auto const* const known = second.see()) {
                     known->inc();
                     recorded = true;
                 }
             }}
        );
        explore::check(first.value() == 1, "a record is lost");
        explore::check(second.see()->value() == (recorded ? 1U : 0U), "a record is lost");
        check_slabs(2);
    }
};

explore::scenario const adopt_and_grow{
    "a slab is adopted while all slabs grow",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        auto const first = first_counter();
        explore::run({[&] { first.inc(); }});
        published<counter> second;
        bool recorded = false;
        explore::run(
            {[&] { grow(second); },
             [&] {
                 first.inc();
                 if (auto const* const known = second.see()) {
                     known->inc();
                     recorded = true;
                 }
             }}
        );
        explore::check(first.value() == 2, "a record is lost");
        explore::check(second.see()->value() == (recorded ? 1U : 0U), "a record is lost");
        check_slabs(2);
    }
};

explore::scenario const grow_and_scrape{
    "a scrape reads slabs that are being made and grow",
    {2, 2, 10'000},
    {3, 2, 200'000},
    [] {
        auto const first = first_counter();
        published<counter> second;
        explore::run(
            {[&] { grow(second); },
             [&] {
                 first.inc();
                 inc(second.see());
             },
             [&] {
                 auto const before = first.value();
                 if (auto const* const known = second.see())
                     explore::check(known->value() <= 1, "there is more than was recorded");
                 explore::check(before <= first.value(), "a counter goes backwards");
             }}
        );
        check_slabs(2);
    }
};

explore::scenario const two_make_one_grows{
    "two slabs are made while all slabs grow",
    {1, 1, 10'000},
    {2, 2, 200'000},
    [] {
        auto const first = first_counter();
        published<counter> second;
        auto const record = [&] {
            first.inc();
            inc(second.see());
        };
        explore::run({[&] { grow(second); }, record, record});
        explore::check(first.value() == 2, "a record is lost");
        check_slabs(3);
    }
};

explore::scenario const attach_and_grow{
    "a thread touches all its cells while its slab grows",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        auto const first = first_counter();
        explore::run(
            {[] { counter const second; },
             [&] {
                 explore::check(tacho::attach_this_thread(), "a thread gets no slab");
                 first.inc();
             }}
        );
        explore::check(first.value() == 1, "a record is lost");
        check_slabs(2);
    }
};

explore::scenario const memory_runs_out{
    "records are exact when the system refuses memory anywhere",
    {2, 1, 20'000},
    {3, 2, 200'000},
    [] {
        auto const first = first_counter();
        explore::let_memory_run_out();
        published<counter> second;
        std::uint64_t recorded = 0;
        explore::run(
            {[&] {
                 counter const made;
                 if (made.run.first != nullptr)
                     second.put(made);
             },
             [&] {
                 first.inc();
                 if (auto const* const known = second.see()) {
                     known->inc();
                     ++recorded;
                 }
             }}
        );
        explore::check(first.value() == 1, "a record is lost");
        if (auto const* const known = second.see())
            explore::check(known->value() == recorded, "a record is lost");
    }
};

} // namespace
