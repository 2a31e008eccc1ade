// SPDX-License-Identifier: BSL-1.0

#include <tacho/self_metrics.hpp>
#include <tacho/tacho.hpp>

#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <support/unconstructed.hpp>
#include <thread>
#include <type_traits>

static_assert(!std::is_copy_constructible_v<tacho::self_metrics>);

namespace {

[[nodiscard]] double number(tacho::registry const& in, std::string const& name) {
    auto const text = sample(in, name);
    return text == "absent" ? -1 : std::stod(text);
}

} // namespace

TEST_CASE("tacho's own metrics are shown for as long as their object lives", "[self_metrics]") {
    tacho::registry registry;
    {
        tacho::self_metrics const own{registry};
        auto const text = tacho::to_text(registry);
        for (auto const* const name :
             {"tacho_slabs",
              "tacho_cells_beyond_slabs",
              "tacho_shared_slab_records_total",
              "tacho_lost_records_total",
              "tacho_refused_records_total",
              "tacho_torn_reads_total",
              "tacho_overflow_lookups_total",
              "tacho_callback_errors_total",
              "tacho_left_out_families_total",
              "tacho_left_out_series_total"}) {
            CAPTURE(name);
            CHECK(sample(text, name) != "absent");
            CHECK_THAT(text, Catch::Contains("# TYPE " + std::string{name} + " "));
        }
    }
    CHECK(tacho::to_text(registry).empty());
}

TEST_CASE("each of tacho's own metrics counts its own event", "[self_metrics]") {
    tacho::registry registry;
    tacho::self_metrics const own{registry};
    auto const grows = [&](std::string const& name, auto cause) {
        auto const before = number(registry, name);
        cause();
        return number(registry, name) - before;
    };
    CHECK(grows("tacho_lost_records_total", [] { unconstructed<tacho::counter>().inc(); }) == 1);
    CHECK(grows("tacho_refused_records_total", [&] {
              tacho::counter counter{registry, "c_total", "C."};
              counter.inc(-1);
          }) == 1);
    CHECK(grows("tacho_overflow_lookups_total", [&] {
              tacho::family<tacho::counter, "k"> family{
                  registry, "f_total", "F.", {.series_limit = 0}
              };
              family.with("a").inc();
          }) == 1);
    CHECK(grows("tacho_callback_errors_total", [&] {
              tacho::callback_gauge const failing{registry, "g", "G.", []() -> double { throw 1; }};
              static_cast<void>(registry.collect());
          }) == 1);
    CHECK(grows("tacho_torn_reads_total", [] {}) == 0);
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc();
    CHECK(grows("tacho_shared_slab_records_total", [&] { counter.inc(); }) == 0);
}

TEST_CASE("the number of slabs counts this thread's and the shared one", "[self_metrics]") {
    tacho::registry registry;
    tacho::self_metrics const own{registry};
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc();
    auto const here = number(registry, "tacho_slabs");
    CHECK(here >= 2);
    // A thread that ended leaves its slab to the next.
    std::thread{[=]() mutable { counter.inc(); }}.join();
    auto const with_one_more = number(registry, "tacho_slabs");
    for (int i = 0; i < 5; ++i)
        std::thread{[=]() mutable { counter.inc(); }}.join();
    CHECK(number(registry, "tacho_slabs") == with_one_more);
    CHECK(with_one_more <= here + 1);
}
