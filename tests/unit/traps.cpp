// SPDX-License-Identifier: BSL-1.0

// One test for each mistake that other libraries have made.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using limits = std::numeric_limits<double>;

// Incrementing returns no old value: that would forbid counting per thread.
static_assert(std::is_void_v<decltype(std::declval<tacho::counter&>().inc())>);
static_assert(std::is_void_v<decltype(std::declval<tacho::counter&>().inc(1))>);
static_assert(std::is_void_v<decltype(std::declval<tacho::float_counter&>().inc(1))>);
static_assert(std::is_void_v<decltype(std::declval<tacho::gauge&>().inc(1))>);
static_assert(std::is_void_v<decltype(std::declval<tacho::up_down_counter&>().inc(1))>);

TEST_CASE("a counter does not go backwards while threads come and go", "[traps]") {
    // Folding a dying thread's count into a total shows it twice or not at all for a moment.
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    constexpr int rounds = 200;
    std::atomic<bool> done{false};
    std::thread churn{[&] {
        for (int i = 0; i < rounds; ++i)
            std::thread{[=]() mutable { counter.inc(1000); }}.join();
        done.store(true);
    }};
    std::uint64_t before = 0;
    int backwards = 0;
    while (!done.load()) {
        auto const now = counter.value();
        backwards += now < before;
        before = now;
    }
    churn.join();
    CHECK(backwards == 0);
    CHECK(counter.value() == 1000 * rounds);
}

TEST_CASE("series are never found by their hash alone", "[traps]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "a"> family{registry, "x_total", "X."};
    // Each series keeps its own count while the table grows many times. series_table.cpp tests that
    // values with equal hashes are told apart.
    constexpr int count = 9000;
    for (int i = 0; i < count; ++i)
        family.with(std::to_string(i)).inc(i + 1);
    int wrong = 0;
    for (int i = 0; i < count; ++i)
        wrong += family.with(std::to_string(i)).value() != static_cast<std::uint64_t>(i) + 1;
    CHECK(wrong == 0);
}

TEST_CASE("help is escaped as help and labels as labels", "[traps]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "x_total", "\"\\\n"};
    family.with("\"\\\n").inc();
    CHECK(
        tacho::to_text(registry) == "# HELP x_total \"\\\\\\n\n# TYPE x_total counter\n"
                                    "x_total{k=\"\\\"\\\\\\n\"} 1\n"
    );
}

TEST_CASE("a type line carries the name of its samples", "[traps]") {
    tacho::registry registry;
    tacho::gauge const info{registry, "build_info", "Build.", {.labels = {{"version", "1"}}}};
    tacho::counter const counter{registry, "x_total", "X."};
    auto const text = tacho::to_text(registry);
    CHECK_THAT(text, Catch::Contains("# TYPE build_info gauge\nbuild_info{"));
    CHECK_THAT(text, Catch::Contains("# TYPE x_total counter\nx_total "));
}

TEST_CASE("a number reads back as the same number", "[traps]") {
    // std::to_string gives six digits, a stream sixteen, and a locale its comma.
    tacho::registry registry;
    tacho::gauge gauge{registry, "g", "G."};
    for (double const number :
         {0.1,
          1.0 / 3,
          1e-7,
          123456789.123456789,
          5e-324,
          limits::max(),
          0.30000000000000004,
          9007199254740993.0}) {
        gauge.set(number);
        CHECK(std::strtod(sample(registry, "g").c_str(), nullptr) == number);
    }
}

TEST_CASE("records are not queued until the next scrape", "[traps]") {
    // Memory does not grow with records: the slabs stay as many as they are.
    tacho::registry registry;
    tacho::histogram<> histogram{registry, "h", "H."};
    histogram.observe(1);
    auto const slabs = tacho::detail::the_arena().size();
    auto const usable = tacho::detail::this_thread.own->usable.load();
    for (int i = 0; i < 1000000; ++i)
        histogram.observe(i);
    CHECK(tacho::detail::the_arena().size() == slabs);
    CHECK(tacho::detail::this_thread.own->usable.load() == usable);
    CHECK(histogram.value().count == 1000001);
}

TEST_CASE("callbacks do not run under the registry's lock", "[traps]") {
    tacho::registry registry;
    bool free = false;
    tacho::callback_gauge const
        gauge{registry, "g", "G.", [&] {
                  std::thread{[&] { // another thread, as this one would not see its own lock
                      auto& lock = tacho::detail::the_locks().registration;
                      free = lock.try_lock();
                      if (free)
                          lock.unlock();
                  }}
                      .join();
                  return 1.0;
              }};
    static_cast<void>(registry.collect());
    CHECK(free);
}

TEST_CASE("a handle to a removed series does not dangle", "[traps]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "x_total", "X."};
    std::vector<tacho::counter> kept;
    for (int i = 0; i < 100; ++i)
        kept.push_back(family.with(std::to_string(i)));
    family.clear();
    for (int i = 0; i < 100; ++i)
        static_cast<void>(family.with("new " + std::to_string(i)));
    for (auto& each : kept)
        each.inc(5);
    for (int i = 0; i < 100; ++i)
        CHECK(family.with("new " + std::to_string(i)).value() == 0);
}

TEST_CASE("a series is shown at zero before its first record", "[traps]") {
    // A series that appears with its first change has no rate for that change.
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    tacho::float_counter const floating{registry, "f_total", "F."};
    tacho::gauge const gauge{registry, "g", "G."};
    tacho::up_down_counter const up_down{registry, "u", "U."};
    tacho::histogram<> const histogram{registry, "h", "H."};
    tacho::family<tacho::counter, "k"> family{registry, "family_total", "F."};
    static_cast<void>(family.with("a"));
    auto const text = tacho::to_text(registry);
    for (auto const* const name :
         {"c_total",
          "f_total",
          "g",
          "u",
          "h_sum",
          "h_count",
          "h_bucket{le=\"+Inf\"}",
          "family_total{k=\"a\"}"})
        CHECK(sample(text, name) == "0");
}

TEST_CASE("the smallest positive double is not taken for the lowest", "[traps]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<-1, 1>> histogram{registry, "h", "H."};
    histogram.observe(limits::lowest());
    histogram.observe(limits::min());
    CHECK(histogram.value().buckets == std::vector<std::uint64_t>{1, 1, 0});
    tacho::gauge gauge{registry, "g", "G."};
    gauge.set(limits::lowest());
    CHECK(sample(registry, "g") == "-1.7976931348623157e+308");
}

namespace {

/// Records when its thread ends, after the thread's slab may be thought gone.
struct last_words {
    tacho::counter* counter{nullptr};
    ~last_words() {
        if (counter != nullptr)
            counter->inc();
    }
};

} // namespace

TEST_CASE("records of a thread's locals at its end are counted", "[traps]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    for (int i = 0; i < 10; ++i)
        std::thread{[&] {
            thread_local last_words first;
            first.counter = &counter;
            counter.inc();
            thread_local last_words second;
            second.counter = &counter;
        }}.join();
    CHECK(counter.value() == 30);
}

TEST_CASE("a histogram's sum and count and buckets are never torn", "[traps]") {
    // Every observation is 4: a scrape that counts n of them has to show a sum of 4 n.
    tacho::registry registry;
    tacho::histogram<tacho::byte_buckets<1, 8>> histogram{registry, "h", "H."};
    std::atomic<bool> done{false};
    std::thread observer{[&, histogram]() mutable {
        while (!done.load(std::memory_order_relaxed)) {
            histogram.observe(4);
            // Other work in between: a thread that does nothing but observe is read torn now and
            // then, and that is counted.
            for (int i = 0; i < 50; ++i)
                std::atomic_signal_fence(std::memory_order_seq_cst);
        }
    }};
    event_count const torn{&event_count::events::torn_reads};
    std::uint64_t wrong = 0;
    std::uint64_t torn_sums = 0;
    for (int i = 0; i < 2000; ++i) {
        auto const value = histogram.value();
        wrong += value.count != value.buckets[0] + value.buckets[1] + value.buckets[2];
        wrong += value.buckets[0] != 0 || value.buckets[2] != 0;
        torn_sums += value.sum != 4 * static_cast<double>(value.count);
    }
    done.store(true, std::memory_order_relaxed);
    observer.join();
    CHECK(wrong == 0);
    CHECK(torn_sums <= torn.since());
    CHECK(histogram.value().sum == 4 * static_cast<double>(histogram.value().count));
}

TEST_CASE("metrics may be recorded while static objects are destroyed", "[traps]") {
    // The default registry and the storage are never destroyed, so the order does not matter;
    // tests/process/static_order tries it. Here: handles are not destroyed either.
    STATIC_REQUIRE(std::is_trivially_destructible_v<tacho::counter>);
    STATIC_REQUIRE(std::is_trivially_destructible_v<tacho::gauge>);
    STATIC_REQUIRE(std::is_trivially_destructible_v<tacho::histogram<>>);
    STATIC_REQUIRE(std::is_trivially_destructible_v<tacho::family<tacho::counter, "k">>);
}
