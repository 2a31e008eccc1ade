// SPDX-License-Identifier: BSL-1.0

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "histogram.hpp"
#include "storage.hpp"

// One thread forks while other threads are at any step; the run continues in the child.

namespace {

using storage::check_slabs;
using storage::counter;
using storage::histogram;
namespace detail = storage::detail;

struct metrics {
    counter ones{};
    histogram<std::uint64_t> values{};

    void record() const {
        ones.inc();
        values.observe(0);
        values.observe(1);
    }

    /// Checks the metrics in the child. The observation that a thread was recording when it ceased
    /// to exist may or may not be in the sum.
    void check_child(std::uint64_t records, std::uint64_t observations, std::uint64_t most) const {
        auto const count = ones.value();
        explore::check(count >= records, "a child has less than there was before the fork");
        explore::check(count <= most, "a child has more than was recorded");
        auto& torn = detail::the_arena().events.torn_reads;
        auto const before = torn.load(std::memory_order_relaxed);
        auto const observed = values.merged<storage::buckets + 2>();
        explore::check(
            torn.load(std::memory_order_relaxed) == before, "a histogram of a child is torn"
        );
        explore::check(
            observed[storage::buckets + 1] >= observations, "a child misses observations"
        );
    }
};

explore::scenario const child{
    "a child has every record, whole histograms and all slabs",
    {2, 1, 5000},
    {3, 2, 100'000},
    [] {
        metrics const all;
        explore::run(
            {[&] {
                 all.record();
                 auto const records = all.ones.value();
                 auto const observations = all.values.check_read();
                 explore::fork_into_child();
                 all.check_child(records, observations, 2);
                 auto const slabs = detail::the_arena().size();
                 auto const now = all.ones.value();
                 explore::join(explore::start([&] { all.record(); }));
                 explore::check(
                     detail::the_arena().size() == (slabs < 3 ? 3 : slabs),
                     "a child does not use the slabs of threads that are gone"
                 );
                 explore::check(all.ones.value() == now + 1, "a record is lost in a child");
                 all.check_child(now + 1, observations + 2, 3);
             },
             [&] { all.record(); }}
        );
        check_slabs(3);
    }
};

explore::scenario const child_of_three{
    "a child of three threads has every record and all slabs",
    {1, 1, 5000},
    {2, 1, 100'000},
    [] {
        metrics const all;
        explore::run(
            {[&] {
                 explore::fork_into_child();
                 all.check_child(0, 0, 2);
                 auto const now = all.ones.value();
                 all.record();
                 explore::check(all.ones.value() == now + 1, "a record is lost in a child");
             },
             [&] { all.record(); },
             [&] { all.record(); }}
        );
        check_slabs(3);
    }
};

explore::scenario const grandchild{"a child may fork again", {1, 1, 2000}, {2, 2, 100'000}, [] {
                                       metrics const all;
                                       explore::run(
                                           {[&] {
                                                explore::fork_into_child();
                                                all.record();
                                                explore::start([&] { all.record(); });
                                                explore::fork_into_child();
                                                all.check_child(1, 2, 3);
                                            },
                                            [&] { all.record(); }}
                                       );
                                       check_slabs(4);
                                   }};

explore::scenario const signal{
    "a signal arrives while a thread without a slab forks",
    {1, 1, 2000},
    {2, 1, 100'000},
    [] {
        metrics const all;
        counter const handled;
        std::uint64_t calls = 0;
        explore::run(
            {[&] {
                 explore::on_signal([&] {
                     handled.inc();
                     all.values.observe(0);
                     ++calls;
                 });
                 explore::fork_into_child();
                 all.check_child(0, calls, 1);
             },
             [&] { all.record(); }}
        );
        explore::check(handled.value() == calls, "a record of a handler is lost");
        check_slabs(3);
    }
};

explore::scenario const signal_that_attaches{
    "a handler that attaches its thread in a child shares no slab",
    {1, 0, 2000},
    {2, 1, 100'000},
    [] {
        metrics const all;
        counter const handled;
        std::uint64_t calls = 0;
        explore::run({[&] { all.record(); }}); // leaves a slab
        explore::run({[&] {
            explore::on_signal([&] {
                handled.inc();
                handled.inc();
                calls += 2;
            });
            explore::fork_into_child();
            auto const other = explore::start([&] { all.record(); });
            all.ones.inc();
            explore::join(other);
        }});
        explore::check(handled.value() == calls, "a record of a handler is lost");
        explore::check(all.ones.value() == 3, "a record is lost");
        check_slabs(3);
    }
};

} // namespace
