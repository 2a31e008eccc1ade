// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/thread.hpp>

#include <cstdint>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <thread>
#include <vector>

TEST_CASE("an attached thread records in its own slab from the first record on", "[thread]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::histogram<> histogram{registry, "h", "H."};
    event_count const shared{&event_count::events::shared_records};
    bool attached = false;
    bool again = false;
    bool direct = false;
    std::thread{[&] {
        attached = tacho::attach_this_thread();
        again = tacho::attach_this_thread();
        tacho::counter late{registry, "late_total", "Registered since."};
        direct = tacho::detail::this_threads_delta != tacho::detail::closed_delta;
        counter.inc();
        late.inc();
        histogram.observe(1);
    }}.join();
    CHECK(attached);
    CHECK(again);
    CHECK(direct);
    CHECK(shared.since() == 0);
    CHECK(counter.value() == 1);
    CHECK(sample(registry, "late_total") == "1");
}

TEST_CASE("a process may start from zero", "[thread]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::float_counter floating{registry, "f_total", "F."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::gauge gauge{registry, "g", "G."};
    tacho::histogram<tacho::buckets<1>> histogram{registry, "h", "H."};
    counter.inc(5);
    floating.inc(0.5);
    up_down.dec(3);
    gauge.set(7);
    histogram.observe(1);
    std::thread{[=]() mutable { counter.inc(5); }}.join();
    tacho::start_from_zero();
    CHECK(counter.value() == 0);
    CHECK(floating.value() == 0);
    CHECK(up_down.value() == 0);
    CHECK(gauge.value() == 7);
    CHECK(histogram.value().count == 0);
    CHECK(histogram.value().sum == 0);
    counter.inc(2);
    CHECK(sample(registry, "c_total") == "2");
    CHECK(sample(registry, "g") == "7");
}

TEST_CASE("starting from zero discards the base lines of removed series", "[thread]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "c_total", "C."};
    family.with("a").inc(5);
    family.remove("a");
    family.with("a").inc(2);
    CHECK(sample(registry, "c_total{k=\"a\"}") == "2"); // the plan keeps the base line
    tacho::start_from_zero();
    CHECK(family.with("a").value() == 0);
    CHECK(sample(registry, "c_total{k=\"a\"}") == "0");
    family.with("a").inc(1);
    CHECK(sample(registry, "c_total{k=\"a\"}") == "1");
}
