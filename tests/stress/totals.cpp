// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <vector>

// After the threads have ended every total is exact.

namespace {

constexpr std::size_t workers = 8;
constexpr auto records = scaled(1'000'000);

enum class verb { get, put, post };
constexpr std::array<std::string_view, 3> label_values(verb) {
    return {"get", "put", "post"};
}

} // namespace

TEST_CASE("no thread's count is lost", "[stress][totals]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    tacho::counter const bytes{registry, "bytes_total", "Other numbers."};
    together(workers, [&](std::size_t index) {
        for (std::size_t i = 0; i < records; ++i) {
            counter.inc();
            bytes.inc(index + 1);
        }
    });
    CHECK(counter.value() == workers * records);
    CHECK(bytes.value() == records * workers * (workers + 1) / 2);
    CHECK(sample(registry, "ones_total") == std::to_string(workers * records));
}

TEST_CASE("no thread's fraction is lost", "[stress][totals]") {
    tacho::registry registry;
    tacho::float_counter const counter{registry, "seconds_total", "Whole numbers and halves."};
    together(workers, [&](std::size_t index) {
        for (std::size_t i = 0; i < records; ++i)
            counter.inc(static_cast<double>(index) + 0.5); // doubles represent all of these exactly
    });
    auto const each = static_cast<double>(workers * workers) / 2;
    CHECK(counter.value() == each * static_cast<double>(records));
}

TEST_CASE("no thread's up or down is lost", "[stress][totals]") {
    tacho::registry registry;
    tacho::up_down_counter const counter{registry, "things", "Things."};
    together(workers, [&](std::size_t index) {
        for (std::size_t i = 0; i < records; ++i) {
            counter.inc(3);
            counter.dec(2 + index % 2);
        }
    });
    CHECK(counter.value() == static_cast<std::int64_t>(records * workers / 2));
}

TEST_CASE("no thread's observation is lost", "[stress][totals]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2, 3>> const seconds{registry, "seconds", "Doubles."};
    tacho::histogram<tacho::byte_buckets<1, 2, 3>> const bytes{registry, "bytes", "Integers."};
    together(workers, [&](std::size_t) {
        for (std::size_t i = 0; i < records; ++i) {
            seconds.observe(static_cast<double>(1 + i % 4));
            bytes.observe(1 + i % 4);
        }
    });
    auto const check = [&](tacho::histogram_value const& value) {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            auto const observed = workers * (records / 4 + (i < records % 4 ? 1 : 0));
            CHECK(value.buckets[i] == observed);
            sum += observed * (i + 1);
        }
        CHECK(value.sum == static_cast<double>(sum));
        CHECK(value.count == workers * records);
    };
    check(seconds.value());
    check(bytes.value());
}

TEST_CASE("no thread's change of a gauge is lost", "[stress][totals]") {
    tacho::registry registry;
    tacho::gauge const gauge{registry, "level", "Level."};
    together(workers, [&](std::size_t) {
        for (std::size_t i = 0; i < records / 10; ++i) {
            gauge.inc(3);
            gauge.dec(2);
        }
    });
    CHECK(gauge.value() == static_cast<double>(workers * (records / 10)));
}

TEST_CASE("threads that make the same series at once count in one", "[stress][totals]") {
    constexpr std::size_t series = 200;
    constexpr auto rounds = scaled(40);
    tacho::registry registry;
    tacho::family<tacho::counter, "name"> const counters{registry, "named_total", "Named."};
    tacho::family<tacho::histogram<tacho::buckets<1>>, "name"> const histograms{
        registry, "named_seconds", "Named."
    };
    CAPTURE(test_seed);
    together(workers, [&](std::size_t index) {
        // Each thread in another order, so that each makes some series, and grows the table while
        // others use it.
        std::vector<std::size_t> order(series);
        std::iota(order.begin(), order.end(), std::size_t{0});
        auto random = random_for(index);
        for (std::size_t round = 0; round < rounds; ++round) {
            std::shuffle(order.begin(), order.end(), random);
            for (auto const i : order) {
                counters.with(std::to_string(i)).inc();
                histograms.with(std::to_string(i)).observe(1);
            }
        }
    });
    auto const text = tacho::to_text(registry);
    CHECK(occurrences(text, "named_total{") == series);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < series; ++i) {
        auto const name = "{name=\"" + std::to_string(i) + "\"}";
        auto const all = std::to_string(workers * rounds);
        wrong += sample(text, "named_total" + name) != all;
        wrong += sample(text, "named_seconds_count" + name) != all;
        wrong += sample(text, "named_seconds_sum" + name) != all;
    }
    CHECK(wrong == 0);
}

TEST_CASE("threads that make the same metrics at once count in one", "[stress][totals]") {
    tacho::registry registry;
    constexpr auto rounds = scaled(400);
    together(workers, [&](std::size_t) {
        for (std::size_t i = 0; i < rounds; ++i) {
            auto const name = "metric_" + std::to_string(i) + "_total";
            tacho::counter{registry, tacho::runtime(name), "Made by all."}.inc();
        }
    });
    std::size_t wrong = 0;
    auto const text = tacho::to_text(registry);
    for (std::size_t i = 0; i < rounds; ++i)
        wrong += sample(text, "metric_" + std::to_string(i) + "_total") != std::to_string(workers);
    CHECK(wrong == 0);
}

TEST_CASE("a full family counts the lookups it turns away, from all threads", "[stress][totals]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "name"> const family{
        registry, "named_total", "Named.", {.series_limit = 10}
    };
    constexpr auto rounds = scaled(20'000);
    together(workers, [&](std::size_t index) {
        for (std::size_t i = 0; i < rounds; ++i)
            family.with(std::to_string(index * rounds + i)).inc();
    });
    auto const scraped = registry.collect();
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < scraped[0].size(); ++i)
        total += scraped[0][i].as_unsigned();
    CHECK(scraped[0].size() == 11);
    CHECK(total == workers * rounds);
}

TEST_CASE("enum labels count exactly, also beside the same labels as text", "[stress][totals]") {
    tacho::registry registry;
    together(workers, [&](std::size_t index) {
        tacho::family<tacho::counter, "verb"> const text{registry, "verbs_total", "Verbs."};
        tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> const dense{
            registry, "verbs_total", "Verbs."
        };
        for (std::size_t i = 0; i < records / 10; ++i)
            if (index % 2 == 0)
                dense.with(static_cast<verb>(i % 3)).inc();
            else
                text.with(label_values(verb{})[i % 3]).inc();
    });
    auto const scraped = registry.collect();
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < scraped[0].size(); ++i)
        total += scraped[0][i].as_unsigned();
    CHECK(scraped[0].size() == 3);
    CHECK(total == workers * (records / 10));
}
