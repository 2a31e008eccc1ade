// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/tacho.hpp>

#include <mutex>
#include <support/catch.hpp>
#include <thread>

using tacho::detail::the_locks;

TEST_CASE("the process has one lock of each kind", "[process_locks]") {
    CHECK(&the_locks() == &the_locks());
    CHECK(&tacho::detail::the_cell_allocator().locks() == &the_locks());
}

TEST_CASE("recording needs none of the locks", "[process_locks]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::gauge gauge{registry, "g", "G."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::histogram<> histogram{registry, "h", "H."};
    tacho::family<tacho::counter, "k"> family{registry, "f_total", "F."};
    static_cast<void>(family.with("a"));
    {
        std::lock_guard const merging{the_locks().merging};
        std::lock_guard const registration{the_locks().registration};
        // A new thread too: it attaches, records and ends while both are held.
        std::thread{[&] {
            counter.inc();
            gauge.set(1);
            gauge.inc();
            auto const tracked = up_down.track();
            auto const timed = histogram.time();
            histogram.observe(1);
            family.with("a").inc();
        }}.join();
    }
    CHECK(counter.value() == 1);
    CHECK(gauge.value() == 2);
    CHECK(histogram.value().count == 2);
    CHECK(family.with("a").value() == 1);
}

TEST_CASE("a full family answers without the locks", "[process_locks]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "f_total", "F.", {.series_limit = 0}};
    family.with("a").inc();
    {
        std::lock_guard const registration{the_locks().registration};
        family.with("b").inc();
        family.with("never seen before").inc();
    }
    CHECK(family.with("c").value() == 3);
}

TEST_CASE("no lock is held when a scrape is over", "[process_locks]") {
    tacho::registry registry;
    tacho::callback_gauge const gauge{registry, "g", "G.", []() -> double { throw 1; }};
    auto const snapshot = registry.collect();
    REQUIRE(the_locks().merging.try_lock());
    the_locks().merging.unlock();
    REQUIRE(the_locks().registration.try_lock());
    the_locks().registration.unlock();
}

TEST_CASE("no lock is held when a registration was refused", "[process_locks]") {
    tacho::registry registry;
    CHECK_THROWS_AS(
        (tacho::counter{registry, tacho::runtime("9"), "N."}), tacho::registration_error
    );
    REQUIRE(the_locks().registration.try_lock());
    the_locks().registration.unlock();
}

TEST_CASE("no lock is held while callbacks run", "[process_locks]") {
    tacho::registry registry;
    bool merging = false;
    bool registration = false;
    tacho::callback_gauge const gauge{registry, "g", "G.", [&] {
                                          merging = the_locks().merging.try_lock();
                                          if (merging)
                                              the_locks().merging.unlock();
                                          registration = the_locks().registration.try_lock();
                                          if (registration)
                                              the_locks().registration.unlock();
                                          return 1.0;
                                      }};
    static_cast<void>(registry.collect());
    CHECK(merging);
    CHECK(registration);
}
