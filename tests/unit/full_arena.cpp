// SPDX-License-Identifier: BSL-1.0

// All metrics of the process share the arena, so a test that fills it needs its own program.

#include <tacho/tacho.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <thread>
#include <vector>

namespace {

using given = tacho::histogram<tacho::runtime_buckets>;
using big_family = tacho::family<given, "n">;

/// 65534 make half a megabyte of cells for one histogram.
[[nodiscard]] std::vector<double> many_bounds(std::size_t count = 65534) {
    std::vector<double> bounds(count);
    for (std::size_t i = 0; i < bounds.size(); ++i)
        bounds[i] = static_cast<double>(i);
    return bounds;
}

/// Makes series until one is refused; returns how many exist.
[[nodiscard]] std::size_t fill(big_family& family) {
    event_count const lost{&event_count::events::lost_records};
    std::size_t made = 0;
    for (;; ++made) {
        auto series = family.with(std::to_string(made));
        series.observe(1);
        if (lost.since() > 0)
            return made;
    }
}

} // namespace

TEST_CASE(
    "a full arena refuses a metric with a reason and leaves everything as it was", "[full_arena]"
) {
    tacho::registry small;
    tacho::counter counter{small, "small_total", "Small."};
    tacho::family<tacho::counter, "k"> counters{small, "counters_total", "Counters."};
    counters.with("a").inc(3);

    auto const bounds = many_bounds();
    std::optional<tacho::registry> big{std::in_place};
    std::size_t first = 0;
    {
        big_family family{*big, tacho::runtime("big"), "Big.", bounds, {}};
        first = fill(family);
        CHECK(first > 15);

        // Registering another histogram of this size fails with its name and a reason.
        auto const before = small.collect().size();
        auto const message = refused(small, "one_more", [&] {
            given{small, tacho::runtime("one_more"), "One more.", bounds};
        });
        CHECK_THAT(message, Catch::Contains("no room"));
        CHECK_THAT(message, Catch::Contains("16 MiB"));
        CHECK(small.collect().size() == before);
        // Its names are free again, and its texts are not remembered.
        tacho::gauge{small, tacho::runtime("one_more_count"), "Another."}.set(1);
        CHECK(sample(small, "one_more_count") == "1");

        // Records in a series that cannot be made are counted as lost, and the family does not
        // grow.
        event_count const lost{&event_count::events::lost_records};
        family.with("does not fit").observe(1);
        CHECK(lost.since() == 1);
        CHECK((*big).collect()[0].size() == first);
        CHECK_FALSE(family.remove("does not fit"));

        // Existing series go on recording.
        family.with("0").observe(2);
        CHECK(family.with("0").value().count == 2);
        counter.inc();
        counters.with("a").inc();
        CHECK(counter.value() == 1);
        CHECK(counters.with("a").value() == 4);
    }

    // Another thread too: its slab covers the whole arena, and it observes in every series.
    big_family again{*big, tacho::runtime("big"), "Big.", bounds, {}};
    std::uint64_t wrong = 0;
    std::thread{[&] {
        for (std::size_t i = 0; i < first; ++i) {
            auto series = again.with(std::to_string(i));
            series.observe(static_cast<double>(i));
            wrong += series.value().count != (i == 0 ? 3 : 2);
        }
    }}.join();
    CHECK(wrong == 0);

    // Destroying the registry frees the cells, which are zero when they are used again.
    big.reset();
    tacho::registry next;
    big_family family{next, tacho::runtime("next"), "Next.", bounds, {}};
    auto const second = fill(family);
    CHECK(second == first);
    std::uint64_t not_zero = 0;
    for (std::size_t i = 0; i < second; ++i) {
        auto const value = family.with(std::to_string(i)).value();
        not_zero += value.count != 1 || value.sum != 1 || value.buckets[1] != 1;
    }
    CHECK(not_zero == 0);
}

TEST_CASE("cells that big metrics gave back are used for small ones", "[full_arena]") {
    {
        tacho::registry big;
        for (std::size_t count = 65534; count > 8; count /= 4) { // fill the gaps with smaller ones
            big_family family{
                big, tacho::runtime("big_" + std::to_string(count)), "Big.", many_bounds(count), {}
            };
            static_cast<void>(fill(family));
        }
        // Fill the rest, to the last cell.
        tacho::family<tacho::counter, "k"> rest{
            big, "rest_total", "Rest.", {.series_limit = std::size_t{1} << 30}
        };
        event_count const lost{&event_count::events::lost_records};
        for (int i = 0; lost.since() == 0; ++i)
            rest.with(std::to_string(i)).inc();
        tacho::registry small;
        CHECK_THAT(
            refused(
                small, "c_total", [&] { tacho::counter{small, tacho::runtime("c_total"), "C."}; }
            ),
            Catch::Contains("no room")
        );
    }
    tacho::registry small;
    tacho::histogram<> histogram{small, "h", "H."};
    tacho::family<tacho::counter, "k"> family{small, "f_total", "F."};
    for (int i = 0; i < 5000; ++i)
        family.with(std::to_string(i)).inc();
    histogram.observe(1);
    CHECK(histogram.value().count == 1);
    CHECK(sample(small, "f_total{k=\"4999\"}") == "1");
}
