// SPDX-License-Identifier: BSL-1.0

// All metrics of the process share the arena, so a test that fills it needs its own program.

#include <tacho/tacho.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <vector>

namespace {

using given = tacho::histogram<tacho::runtime_buckets>;
using big_family = tacho::family<given, "n">;
using small_family = tacho::family<tacho::counter, "k">;

/// 65534 make half a megabyte of cells for one histogram.
[[nodiscard]] std::vector<double> many_bounds(std::size_t count = 65534) {
    std::vector<double> bounds(count);
    for (std::size_t i = 0; i < bounds.size(); ++i)
        bounds[i] = static_cast<double>(i);
    return bounds;
}

/// How many cells lie beyond the slabs.
[[nodiscard]] std::uint64_t beyond() {
    return tacho::detail::the_arena().events.cells_beyond.load(std::memory_order_relaxed);
}

/// Makes series, and records once in each, until the cells of one lie beyond the slabs; returns how
/// many there are.
template <typename Family, typename Record>
[[nodiscard]] std::size_t fill(Family const& family, Record record) {
    auto const before = beyond();
    std::size_t made = 0;
    while (beyond() == before)
        record(family.with(std::to_string(made++)));
    return made;
}
constexpr auto observe_one = [](given const& into) { into.observe(1); };

} // namespace

TEST_CASE("a full arena goes on in cells that all threads share", "[full_arena]") {
    event_count const lost{&event_count::events::lost_records};
    auto const bounds = many_bounds();
    std::optional<tacho::registry> big{std::in_place};
    tacho::registry small;
    {
        big_family const family{*big, tacho::runtime("big"), "Big.", bounds, {}};
        auto const made = fill(family, observe_one);
        CHECK(made > 15);
        CHECK(beyond() == bounds.size() + 4);
        // The rest, to the last cell.
        small_family const rest{
            *big, "rest_total", "Rest.", {.series_limit = std::size_t{1} << 30}
        };
        static_cast<void>(fill(rest, [](tacho::counter const& into) { into.inc(); }));

        // Every kind of metric, in the slabs and beyond, exact under several threads.
        tacho::counter const counter{small, "c_total", "C."};
        tacho::float_counter const seconds{small, "s_total", "S."};
        tacho::up_down_counter const level{small, "l", "L."};
        tacho::histogram<tacho::buckets<1, 2>> const histogram{small, "h", "H."};
        tacho::histogram<tacho::byte_buckets<1, 2>> const sizes{small, "b", "B."};
        CHECK(beyond() > bounds.size() + 4);
        auto const last = family.with(std::to_string(made - 1));
        auto const first = family.with("0");
        constexpr std::uint64_t threads = 4;
        constexpr std::uint64_t records = 2000;
        together(threads, [&](std::size_t) {
            for (std::uint64_t i = 0; i < records; ++i) {
                counter.inc();
                seconds.inc(0.5);
                level.inc(3);
                level.dec(2);
                histogram.observe(1.5);
                sizes.observe(2);
                last.observe(2);
                first.observe(3);
            }
        });
        constexpr auto all = threads * records;
        CHECK(counter.value() == all);
        CHECK(seconds.value() == 0.5 * static_cast<double>(all));
        CHECK(level.value() == static_cast<std::int64_t>(all));
        CHECK(histogram.value().count == all);
        CHECK(histogram.value().sum == 1.5 * static_cast<double>(all));
        CHECK(sizes.value().sum == 2.0 * static_cast<double>(all));
        CHECK(last.value().count == all + 1);
        CHECK(last.value().buckets[2] == all);
        CHECK(first.value().count == all + 1);
        CHECK(sample(small, "c_total") == "8000");
        CHECK(sample(small, "s_total") == "4000");
        CHECK(sample(small, "l") == "8000");
        CHECK(sample(small, "h_bucket{le=\"2\"}") == "8000");
        CHECK(sample(small, "b_sum") == "16000");

        // The page says so.
        tacho::self_metrics const own{small};
        CHECK(sample(small, "tacho_cells_beyond_slabs") == std::to_string(beyond()));
        CHECK(lost.since() == 0);

        // A family whose series is shown again counts from its removal.
        CHECK(rest.remove("0"));
        CHECK(family.remove(std::to_string(made - 1)));
        family.with(std::to_string(made - 1)).observe(1);
        CHECK(family.with(std::to_string(made - 1)).value().count == 1);
        auto const text = tacho::to_text(*big);
        CHECK(
            text.find("big_count{n=\"" + std::to_string(made - 1) + "\"} 1\n") != std::string::npos
        );
    }

    // Destroyed registries give all cells back, which are zero when they are used again.
    big.reset();
    tacho::registry next;
    auto const left = beyond();
    big_family const family{next, tacho::runtime("next"), "Next.", bounds, {}};
    auto const made = fill(family, observe_one);
    CHECK(left < 20);
    std::uint64_t not_zero = 0;
    for (std::size_t i = 0; i < made; ++i) {
        auto const value = family.with(std::to_string(i)).value();
        not_zero += value.count != 1 || value.sum != 1 || value.buckets[1] != 1;
    }
    CHECK(not_zero == 0);
}

TEST_CASE("cells beyond the slabs start from zero like the others", "[full_arena]") {
    tacho::registry big;
    big_family const family{big, tacho::runtime("big"), "Big.", many_bounds(), {}};
    auto const made = fill(family, observe_one);
    tacho::start_from_zero();
    std::uint64_t not_zero = 0;
    for (std::size_t i = 0; i < made; ++i)
        not_zero += family.with(std::to_string(i)).value().count != 0;
    CHECK(not_zero == 0);
    family.with(std::to_string(made - 1)).observe(1);
    CHECK(family.with(std::to_string(made - 1)).value().count == 1);
}

TEST_CASE("cells that big metrics gave back are used for small ones", "[full_arena]") {
    auto const before = beyond();
    {
        tacho::registry big;
        for (std::size_t count = 65534; count > 8; count /= 4) { // fill the gaps with smaller ones
            big_family const family{
                big, tacho::runtime("big_" + std::to_string(count)), "Big.", many_bounds(count), {}
            };
            static_cast<void>(fill(family, observe_one));
        }
        CHECK(beyond() > before);
    }
    CHECK(beyond() == before);
    tacho::registry small;
    tacho::histogram<> const histogram{small, "h", "H."};
    small_family const family{small, "f_total", "F."};
    for (int i = 0; i < 5000; ++i)
        family.with(std::to_string(i)).inc();
    histogram.observe(1);
    CHECK(histogram.value().count == 1);
    CHECK(sample(small, "f_total{k=\"4999\"}") == "1");
    CHECK(beyond() == before);
}
