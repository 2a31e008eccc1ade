// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <benchmark/benchmark.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support.hpp"

// The cost of a scrape, and its cost for threads that record meanwhile.

namespace {

std::atomic<std::uint64_t> allocations{0};

} // namespace

// Out of line, because GCC would otherwise report the pair as a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc{};
}

[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    auto const unit = static_cast<std::size_t>(alignment);
    if (void* const memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit))
        return memory;
    throw std::bad_alloc{};
}

[[gnu::noinline]] void operator delete(void* memory) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

namespace {

constexpr std::size_t series = 100'000;

std::string path_of(std::size_t i) {
    return "/item/" + std::to_string(i / 4);
}

constexpr std::array<std::string_view, 4> methods{"GET", "HEAD", "POST", "PUT"};

/// The sum of all values, read back from the text.
std::uint64_t sum_of_values(std::string_view text) {
    std::uint64_t sum = 0;
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.starts_with('#'))
            sum +=
                static_cast<std::uint64_t>(std::stod(std::string{line.substr(line.rfind(' ') + 1)})
                );
    }
    return sum;
}

constexpr std::uint64_t value_of(std::size_t i) {
    return i * 7 % 100'003;
}

std::uint64_t sum_of_all() {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < series; ++i)
        sum += value_of(i);
    return sum;
}

void text(benchmark::State& state) {
    static auto& registry = *[] {
        auto* const made = new tacho::registry;
        tacho::family<tacho::counter, "method", "path"> family{
            *made, "items_total", "Many.", {.series_limit = series}
        };
        for (std::size_t i = 0; i < series; ++i)
            family.with(methods[i % methods.size()], path_of(i)).inc(value_of(i));
        return made;
    }();
    std::string whole;
    tacho::write_text(registry, [&](std::string_view piece) {
        whole += piece;
    }); // the first scrape may allocate
    bench::verify(state, sum_of_values(whole), sum_of_all());

    auto const before = allocations.load(std::memory_order_relaxed);
    std::size_t written = 0;
    for (auto _ : state)
        tacho::write_text(registry, [&](std::string_view piece) { written += piece.size(); });
    auto const allocated = allocations.load(std::memory_order_relaxed) - before;

    bench::verify(state, written, static_cast<std::size_t>(state.iterations()) * whole.size());
    bench::per_iteration(state, series);
    state.counters["allocations"] =
        static_cast<double>(allocated) / static_cast<double>(state.iterations());
    state.counters["bytes"] = static_cast<double>(whole.size());
}

BENCHMARK(text)->Unit(benchmark::kMillisecond);

void text_peer(benchmark::State& state) {
    static auto& registry = *[] {
        auto* const made = new prometheus::Registry;
        auto& family = prometheus::BuildCounter().Name("items_total").Help("Many.").Register(*made);
        for (std::size_t i = 0; i < series; ++i)
            family.Add({{"method", std::string{methods[i % methods.size()]}}, {"path", path_of(i)}}
            ).Increment(static_cast<double>(value_of(i)));
        return made;
    }();
    prometheus::TextSerializer const serializer;
    auto const whole = serializer.Serialize(registry.Collect());
    bench::verify(state, sum_of_values(whole), sum_of_all());

    auto const before = allocations.load(std::memory_order_relaxed);
    std::size_t written = 0;
    for (auto _ : state)
        written += serializer.Serialize(registry.Collect()).size();
    auto const allocated = allocations.load(std::memory_order_relaxed) - before;

    bench::verify(state, written, static_cast<std::size_t>(state.iterations()) * whole.size());
    bench::per_iteration(state, series);
    state.counters["allocations"] =
        static_cast<double>(allocated) / static_cast<double>(state.iterations());
    state.counters["bytes"] = static_cast<double>(whole.size());
}

BENCHMARK(text_peer)->Unit(benchmark::kMillisecond);

// One thread records, another scrapes 100 times a second on another core. Slices with and without
// scrapes take turns. A slice is timed by its thread's own clock, because the scraper is not to
// blame for the time that other programs take of this core.

class scraper {
public:
    explicit scraper(tacho::registry& registry)
        : thread_{[this, &registry] { run(registry); }} {}

    scraper(scraper const&) = delete;
    scraper& operator=(scraper const&) = delete;

    ~scraper() {
        set(mode::stop);
        thread_.join();
    }

    void start() { set(mode::scrape); }
    void pause() { set(mode::pause); }
    [[nodiscard]] std::uint64_t scrapes() const { return scrapes_.load(std::memory_order_relaxed); }

private:
    enum class mode { pause, scrape, stop };

    void set(mode to) {
        mode_.store(to, std::memory_order_release); // pairs with the acquires in run()
        mode_.notify_one();
    }

    void run(tacho::registry& registry) {
        bench::pin(1);
        while (true) {
            mode_.wait(mode::pause, std::memory_order_acquire);
            auto next = std::chrono::steady_clock::now();
            while (mode_.load(std::memory_order_acquire) == mode::scrape) {
                std::size_t bytes = 0;
                tacho::write_text(registry, [&](std::string_view piece) { bytes += piece.size(); });
                benchmark::DoNotOptimize(bytes);
                scrapes_.fetch_add(1, std::memory_order_relaxed);
                std::this_thread::sleep_until(next += std::chrono::milliseconds{10});
            }
            if (mode_.load(std::memory_order_acquire) == mode::stop)
                return;
        }
    }

    std::atomic<mode> mode_{mode::pause};
    std::atomic<std::uint64_t> scrapes_{0};
    std::thread thread_;
};

double seconds_of_this_thread() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct workload {
    explicit workload(tacho::registry& registry)
        : requests{registry, "requests_total", "Counted all the time."}
        , errors{registry, "errors_total", "Counted all the time."}
        , latency{registry, "latency_seconds", "Observed all the time."}
        , responses{registry, "responses_total", "A thousand series."} {
        for (int i = 0; i < 1000; ++i)
            responses.with("GET", std::to_string(i)).inc();
    }

    [[gnu::noinline]] void run(std::size_t rounds) {
        for (std::size_t i = 0; i < rounds; ++i) {
            requests.inc();
            errors.inc();
            latency.observe(static_cast<double>(i % 1024) * 0.01);
        }
    }

    tacho::counter requests;
    tacho::counter errors;
    tacho::histogram<> latency;
    tacho::family<tacho::counter, "method", "code"> responses;
};

void scraped(benchmark::State& state) {
    constexpr std::size_t rounds = 10'000'000;
    tacho::registry registry;
    workload metrics{registry};
    scraper other{registry};
    std::vector<double> alone;
    std::vector<double> watched;
    bench::pin(0);
    metrics.run(rounds);
    auto const slice = [&](std::vector<double>& into) {
        auto const start = seconds_of_this_thread();
        metrics.run(rounds);
        into.push_back((seconds_of_this_thread() - start) * 1e9 / static_cast<double>(rounds));
    };
    for (auto _ : state) {
        slice(alone);
        other.start();
        slice(watched);
        slice(watched);
        other.pause();
        slice(alone);
        state.SetIterationTime(watched.back() * 1e-9 * static_cast<double>(rounds));
    }
    bench::unpin();
    auto const expected = (4 * static_cast<std::uint64_t>(state.iterations()) + 1) * rounds;
    bench::verify(state, metrics.requests.value(), expected);
    bench::verify(state, metrics.latency.value().count, expected);
    if (other.scrapes() == 0)
        state.SkipWithError("nobody scraped");
    state.counters["alone_ns"] = bench::median(alone);
    state.counters["watched_ns"] = bench::median(watched);
    state.counters["scrapes"] = static_cast<double>(other.scrapes());
}

BENCHMARK(scraped)->UseManualTime()->Iterations(12)->Repetitions(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
