// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <thread>
#include <vector>

// Series are removed and registries destroyed while other threads record.

namespace {

enum class method { get, put };
constexpr std::array<std::string_view, 2> label_values(method) {
    return {"get", "put"};
}

constexpr auto removals = scaled(100'000);

} // namespace

TEST_CASE("series are removed and asked for again while threads record", "[stress][removal]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "name"> text{registry, "named_total", "Named."};
    tacho::family<tacho::counter, tacho::enum_label<method>("verb")> dense{
        registry, "verbs_total", "Verbs."
    };
    tacho::family<tacho::histogram<tacho::buckets<1>>, "name"> histograms{
        registry, "named_seconds", "Named."
    };
    std::atomic<std::uint64_t> recorded{0}; // at least as much as any series can show
    std::size_t too_much = 0;
    std::size_t torn = 0;
    {
        background const scraper{[&] {
            auto const snapshot = registry.collect();
            auto const most = recorded.load(std::memory_order_relaxed);
            for (std::size_t i = 0; i < snapshot.size(); ++i) {
                auto const family = snapshot[i];
                for (std::size_t j = 0; j < family.size(); ++j) {
                    // A base line above the value would show as a number near 2^64.
                    if (family.description().type == tacho::metric_type::histogram) {
                        torn +=
                            family[j].count(1) > most + removals || family[j].sum(1) < 0 ? 1U : 0U;
                    } else {
                        too_much += family[j].as_unsigned() > most + removals ? 1U : 0U;
                    }
                }
            }
        }};
        together(4, [&](std::size_t index) {
            auto random = random_for(index);
            for (std::size_t i = 0; i < removals; ++i) {
                auto const name = std::to_string(random() % 8);
                if (index == 0 && i % 4 == 0) {
                    text.remove(name);
                    histograms.remove(name);
                    dense.remove(static_cast<method>(i / 4 % 2));
                    if (i % 512 == 0) {
                        text.clear();
                        histograms.clear();
                        dense.clear();
                    }
                } else {
                    recorded.fetch_add(1, std::memory_order_relaxed);
                    text.with(name).inc();
                    histograms.with(name).observe(1);
                    dense.with(static_cast<method>(i % 2)).inc();
                }
            }
        });
    }
    CHECK(too_much == 0);
    CHECK(torn == 0);
    // At rest, a series that comes again begins at zero.
    text.clear();
    dense.clear();
    histograms.clear();
    CHECK(tacho::to_text(registry) == "");
    text.with("1").inc();
    dense.with(method::put).inc(2);
    histograms.with("1").observe(0.5);
    CHECK(sample(registry, "named_total{name=\"1\"}") == "1");
    CHECK(sample(registry, "verbs_total{verb=\"put\"}") == "2");
    CHECK(sample(registry, "named_seconds_count{name=\"1\"}") == "1");
    CHECK(sample(registry, "named_seconds_sum{name=\"1\"}") == "0.5");
}

TEST_CASE("guards of a removed series decrement its current value", "[stress][removal]") {
    tacho::registry registry;
    tacho::family<tacho::up_down_counter, "name"> levels{registry, "levels", "Levels."};
    std::size_t negative = 0;
    {
        background const scraper{[&] {
            auto const snapshot = registry.collect();
            for (std::size_t i = 0; i < snapshot.size(); ++i)
                for (std::size_t j = 0; j < snapshot[i].size(); ++j)
                    negative += snapshot[i][j].as_signed() < 0 ? 1U : 0U;
        }};
        together(4, [&](std::size_t index) {
            for (std::size_t i = 0; i < removals / 2; ++i) {
                auto const held = levels.with("one").track();
                if (index == 0)
                    levels.remove("one");
            }
        });
    }
    CHECK(negative == 0);
    CHECK(levels.with("one").value() == 0);
}

TEST_CASE(
    "series come and go with their owners and never show another's counts", "[stress][removal]"
) {
    tacho::registry registry;
    tacho::family<tacho::counter, "owner"> const counters{registry, "owned_total", "Owned."};
    tacho::family<tacho::histogram<tacho::buckets<1>>, "owner"> const histograms{
        registry, "owned_seconds", "Owned."
    };
    tacho::counter const neighbour{registry, "neighbour_total", "Keeps its cells."};
    constexpr std::size_t threads = 4;
    constexpr auto lives = scaled(40'000);
    std::size_t foreign = 0;
    {
        // The owner called "3" adds 1000 in each lifetime, and so on.
        background const scraper{[&] {
            auto const shown = registry.collect();
            for (std::size_t i = 0; i < shown.size(); ++i)
                for (std::size_t k = 0;
                     shown[i].description().label_names.size() == 1 && k < shown[i].size();
                     ++k) {
                    auto const series = shown[i][k];
                    std::uint64_t amount = 1;
                    for (auto left = series.label(0).value[0]; left != '0'; --left)
                        amount *= 10;
                    bool const right =
                        shown[i].description().type == tacho::metric_type::counter
                            ? series.as_unsigned() == 0 || series.as_unsigned() == amount
                            : series.count(1) <= 1 && series.sum(1) <= static_cast<double>(amount);
                    foreign += right ? 0U : 1U;
                }
        }};
        auto const wrong = together(threads, [&](std::size_t index) {
            std::size_t seen = 0;
            auto const name = std::to_string(index);
            std::uint64_t amount = 1;
            for (std::size_t i = 0; i < index; ++i)
                amount *= 10;
            tacho::owned<tacho::counter> moved;
            for (std::size_t life = 0; life < lives; ++life) {
                auto counter = counters.own(name);
                auto const histogram = histograms.own(name);
                counter->inc(amount);
                histogram->observe(static_cast<double>(amount));
                neighbour.inc();
                if (life % 64 == 0)
                    seen += counter->value() != amount || histogram->value().count != 1 ? 1U : 0U;
                if (life % 3 == 0) // otherwise it ends here
                    moved = std::move(counter);
                moved = {};
            }
            return seen;
        });
        for (auto const each : wrong)
            CHECK(each == 0);
    }
    CHECK(foreign == 0);
    CHECK(neighbour.value() == threads * lives);
    CHECK(occurrences(tacho::to_text(registry), "owner=") == 0);
}

TEST_CASE("the cells of a registry that is gone are used again, from zero", "[stress][removal]") {
    struct content {
        tacho::registry registry;
        tacho::counter counter{registry, "ones_total", "Ones."};
        tacho::float_counter halves{registry, "halves_total", "Halves."};
        tacho::up_down_counter level{registry, "level", "Level."};
        tacho::histogram<> histogram{registry, "seconds", "Seconds."};
        tacho::family<tacho::counter, "name"> family{registry, "named_total", "Named."};
    };
    tacho::registry lasting;
    tacho::counter const neighbour{lasting, "lasting_total", "Has a neighbour that goes."};
    constexpr std::size_t threads = 4;
    constexpr auto lives = scaled(2'000);

    // Threads that outlive the registries: they keep their slabs throughout.
    std::unique_ptr<content> now;
    std::barrier turn{static_cast<std::ptrdiff_t>(threads + 1)};
    std::size_t wrong = 0;
    std::size_t usable = 0;
    std::thread director{[&] {
        for (std::size_t life = 0; life < lives; ++life) {
            now = std::make_unique<content>();
            turn.arrive_and_wait(); // they record
            auto const scraped = now->registry.collect();
            turn.arrive_and_wait(); // they have recorded
            auto const value = now->histogram.value();
            bool const right =
                now->counter.value() == threads * 10 && now->halves.value() == threads * 5 &&
                now->level.value() == threads * 10 && value.count == threads * 10 &&
                value.sum == threads * 10 && now->family.with("1").value() == threads * 10;
            wrong += right ? 0U : 1U;
            // A snapshot keeps the cells until it is gone too.
            now.reset();
            auto const shared = tacho::detail::the_arena().shared();
            if (life == 1)
                usable = shared->usable.load(std::memory_order_relaxed);
            else if (life > 1)
                wrong += shared->usable.load(std::memory_order_relaxed) != usable ? 1U : 0U;
        }
    }};
    together(threads, [&](std::size_t) {
        for (std::size_t life = 0; life < lives; ++life) {
            turn.arrive_and_wait();
            for (int i = 0; i < 10; ++i) {
                now->counter.inc();
                now->halves.inc(0.5);
                now->level.inc();
                now->histogram.observe(1);
                now->family.with("1").inc();
                neighbour.inc();
            }
            turn.arrive_and_wait();
        }
    });
    director.join();
    CHECK(wrong == 0);
    CHECK(neighbour.value() == threads * lives * 10);
}

TEST_CASE("registries come and go on many threads at once", "[stress][removal]") {
    auto const wrong = together(4, [&](std::size_t index) {
        std::size_t seen = 0;
        for (std::size_t life = 0; life < scaled(4'000); ++life) {
            tacho::registry registry;
            tacho::counter const counter{registry, "ones_total", "Ones."};
            tacho::histogram<tacho::buckets<1, 2>> const histogram{registry, "seconds", "Seconds."};
            tacho::up_down_counter const level{registry, "level", "Level."};
            std::optional<tacho::snapshot> kept;
            for (std::size_t i = 0; i <= index; ++i) {
                counter.inc();
                histogram.observe(1);
                level.inc();
                if (i == 0)
                    kept.emplace(registry.collect());
            }
            seen += (*kept)[0][0].as_unsigned() == 1 && counter.value() == index + 1 &&
                            histogram.value().count == index + 1 &&
                            level.value() == static_cast<std::int64_t>(index + 1)
                        ? 0U
                        : 1U;
        }
        return seen;
    });
    CHECK(wrong == std::vector<std::size_t>(4));
}
