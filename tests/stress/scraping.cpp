// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/threads.hpp>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

// Scrapes while threads record, come and go.

namespace {

constexpr auto short_threads = scaled(16'000);

/// Short threads, four at a time, one generation after the other.
template <typename Work>
void churn(std::size_t threads, Work const& work) {
    together(4, [&](std::size_t index) {
        for (std::size_t i = 0; i < threads / 4; ++i)
            std::thread{[&] { work(index, i); }}.join();
    });
}

/// Remembers the value of every sample of a text, and counts the samples that have decreased.
class monotone_text {
public:
    void look_at(std::string_view text) {
        ++scrapes;
        while (!text.empty()) {
            auto const line = text.substr(0, text.find('\n'));
            text.remove_prefix(line.size() + 1);
            if (line.starts_with('#'))
                continue;
            auto const blank = line.rfind(' ');
            // (libc++ has no from_chars for a double.)
            auto const value = std::strtod(std::string{line.substr(blank + 1)}.c_str(), nullptr);
            auto& last = last_[std::string{line.substr(0, blank)}];
            decreases += value < last ? 1 : 0;
            last = value;
        }
    }

    std::size_t scrapes{0};
    std::size_t decreases{0};

private:
    std::unordered_map<std::string, double> last_;
};

/// A histogram of a snapshot whose only observed value was 1.
struct seen_histogram {
    std::uint64_t buckets;
    std::uint64_t count;
    double sum;
};

seen_histogram look_at(tacho::series_view const& series, std::size_t bounds) {
    seen_histogram seen{0, series.count(bounds), series.sum(bounds)};
    for (auto const bucket : series.buckets(bounds))
        seen.buckets += bucket;
    return seen;
}

} // namespace

TEST_CASE("no line of a text ever decreases while threads come and go", "[stress][scraping]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    tacho::float_counter const fractions{registry, "tenths_total", "Tenths."};
    tacho::histogram<> const seconds{registry, "seconds", "Doubles."};
    tacho::histogram<tacho::microsecond_buckets<10, 100>> const micros{
        registry, "micro_seconds", "Integers."
    };
    tacho::family<tacho::counter, "name"> const family{registry, "named_total", "Named."};
    monotone_text seen;
    {
        background const scraper{[&] { seen.look_at(tacho::to_text(registry)); }};
        churn(short_threads, [&](std::size_t index, std::size_t round) {
            for (std::size_t i = 0; i < 20; ++i) {
                counter.inc();
                fractions.inc(0.1);
                seconds.observe(0.1 * static_cast<double>(i));
                micros.observe(i * 10);
                family.with(std::to_string((index + round + i) % 50)).inc();
            }
        });
    }
    CHECK(seen.scrapes > 0);
    CHECK(seen.decreases == 0);
    CHECK(counter.value() == short_threads / 4 * 4 * 20);
    CHECK(micros.value().count == short_threads / 4 * 4 * 20);
}

TEST_CASE("concurrent scrapes see no decrease either", "[stress][scraping]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    tacho::histogram<> const seconds{registry, "seconds", "Doubles."};
    auto const decreases = together(4, [&](std::size_t index) -> std::size_t {
        monotone_text seen;
        for (std::size_t i = 0; i < scaled(10'000); ++i) {
            if (index < 2) {
                seen.look_at(tacho::to_text(registry));
            } else {
                counter.inc();
                seconds.observe(0.5);
            }
        }
        return seen.decreases;
    });
    CHECK(decreases == std::vector<std::size_t>(4));
}

TEST_CASE("value() includes its thread's own records, and never decreases", "[stress][scraping]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    auto const wrong = together(4, [&](std::size_t) {
        std::size_t less = 0;
        std::uint64_t last = 0;
        for (std::size_t i = 0; i < scaled(100'000); ++i) {
            counter.inc();
            auto const now = counter.value();
            less += now <= last ? 1U : 0U; // its own record is included
            last = now;
        }
        return less;
    });
    CHECK(wrong == std::vector<std::size_t>(4));
}

TEST_CASE("a sum of fractions never shrinks by rounding", "[stress][scraping]") {
    tacho::registry registry;
    tacho::float_counter const counter{registry, "fractions_total", "Fractions."};
    tacho::histogram<tacho::buckets<1>> const histogram{registry, "observed", "Fractions."};
    auto const record = [&](double value) {
        counter.inc(value);
        histogram.observe(value);
    };
    CAPTURE(test_seed);
    // Slabs whose sums round differently in another order …
    together(8, [&](std::size_t index) {
        auto random = random_for(index);
        for (std::size_t i = 0; i < 100; ++i)
            record(static_cast<double>(random() % 1'000'000) * 1e-7);
    });
    // … to which hardly anything is added, by threads that adopt them in changing order.
    double last_total = 0;
    double last_sum = 0;
    std::size_t decreases = 0;
    for (std::size_t round = 0; round < scaled(500); ++round) {
        together(1 + round % 8, [&](std::size_t) { record(1e-17); });
        auto const snapshot = registry.collect();
        auto const total = snapshot[0][0].as_floating();
        auto const sum = snapshot[1][0].sum(1);
        decreases += total < last_total || sum < last_sum ? 1U : 0U;
        last_total = total;
        last_sum = sum;
    }
    CHECK(last_total > 0);
    CHECK(decreases == 0);
}

TEST_CASE("a sum of fractions never shrinks while threads come and go", "[stress][scraping]") {
    tacho::registry registry;
    tacho::float_counter const counter{registry, "fractions_total", "Fractions."};
    tacho::histogram<tacho::buckets<1>> const histogram{registry, "observed", "Fractions."};
    std::size_t scrapes = 0;
    std::size_t decreases = 0;
    double last_total = 0;
    double last_sum = 0;
    CAPTURE(test_seed);
    {
        background const scraper{[&] {
            auto const snapshot = registry.collect();
            auto const total = snapshot[0][0].as_floating();
            auto const sum = snapshot[1][0].sum(1);
            decreases += total < last_total || sum < last_sum ? 1U : 0U;
            last_total = total;
            last_sum = sum;
            ++scrapes;
        }};
        churn(short_threads, [&](std::size_t index, std::size_t round) {
            auto random = random_for(index * short_threads + round);
            // Magnitudes far apart, so that another order of adding would round differently.
            for (std::size_t i = 0; i < 20; ++i) {
                auto const value = static_cast<double>(random() % 1'000'000) * 1e-7 + 1e-9;
                counter.inc(value);
                histogram.observe(value);
            }
        });
    }
    CHECK(scrapes > 0);
    CHECK(decreases == 0);
}

TEST_CASE("every histogram of a snapshot is of one moment", "[stress][scraping]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2>> const doubles{registry, "doubles", "Ones."};
    tacho::histogram<tacho::byte_buckets<1, 2>> const integers{registry, "integers", "Ones."};
    event_count const torn{&event_count::events::torn_reads};
    std::size_t accepted = 0;
    std::size_t incomplete = 0;
    std::size_t inconsistent = 0;
    {
        background const scraper{[&] {
            auto const before = torn.since();
            auto const snapshot = registry.collect();
            bool const whole = torn.since() == before;
            for (std::size_t family = 0; family < 2; ++family) {
                auto const seen = look_at(snapshot[family][0], 2);
                incomplete += seen.buckets != seen.count ? 1U : 0U;
                inconsistent += whole && seen.sum != static_cast<double>(seen.count) ? 1U : 0U;
            }
            accepted += whole ? 1U : 0U;
        }};
        together(2, [&](std::size_t index) {
            for (std::size_t i = 0; i < scaled(3'000'000); ++i) {
                if (index == 0)
                    doubles.observe(1);
                else
                    integers.observe(1);
                // The histogram of a thread that does nothing but observe is hardly ever read
                // whole.
                if (i % 4 == 0)
                    std::atomic_signal_fence(std::memory_order_seq_cst);
                for (int pause = 0; pause < static_cast<int>(i % 64); ++pause)
                    std::atomic_signal_fence(std::memory_order_seq_cst);
            }
        });
    }
    CHECK(accepted > 0);
    CHECK(incomplete == 0);
    CHECK(inconsistent == 0);
    CHECK(doubles.value().sum == static_cast<double>(doubles.value().count));
    CHECK(integers.value().sum == static_cast<double>(integers.value().count));
}

TEST_CASE("guards that end on other threads never make a negative level", "[stress][scraping]") {
    using guard = tacho::up_down_counter::tracker;
    tacho::registry registry;
    tacho::up_down_counter const things{registry, "things", "Things."};
    std::size_t scrapes = 0;
    std::size_t negative = 0;
    std::vector<guard> left_over;
    {
        background const scraper{[&] {
            auto const snapshot = registry.collect();
            negative += snapshot[0][0].as_signed() < 0 ? 1U : 0U;
            negative += things.value() < 0 ? 1U : 0U;
            ++scrapes;
        }};
        // One place per thread: each thread puts its guard there, and ends the one it finds.
        std::array<std::mutex, 4> locks;
        std::array<std::vector<guard>, 4> places;
        auto const swap = [&](std::size_t place, guard&& made) {
            std::lock_guard const turn{locks[place]};
            places[place].push_back(std::move(made));
            if (places[place].size() > 3)
                places[place].erase(places[place].begin());
        };
        together(4, [&](std::size_t index) {
            for (std::size_t i = 0; i < scaled(100'000); ++i)
                swap((index + i) % 4, things.track());
        });
        // Again, with threads that are gone when their guards end.
        churn(short_threads / 4, [&](std::size_t index, std::size_t round) {
            for (std::size_t i = 0; i < 5; ++i)
                swap((index + round + i) % 4, things.track());
        });
        for (auto& each : places)
            std::ranges::move(each, std::back_inserter(left_over));
    }
    CHECK(scrapes > 0);
    CHECK(negative == 0);
    CHECK(things.value() == static_cast<std::int64_t>(left_over.size()));
    left_over.clear();
    CHECK(things.value() == 0);
}

TEST_CASE("series made during scrapes are shown at once and stay", "[stress][scraping]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "name"> const family{registry, "named_total", "Named."};
    tacho::family<tacho::up_down_counter, "name"> const levels{registry, "levels", "Levels."};
    monotone_text seen;
    constexpr auto series = scaled(2'000);
    {
        background const scraper{[&] {
            std::string counters;
            auto const text = tacho::to_text(registry);
            // Without the levels, which may go down.
            seen.look_at(std::string_view{text}.substr(0, text.find("# HELP levels")));
        }};
        together(3, [&](std::size_t) {
            for (std::size_t i = 0; i < series; ++i) {
                auto const name = std::to_string(i);
                family.with(name).inc();
                levels.with(name).inc();
                levels.with(name).dec();
            }
        });
    }
    CHECK(seen.decreases == 0);
    auto const snapshot = registry.collect();
    CHECK(snapshot[0].size() == series);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < series; ++i) {
        wrong += snapshot[0][i].as_unsigned() != 3 ? 1U : 0U;
        wrong += snapshot[1][i].as_signed() != 0 ? 1U : 0U;
    }
    CHECK(wrong == 0);
}
