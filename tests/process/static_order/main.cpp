// SPDX-License-Identifier: BSL-1.0

// Records from static initialisers, from destructors of static and thread_local objects and from an
// atexit handler: each arrives, whatever the order.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <cstdlib>
#include <process/check.hpp>
#include <process/static_order/metrics.hpp>
#include <string>
#include <support/text.hpp>
#include <thread>

namespace {

void look() {
    auto const text = tacho::to_text();
    auto const lost =
        tacho::detail::the_arena().events.lost_records.load(std::memory_order_relaxed);
    check_equal<unsigned long>(lost, 3 * too_early, "records before the three metrics were made");
    check_equal<unsigned long>(first_use_counter().value(), records, "first_use_counter");
    check_equal<unsigned long>(static_counter.value(), records - too_early, "static_counter");
    check_equal<long>(static_level.value(), records - too_early, "static_level");
    auto const bytes = static_bytes.value();
    check_equal<unsigned long>(bytes.count, records - too_early, "static_bytes");
    check_equal<unsigned long>(bytes.buckets[0], records - too_early, "its bucket");
    check_equal(bytes.sum, static_cast<double>(records - too_early), "its sum");
    check(
        sample(text, "first_use_total") == std::to_string(records) &&
            sample(text, "static_total") == std::to_string(records - too_early) &&
            sample(text, "late_total") == "7",
        "the last scrape shows all of it, and this is it:\n" + text
    );
    std::_Exit(0); // main() said failure
}

/// Before every static object, so that this is what runs last.
[[gnu::constructor(101)]] void look_last() {
    std::atexit(look);
}

} // namespace

int main() {
    std::atexit([] {
        record_in_static_metrics();
        first_use_counter().inc();
    });
    thread_local recorder const with_the_main_thread;
    std::thread{[] { thread_local recorder const with_the_thread; }}.join();
    return 1; // look() runs later, and ends with 0 if all is well
}
