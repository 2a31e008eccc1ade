// SPDX-License-Identifier: BSL-1.0

#include <tacho/histogram.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <ratio>
#include <span>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using limits = std::numeric_limits<double>;
using counts = std::vector<std::uint64_t>;

template <typename Histogram, typename Number>
concept observes = requires(Histogram histogram, Number value) { histogram.observe(value); };

template <typename Histogram>
concept times = requires(Histogram const histogram) { histogram.time(); };

/// A scraped histogram without labels: its cumulative buckets, its sum and its count.
struct shown {
    std::vector<std::string> buckets;
    std::string sum;
    std::string count;
};

[[nodiscard]] shown show(tacho::registry const& in, std::string const& name) {
    auto const text = tacho::to_text(in);
    shown found;
    for (std::size_t at = 0; (at = text.find("\n" + name + "_bucket{", at)) != std::string::npos;) {
        auto const end = text.find('\n', ++at);
        auto const value = text.rfind(' ', end) + 1;
        found.buckets.push_back(text.substr(value, end - value));
    }
    found.sum = sample(text, name + "_sum");
    found.count = sample(text, name + "_count");
    return found;
}

/// Observes each bound, its neighbours and more, and compares every bucket with the rule.
template <typename Histogram>
void check_layout(Histogram histogram, std::span<double const> bounds) {
    std::vector<double> observed{0.0, -0.0, limits::infinity(), -limits::infinity()};
    for (double const bound : bounds) {
        observed.push_back(bound);
        observed.push_back(std::nextafter(bound, limits::infinity()));
        observed.push_back(std::nextafter(bound, -limits::infinity()));
    }
    counts wanted(bounds.size() + 1);
    for (double const value : observed) {
        histogram.observe(value);
        ++wanted[static_cast<std::size_t>(
            std::ranges::lower_bound(bounds, value) - bounds.begin()
        )];
    }
    histogram.observe(limits::quiet_NaN());
    ++wanted.back();
    auto const got = histogram.value();
    CHECK(got.buckets == wanted);
    CHECK(got.count == observed.size() + 1);
}

} // namespace

static_assert(noexcept(std::declval<tacho::histogram<>&>().observe(1.0)));
static_assert(noexcept(std::declval<tacho::histogram<tacho::runtime_buckets>&>().observe(1.0)));
static_assert(noexcept(std::declval<tacho::histogram<>&>().time()));
static_assert(std::is_void_v<decltype(std::declval<tacho::histogram<>&>().observe(1))>);
static_assert(observes<tacho::histogram<>, double>);
static_assert(observes<tacho::histogram<>, int>);
static_assert(!observes<tacho::histogram<>, char const*>);
static_assert(times<tacho::histogram<>>);
static_assert(times<tacho::histogram<tacho::tick_buckets<>>>);
static_assert(times<tacho::histogram<tacho::microsecond_buckets<1>>>);
static_assert(times<tacho::histogram<tacho::runtime_buckets>>);
static_assert(!times<tacho::histogram<tacho::byte_buckets<1>>>, "bytes are no time");

TEST_CASE("a histogram that observed nothing is shown with zeros", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<0.1, 1, 10>> const histogram{registry, "size", "Size."};
    CHECK(
        tacho::to_text(registry) == "# HELP size Size.\n"
                                    "# TYPE size histogram\n"
                                    "size_bucket{le=\"0.1\"} 0\n"
                                    "size_bucket{le=\"1\"} 0\n"
                                    "size_bucket{le=\"10\"} 0\n"
                                    "size_bucket{le=\"+Inf\"} 0\n"
                                    "size_sum 0\n"
                                    "size_count 0\n"
    );
    auto const value = histogram.value();
    CHECK(value.buckets == counts{0, 0, 0, 0});
    CHECK(value.sum == 0);
    CHECK(value.count == 0);
}

TEST_CASE("a histogram counts in buckets whose bounds are inclusive", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<0.1, 1, 10>> histogram{registry, "size", "Size."};
    histogram.observe(0.1);
    histogram.observe(std::nextafter(0.1, 1));
    histogram.observe(1);
    histogram.observe(10.0);
    histogram.observe(10.5F);
    auto const value = histogram.value();
    CHECK(value.buckets == counts{1, 2, 1, 1});
    CHECK(value.count == 5);
    CHECK(value.sum == 0.1 + std::nextafter(0.1, 1) + 1 + 10 + 10.5);
    auto const text = show(registry, "size");
    CHECK(text.buckets == std::vector<std::string>{"1", "3", "4", "5"});
    CHECK(text.count == "5");
    CHECK(text.sum == "21.7");
}

TEST_CASE("the default bounds are those of every Prometheus client", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<> const histogram{registry, "latency_seconds", "Time."};
    auto const text = tacho::to_text(registry);
    for (auto const* const bound :
         {"0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"})
        CHECK(sample(text, "latency_seconds_bucket{le=\"" + std::string{bound} + "\"}") == "0");
    CHECK(occurrences(text, "_bucket") == 12);
}

TEST_CASE("NaN is counted in the last bucket only", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2>> fixed{registry, "fixed", "Fixed."};
    std::array const bounds{1.0, 2.0};
    tacho::histogram<tacho::runtime_buckets> given{registry, "given", "Given.", bounds};
    // The NaN that x86 makes of 0 / 0 has its sign bit set.
    for (double const nan : {limits::quiet_NaN(), -limits::quiet_NaN()}) {
        fixed.observe(nan);
        given.observe(nan);
    }
    CHECK(fixed.value().buckets == counts{0, 0, 2});
    CHECK(given.value().buckets == counts{0, 0, 2});
    CHECK(std::isnan(fixed.value().sum));
    CHECK(show(registry, "fixed").sum == "NaN");
    CHECK(show(registry, "fixed").count == "2");
}

TEST_CASE("the extreme doubles are counted where they belong", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<-1, 0, 1>> histogram{registry, "size", "Size."};
    histogram.observe(-limits::infinity());
    histogram.observe(-0.0);
    histogram.observe(0.0);
    histogram.observe(limits::denorm_min());
    histogram.observe(-limits::denorm_min());
    histogram.observe(limits::infinity());
    CHECK(histogram.value().buckets == counts{1, 3, 1, 1});
    CHECK(show(registry, "size").sum == "NaN");
    CHECK(show(registry, "size").count == "6");
}

TEST_CASE("infinite observations make an infinite sum", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1>> up{registry, "up", "Up."};
    tacho::histogram<tacho::buckets<1>> down{registry, "down", "Down."};
    up.observe(limits::infinity());
    down.observe(-limits::infinity());
    CHECK(show(registry, "up").sum == "+Inf");
    CHECK(show(registry, "down").sum == "-Inf");
    CHECK(up.value().buckets == counts{0, 1});
    CHECK(down.value().buckets == counts{1, 0});
}

TEST_CASE("every kind of layout counts as the rule says", "[histogram]") {
    tacho::registry registry;
    auto const check = [&]<typename Layout>(Layout, char const* name) {
        check_layout(
            tacho::histogram<Layout>{registry, tacho::runtime(name), "H."}, Layout::bounds()
        );
    };
    check(tacho::default_buckets{}, "defaults");
    check(tacho::buckets<0>{}, "zero");
    check(tacho::buckets<-10, -1, -0.1>{}, "negative");
    check(tacho::buckets<-1, 0, 1>{}, "around_zero");
    check(tacho::buckets<1, 1.0000000000000002, 1.0000000000000004>{}, "close");
    check(tacho::buckets<5e-324, 2.2250738585072014e-308, 1e-300>{}, "tiny");
    check(tacho::linear_buckets<0.1, 0.1, 30>{}, "linear");
    check(tacho::linear_buckets<-50, 1, 101>{}, "linear_around_zero");
    check(tacho::linear_buckets<1, 1, 1000>{}, "thousand");
    check(tacho::exponential_buckets<1e-9, 2, 60>{}, "exponential");
    check(tacho::exponential_buckets<1, 1.01, 1000>{}, "fine_exponential");
}

TEST_CASE("random run-time layouts count as the rule says", "[histogram]") {
    constexpr std::uint32_t seed = 4711;
    CAPTURE(seed);
    std::mt19937 random{seed};
    std::normal_distribution<double> normal{0, 100};
    tacho::registry registry;
    for (int i = 0; i < 40; ++i) {
        std::vector<double> bounds(1 + random() % 40);
        std::ranges::generate(bounds, [&] { return normal(random); });
        std::ranges::sort(bounds);
        CAPTURE(i, bounds);
        check_layout(
            tacho::histogram<tacho::runtime_buckets>{
                registry, tacho::runtime("random_" + std::to_string(i)), "H.", bounds
            },
            bounds
        );
    }
}

TEST_CASE("a histogram with run-time bounds shows them", "[histogram]") {
    tacho::registry registry;
    std::vector<double> bounds{0.25, 1e6, 1e21};
    tacho::histogram<tacho::runtime_buckets> histogram{registry, "size", "Size.", bounds};
    bounds.assign(3, 0); // the histogram keeps a copy
    histogram.observe(0.5);
    CHECK(
        tacho::to_text(registry) == "# HELP size Size.\n"
                                    "# TYPE size histogram\n"
                                    "size_bucket{le=\"0.25\"} 0\n"
                                    "size_bucket{le=\"1e+06\"} 1\n"
                                    "size_bucket{le=\"1e+21\"} 1\n"
                                    "size_bucket{le=\"+Inf\"} 1\n"
                                    "size_sum 0.5\n"
                                    "size_count 1\n"
    );
}

TEST_CASE("a given bound of infinity is the one that is always there", "[histogram]") {
    tacho::registry registry;
    std::array const bounds{1.0, limits::infinity()};
    tacho::histogram<tacho::runtime_buckets> histogram{registry, "size", "Size.", bounds};
    histogram.observe(7);
    CHECK(histogram.value().buckets == counts{0, 1});
    CHECK(occurrences(tacho::to_text(registry), "+Inf") == 1);
}

TEST_CASE("a histogram given the bounds of a fixed one is the same metric", "[histogram]") {
    std::array const bounds{1.0, 2.0};
    SECTION("the fixed one first") {
        tacho::registry registry;
        tacho::histogram<tacho::buckets<1, 2>> fixed{registry, "size", "Size."};
        tacho::histogram<tacho::runtime_buckets> given{registry, "size", "Size.", bounds};
        event_count const lost{&event_count::events::lost_records};
        fixed.observe(1);
        given.observe(2);
        CHECK(lost.since() == 0);
        CHECK(fixed.value().buckets == counts{1, 1, 0});
        CHECK(given.value().buckets == counts{1, 1, 0});
    }
    SECTION("the given one first") {
        tacho::registry registry;
        tacho::histogram<tacho::runtime_buckets> given{registry, "size", "Size.", bounds};
        tacho::histogram<tacho::buckets<1, 2>> fixed{registry, "size", "Size."};
        fixed.observe(1);
        given.observe(2);
        CHECK(fixed.value().buckets == counts{1, 1, 0});
        CHECK(given.value().buckets == counts{1, 1, 0});
    }
}

TEST_CASE("whole microseconds are observed and seconds are shown", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::microsecond_buckets<100, 250, 1000>> histogram{
        registry, "latency_seconds", "Time."
    };
    histogram.observe(100);
    histogram.observe(101U);
    histogram.observe(std::uint64_t{2000});
    histogram.observe(0);
    CHECK(
        tacho::to_text(registry) == "# HELP latency_seconds Time.\n"
                                    "# TYPE latency_seconds histogram\n"
                                    "latency_seconds_bucket{le=\"0.0001\"} 2\n"
                                    "latency_seconds_bucket{le=\"0.00025\"} 3\n"
                                    "latency_seconds_bucket{le=\"0.001\"} 3\n"
                                    "latency_seconds_bucket{le=\"+Inf\"} 4\n"
                                    "latency_seconds_sum 0.002201\n"
                                    "latency_seconds_count 4\n"
    );
    auto const value = histogram.value();
    CHECK(value.buckets == counts{2, 1, 0, 1});
    CHECK(value.sum == 0.002201);
}

TEST_CASE("scaled bounds have the shortest text", "[histogram]") {
    // 100 * 1e-6 is 9.999999999999999e-05; 100 / 1e6 is 0.0001.
    tacho::registry registry;
    tacho::histogram<tacho::microsecond_buckets<1, 3, 10, 100, 300, 7000>> const micro{
        registry, "micro_seconds", "Micro."
    };
    tacho::histogram<tacho::nanosecond_buckets<1, 100, 100000, 1500000000>> const nano{
        registry, "nano_seconds", "Nano."
    };
    tacho::histogram<tacho::integer_buckets<std::kilo, 1, 3>> const kilo{registry, "kilo", "Kilo."};
    auto const text = tacho::to_text(registry);
    for (auto const* const bound : {"1e-06", "3e-06", "1e-05", "0.0001", "0.0003", "0.007"})
        CHECK(sample(text, "micro_seconds_bucket{le=\"" + std::string{bound} + "\"}") == "0");
    for (auto const* const bound : {"1e-09", "1e-07", "0.0001", "1.5"})
        CHECK(sample(text, "nano_seconds_bucket{le=\"" + std::string{bound} + "\"}") == "0");
    for (auto const* const bound : {"1000", "3000"})
        CHECK(sample(text, "kilo_bucket{le=\"" + std::string{bound} + "\"}") == "0");
}

TEST_CASE("integer layouts count at every bound as the rule says", "[histogram]") {
    tacho::registry registry;
    constexpr std::uint64_t largest = (std::uint64_t{1} << 53) - 1;
    tacho::histogram<tacho::byte_buckets<0, 1, 255, 256, 65536, largest>> histogram{
        registry, "size_bytes", "Size."
    };
    for (std::uint64_t const value :
         {std::uint64_t{0},
          std::uint64_t{1},
          std::uint64_t{2},
          std::uint64_t{255},
          std::uint64_t{256},
          std::uint64_t{257},
          std::uint64_t{65536},
          std::uint64_t{65537},
          largest,
          largest + 1,
          largest + 2,
          largest + 3})
        histogram.observe(value);
    CHECK(histogram.value().buckets == counts{1, 1, 2, 1, 2, 2, 3});
    CHECK(histogram.value().count == 12);
}

TEST_CASE("integer layouts count what is too large for any bound", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::byte_buckets<1, 10>> histogram{registry, "size_bytes", "Size."};
    histogram.observe(std::uint64_t{1} << 62);
    histogram.observe(std::uint64_t{1} << 63);
    CHECK(histogram.value().buckets == counts{0, 0, 2});
    CHECK(histogram.value().sum == 0x1p62 + 0x1p63);
}

TEST_CASE("integer layouts refuse negative numbers", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::microsecond_buckets<1, 2>> histogram{registry, "t_seconds", "Time."};
    event_count const refused{&event_count::events::refused_records};
    histogram.observe(-1);
    histogram.observe(std::numeric_limits<std::int64_t>::min());
    CHECK(refused.since() == 2);
    CHECK(histogram.value().count == 0);
    CHECK(histogram.value().sum == 0);
}

TEST_CASE("a sum of integers is exact where a sum of doubles is not", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::nanosecond_buckets<1>> histogram{registry, "t_seconds", "Time."};
    histogram.observe(std::uint64_t{1} << 53);
    histogram.observe(1);
    histogram.observe(1);
    CHECK(histogram.value().sum == ((std::uint64_t{1} << 53) + 2) / 1e9);
}

TEST_CASE("equal bounds observed in another kind of number are another metric", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2>> const doubles{registry, "size", "Size."};
    using whole = tacho::histogram<tacho::byte_buckets<1, 2>>;
    CHECK_THROWS_AS((whole{registry, "size", "Size."}), tacho::registration_error);
}

TEST_CASE("a layout in ticks shows the bounds of its seconds", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::tick_buckets<tacho::buckets<0.001, 1, 1000>>> histogram{
        registry, "t_seconds", "Time."
    };
    auto const tick = tacho::detail::tick_clock::seconds_per_tick();
    auto const ticks = [&](double seconds) {
        return static_cast<std::uint64_t>(std::round(seconds / tick));
    };
    histogram.observe(ticks(0.001));
    histogram.observe(ticks(0.001) + 1);
    histogram.observe(ticks(1));
    histogram.observe(ticks(1) + 1);
    histogram.observe(0U);
    CHECK(histogram.value().buckets == counts{2, 2, 1, 0});
    CHECK(histogram.value().sum == Approx(2.002));
    auto const text = tacho::to_text(registry);
    CHECK(sample(text, "t_seconds_bucket{le=\"0.001\"}") == "2");
    CHECK(sample(text, "t_seconds_bucket{le=\"1\"}") == "4");
    CHECK(sample(text, "t_seconds_bucket{le=\"1000\"}") == "5");
    CHECK(std::stod(sample(text, "t_seconds_sum")) == histogram.value().sum);
}

TEST_CASE("a timer of any layout observes the seconds that passed", "[histogram]") {
    tacho::registry registry;
    auto const check = [&](auto histogram) {
        auto const before = tacho::detail::tick_clock::now();
        {
            auto const timed = histogram.time();
            CHECK(histogram.value().count == 0);
        }
        auto const after = tacho::detail::tick_clock::now();
        auto const most =
            static_cast<double>(after - before) * tacho::detail::tick_clock::seconds_per_tick();
        auto const value = histogram.value();
        CHECK(value.count == 1);
        CHECK(value.sum >= 0);
        CHECK(value.sum <= most * (1 + 1e-12));
    };
    check(tacho::histogram<>{registry, "a_seconds", "A."});
    check(tacho::histogram<tacho::tick_buckets<>>{registry, "b_seconds", "B."});
    check(tacho::histogram<tacho::microsecond_buckets<1, 1000>>{registry, "c_seconds", "C."});
    check(tacho::histogram<tacho::nanosecond_buckets<1, 1000>>{registry, "d_seconds", "D."});
    std::array const bounds{1.0};
    check(tacho::histogram<tacho::runtime_buckets>{registry, "e_seconds", "E.", bounds});
}

TEST_CASE("ticks become seconds when they are observed", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<> doubles{registry, "a_seconds", "A."};
    tacho::histogram<tacho::tick_buckets<>> ticks{registry, "b_seconds", "B."};
    tacho::histogram<tacho::nanosecond_buckets<1000>> nanoseconds{registry, "c_seconds", "C."};
    auto const one_second =
        static_cast<std::uint64_t>(1 / tacho::detail::tick_clock::seconds_per_tick());
    doubles.observe_ticks(one_second);
    ticks.observe_ticks(one_second);
    nanoseconds.observe_ticks(one_second);
    CHECK(doubles.value().sum == Approx(1));
    CHECK(ticks.value().sum == Approx(1));
    CHECK(nanoseconds.value().sum == Approx(1));
}

TEST_CASE("buckets and sum and count agree after many threads", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2, 3>> histogram{registry, "size", "Size."};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([histogram]() mutable {
            for (int i = 0; i < 1000; ++i)
                histogram.observe(i % 4 + 1);
        });
    for (auto& thread : threads)
        thread.join();
    auto const value = histogram.value();
    CHECK(value.buckets == counts{1000, 1000, 1000, 1000});
    CHECK(value.count == 4000);
    CHECK(value.sum == 10000);
    auto const text = show(registry, "size");
    CHECK(text.buckets == std::vector<std::string>{"1000", "2000", "3000", "4000"});
    CHECK(text.count == text.buckets.back());
    CHECK(text.sum == "10000");
}

TEST_CASE("the count of every scrape is its last bucket while a thread observes", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<> histogram{registry, "t_seconds", "Time."};
    std::atomic<bool> done{false};
    std::thread observer{[&, histogram]() mutable {
        for (int i = 0; !done.load(std::memory_order_relaxed); ++i)
            histogram.observe(static_cast<double>(i % 16));
    }};
    std::vector<shown> seen;
    for (int i = 0; i < 200; ++i)
        seen.push_back(show(registry, "t_seconds"));
    done.store(true, std::memory_order_relaxed);
    observer.join();
    std::uint64_t before = 0;
    for (auto const& each : seen) {
        CHECK(each.count == each.buckets.back());
        CHECK(std::stoull(each.count) >= before);
        before = std::stoull(each.count);
    }
}

namespace {

/// A layout of a program's own: percentages are observed, fractions exposed.
struct percent_layout {
    using observed = double;
    using finder = tacho::detail::static_bucket_search<std::array{50.0, 90.0}>;
    static constexpr bool measures_time = false;

    static constexpr std::span<double const> bounds() noexcept { return finder::bounds(); }
    static constexpr double numerator() noexcept { return 1; }
    static constexpr double denominator() noexcept { return 100; }
};
static_assert(tacho::bucket_layout<percent_layout>);

/// Lacks the scale: it would be exposed in a unit that nobody chose.
struct layout_without_scale {
    using observed = double;
    using finder = tacho::detail::static_bucket_search<std::array{50.0, 90.0}>;
    static constexpr bool measures_time = false;

    static constexpr std::span<double const> bounds() noexcept { return finder::bounds(); }
};
static_assert(!tacho::bucket_layout<layout_without_scale>);

/// Measures time, but cannot tell a duration.
struct layout_without_ticks : percent_layout {
    static constexpr bool measures_time = true;
};
static_assert(layout_without_ticks::measures_time && !tacho::bucket_layout<layout_without_ticks>);

} // namespace

TEST_CASE("a layout that satisfies the concept works, also one of a program's own", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<percent_layout> const used{registry, "used_ratio", "U."};
    used.observe(1.5);
    used.observe(75);
    auto const value = used.value();
    CHECK(value.buckets == std::vector<std::uint64_t>{1, 1, 0});
    CHECK(value.sum == 0.765);
    CHECK(tacho::to_text(registry).find("used_ratio_bucket{le=\"0.9\"} 2\n") != std::string::npos);
}

TEST_CASE("bounds at run time may be given in braces", "[histogram]") {
    tacho::registry registry;
    tacho::histogram<tacho::runtime_buckets> const given{registry, "given", "G.", {0.5, 4.0}};
    given.observe(3);
    CHECK(sample(registry, "given_bucket{le=\"0.5\"}") == "0");
    CHECK(sample(registry, "given_bucket{le=\"4\"}") == "1");
    tacho::histogram<tacho::runtime_buckets> const labelled{
        registry, "labelled", "L.", {1.0}, {.labels = {{"k", "v"}}}
    };
    labelled.observe(1);
    CHECK(sample(registry, "labelled_bucket{k=\"v\",le=\"1\"}") == "1");
}

TEST_CASE("durations are observed in the unit of the layout", "[histogram]") {
    using namespace std::chrono_literals;
    tacho::registry registry;
    tacho::histogram<tacho::buckets<0.001, 1>> const seconds{registry, "s_seconds", "S."};
    seconds.observe(1500us);
    seconds.observe(std::chrono::duration<float>{0.0009765625F});
    seconds.observe(std::chrono::minutes{1});
    seconds.observe(-1s); // a number like others
    CHECK(sample(registry, "s_seconds_bucket{le=\"0.001\"}") == "2");
    CHECK(sample(registry, "s_seconds_bucket{le=\"1\"}") == "3");
    CHECK(sample(registry, "s_seconds_sum") == "59.0024765625");

    tacho::histogram<tacho::runtime_buckets> const given{registry, "g_seconds", "G.", {0.5}};
    given.observe(250ms);
    CHECK(sample(registry, "g_seconds_sum") == "0.25");

    tacho::histogram<tacho::tick_buckets<tacho::buckets<0.5, 2>>> const ticks{
        registry, "t_seconds", "T."
    };
    ticks.observe(1s);
    ticks.observe(3s);
    CHECK(ticks.value().buckets == std::vector<std::uint64_t>{0, 1, 1});
    CHECK(std::abs(ticks.value().sum - 4) < 1e-3);

    event_count const refused{&event_count::events::refused_records};
    ticks.observe(-1ns);
    CHECK(refused.since() == 1);
    CHECK(ticks.value().count == 2);
}

TEST_CASE("a sum of integers goes on beyond 64 bits", "[histogram]") {
    constexpr auto most = ~std::uint64_t{0};
    tacho::registry registry;
    tacho::histogram<tacho::byte_buckets<1>> const own{registry, "own_bytes", "O."};
    own.observe(most);
    own.observe(most);
    CHECK(sample(registry, "own_bytes_sum") == "3.6893488147419103e+19");
    std::thread{[&] { own.observe(most); }}.join(); // in another slab
    CHECK(sample(registry, "own_bytes_sum") == "5.5340232221128655e+19");
    CHECK(own.value().sum == 3 * 18446744073709551616.0);
    CHECK(own.value().count == 3);
    // A base line that is larger than the lower half of the sum.
    tacho::family<tacho::histogram<tacho::byte_buckets<1>>, "k"> const family{registry, "f", "F."};
    auto const handle = family.with("a");
    handle.observe(most);
    family.remove("a");
    static_cast<void>(family.with("a"));
    handle.observe(most);
    handle.observe(5);
    CHECK(sample(registry, "f_sum{k=\"a\"}") == "1.8446744073709552e+19");
    CHECK(sample(registry, "f_count{k=\"a\"}") == "2");
}
