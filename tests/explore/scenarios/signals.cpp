// SPDX-License-Identifier: BSL-1.0

#include <cstdint>

#include "storage.hpp"

// A signal handler that records is called once, before any one access of the thread that it
// interrupts: while the thread attaches, records, registers and ends. The handler and the thread
// record in counters of their own, since here an add is a load and a store.

namespace {

using storage::cells_of_a_page;
using storage::check_slabs;
using storage::counter;
using storage::metric;

struct interrupted {
    counter ones{};
    counter handled{};
    std::uint64_t calls{0};

    void expect_signals() {
        explore::on_signal([this] {
            handled.inc();
            ++calls;
        });
    }

    void check_total(std::uint64_t records) const {
        explore::check(ones.value() == records, "a record is lost");
        explore::check(handled.value() == calls, "a record of a handler is lost");
    }
};

explore::scenario const whole_life{
    "a signal arrives while a thread attaches, records or ends",
    {0, 0, 0},
    {0, 0, 0},
    [] {
        interrupted metrics;
        auto const live = [&] {
            metrics.expect_signals();
            metrics.ones.inc();
            metrics.ones.inc();
        };
        explore::run({live});
        check_slabs(2);
        explore::run({live}); // in a slab that was left
        metrics.check_total(4);
        check_slabs(2);
    }
};

explore::scenario const beside_another{
    "a signal arrives while a thread ends and another begins",
    {2, 1, 5000},
    {3, 2, 200'000},
    [] {
        interrupted metrics;
        explore::run(
            {[&] {
                 metrics.expect_signals();
                 metrics.ones.inc();
             },
             [&] {
                 metrics.ones.inc();
                 metrics.handled.inc();
                 metrics.handled.inc();
             }}
        );
        metrics.calls += 2;
        metrics.check_total(2);
        check_slabs(3);
    }
};

explore::scenario const while_growing{
    "a signal arrives while its thread registers a metric",
    {1, 1, 2000},
    {2, 2, 200'000},
    [] {
        interrupted metrics;
        metric const rest{storage::detail::run_kind::integer, cells_of_a_page - 2};
        explore::run(
            {[&] {
                 metrics.expect_signals();
                 counter const second;
                 second.inc();
                 explore::check(second.value() == 1, "a record is lost");
             },
             [&] { metrics.ones.inc(); }}
        );
        metrics.check_total(1);
        check_slabs(3);
    }
};

} // namespace
