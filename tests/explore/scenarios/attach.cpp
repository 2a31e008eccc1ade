// SPDX-License-Identifier: BSL-1.0

#include "storage.hpp"

// The first record of a thread, its last, and the next thread's first.

namespace {

using storage::check_slabs;
using storage::counter;

explore::scenario const
    two_attach{"two threads record for the first time at once", {3, 3, 2000}, {4, 4, 200'000}, [] {
                   counter const ones;
                   auto const record = [&] {
                       ones.inc();
                       ones.inc();
                   };
                   explore::run({record, record});
                   explore::check(ones.value() == 4, "a record is lost");
                   check_slabs(3);
               }};

explore::scenario const three_attach{
    "three threads record for the first time at once",
    {1, 1, 5000},
    {2, 2, 200'000},
    [] {
        counter const ones;
        auto const record = [&] { ones.inc(); };
        explore::run({record, record, record});
        explore::check(ones.value() == 3, "a record is lost");
        check_slabs(4);
    }
};

explore::scenario const
    adopt{"a thread begins while another ends", {3, 3, 2000}, {4, 4, 200'000}, [] {
              counter const ones;
              explore::run(
                  {[&] { ones.inc(); },
                   [&] {
                       ones.inc();
                       ones.inc();
                   }}
              );
              explore::check(ones.value() == 3, "a record is lost");
              check_slabs(3);
          }};

explore::scenario const adopt_in_turn{
    "a thread that begins after another has ended goes on in its slab",
    {1, 1, 0},
    {1, 1, 0},
    [] {
        counter const ones;
        for (int i = 0; i < 3; ++i)
            explore::run({[&] { ones.inc(); }});
        explore::check(ones.value() == 3, "a record is lost");
        check_slabs(2);
    }
};

explore::scenario const
    compete{"two threads want the slab that a third has left", {3, 3, 2000}, {4, 4, 200'000}, [] {
                counter const ones;
                explore::run({[&] { ones.inc(); }});
                auto const record = [&] {
                    ones.inc();
                    ones.inc();
                };
                explore::run({record, record});
                explore::check(ones.value() == 5, "a record is lost");
                check_slabs(3);
            }};

explore::scenario const hand_over_twice{
    "a slab goes from thread to thread to thread",
    {1, 1, 5000},
    {2, 2, 200'000},
    [] {
        counter const ones;
        auto const record = [&] { ones.inc(); };
        explore::run({record, record, record});
        explore::run({record});
        explore::check(ones.value() == 4, "a record is lost");
        check_slabs(4);
    }
};

explore::scenario const register_at_once{
    "two threads register the first metrics at once",
    {2, 2, 2000},
    {3, 3, 200'000},
    [] {
        auto const register_and_record = [] {
            counter const own;
            own.inc();
            explore::check(own.value() == 1, "a record is lost");
        };
        explore::run({register_and_record, register_and_record});
        check_slabs(3);
    }
};

explore::scenario const look_at_slabs{
    "a thread that knows of no metric may look at the slabs",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        explore::run(
            {[] {
                 counter const ones;
                 ones.inc();
             },
             [] {
                 auto& all = storage::detail::the_arena();
                 auto const look = [](storage::detail::slab& at) {
                     auto const cells = storage::detail::cells_of(at, {});
                     explore::check(cells.empty(), "there are cells of no run");
                 };
                 if (auto* const shared = all.shared())
                     look(*shared);
                 for (std::size_t i = 0; i < all.size(); ++i)
                     look(all[i]);
             }}
        );
    }
};

} // namespace
