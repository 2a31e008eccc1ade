// SPDX-License-Identifier: BSL-1.0

// What both files of the program do; PART is the name of the file that includes this.

#include <tacho/tacho.hpp>

#include <compiled/mixed.hpp>
#include <string>
#include <thread>

void PART(record)() {
    std::thread{[] {
        tacho::counter const shared{"shared_total", "Recorded into by both files."};
        tacho::counter const own{tacho::runtime(PART_NAME "_total"), "Of one file."};
        tacho::histogram<> const times{"times_seconds", "Observed by both files."};
        tacho::histogram<tacho::tick_buckets<>> const ticks{"ticks_seconds", "Timed by both files."};
        tacho::family<tacho::counter, "k"> const family{"family_total", "With a label."};
        tacho::gauge const last{"last", "Set by both files."};
        shared.inc(2);
        own.inc();
        times.observe(0.5);
        ticks.time().stop();
        family.with("v").inc(3);
        last.set(7);
        shared.inc(-1); // refused, and counted
    }}.join();
}

std::string PART(text)() {
    return tacho::to_text();
}
