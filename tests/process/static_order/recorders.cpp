// SPDX-License-Identifier: BSL-1.0

#include <tacho/registry.hpp>

#include <process/static_order/metrics.hpp>
#include <thread>

namespace {

void record() {
    record_in_static_metrics();
    first_use_counter().inc();
}

} // namespace

recorder::recorder() {
    record();
}

recorder::~recorder() {
    record();
}

namespace {

/// Starts a thread that records, and registers a metric, while static objects are destroyed.
struct late_starter {
    ~late_starter() {
        std::thread{[] {
            thread_local recorder const with_the_thread;
            record();
        }}.join();
        tacho::counter registered{"late_total", "Registered while static objects are destroyed."};
        registered.inc(7);
    }
};

[[gnu::init_priority(200)]] late_starter const starts_late;
[[gnu::init_priority(200)]] recorder const before_the_metrics;
recorder const after_the_metrics;

} // namespace
