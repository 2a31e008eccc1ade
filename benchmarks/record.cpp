// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <benchmark/benchmark.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loops.hpp"
#include "support.hpp"
#include "two_threads.hpp"

#if defined(__x86_64__)
# include <x86intrin.h>
#endif

// The cost of a record: against the floor, against the same code in a shared library, and against
// prometheus-cpp.

enum class verb { get, head, post, put };

constexpr std::array<std::string_view, 4> label_values(verb) {
    return {"get", "head", "post", "put"};
}

namespace {

using bench::batch;

// The floor: no library that counts per thread can beat a relaxed load, an add and a relaxed store.
// The machine code depends on how the cell is reached; report.py takes the faster of two honest
// forms.

using floor_cell = std::atomic<std::uint64_t>;
constinit thread_local floor_cell* this_threads_cells = nullptr;

inline void floor_add(floor_cell& cell) noexcept {
    cell.store(cell.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

// The thread-local pointer is named at each record; the compiler may or may not read it again.
[[gnu::noinline]] void floor_one_named(std::size_t records) {
    for (; records != 0; --records)
        floor_add(this_threads_cells[1]);
}

[[gnu::noinline]] void floor_four_named(std::size_t records) {
    for (; records != 0; records -= 4) {
        floor_add(this_threads_cells[0]);
        floor_add(this_threads_cells[1]);
        floor_add(this_threads_cells[2]);
        floor_add(this_threads_cells[3]);
    }
}

// The pointer is read once and stays in a register.
[[gnu::noinline]] void floor_one_register(std::size_t records) {
    auto* const cells = this_threads_cells;
    for (; records != 0; --records)
        floor_add(cells[1]);
}

[[gnu::noinline]] void floor_four_register(std::size_t records) {
    auto* const cells = this_threads_cells;
    for (; records != 0; records -= 4) {
        floor_add(cells[0]);
        floor_add(cells[1]);
        floor_add(cells[2]);
        floor_add(cells[3]);
    }
}

// The pointer is read again at every record, as it is between records that lie apart.
[[gnu::noinline]] void floor_four_anew(std::size_t records) {
    for (; records != 0; records -= 4)
        for (std::size_t j = 0; j < 4; ++j) {
            floor_add(this_threads_cells[j]);
            asm volatile("" ::: "memory");
        }
}

[[gnu::noinline]] void floor_one_anew(std::size_t records) {
    for (; records != 0; --records) {
        floor_add(this_threads_cells[1]);
        asm volatile("" ::: "memory");
    }
}

void floor(benchmark::State& state, void (*loop)(std::size_t)) {
    alignas(64) std::array<floor_cell, 8> cells{};
    this_threads_cells = cells.data();
    for (auto _ : state)
        loop(batch);
    std::uint64_t total = 0;
    for (auto const& cell : cells)
        total += cell.load(std::memory_order_relaxed);
    bench::verify(state, total, bench::records(state));
    bench::per_iteration(state, batch);
}

BENCHMARK_CAPTURE(floor, one_named, floor_one_named);
BENCHMARK_CAPTURE(floor, one_register, floor_one_register);
BENCHMARK_CAPTURE(floor, one_anew, floor_one_anew);
BENCHMARK_CAPTURE(floor, four_named, floor_four_named);
BENCHMARK_CAPTURE(floor, four_register, floor_four_register);
BENCHMARK_CAPTURE(floor, four_anew, floor_four_anew);

/// For slow operations.
constexpr std::size_t short_batch = 256;

// Our registry and the peer's; all threads use both.

tacho::registry& ours() {
    static tacho::registry registry;
    return registry;
}

prometheus::Registry& theirs() {
    static prometheus::Registry registry;
    return registry;
}

bench::four_counters& counters() {
    static bench::four_counters metrics{
        {ours(), "first_total", "One of four."},
        {ours(), "second_total", "One of four."},
        {ours(), "third_total", "One of four."},
        {ours(), "fourth_total", "One of four."},
    };
    return metrics;
}

std::uint64_t total(bench::four_counters& metrics) {
    return metrics.first.value() + metrics.second.value() + metrics.third.value() +
           metrics.fourth.value();
}

enum class threads { one, two };

/// Times `loop`, on one thread or on two at once, and checks the count of its records.
template <threads Count = threads::one, class Loop, class Total>
void counted(benchmark::State& state, std::size_t per_iteration, Loop loop, Total counted_so_far) {
    if constexpr (Count == threads::two)
        return bench::two_threads(state, per_iteration, loop, counted_so_far);
    auto const before = counted_so_far();
    for (auto _ : state)
        loop();
    bench::verify(state, counted_so_far() - before, bench::records(state, per_iteration));
    bench::per_iteration(state, per_iteration);
}

/// A benchmark with two threads times itself.
void by_itself(benchmark::internal::Benchmark* of) {
    of->UseManualTime()->Iterations(1);
}

void counter(benchmark::State& state, void (*loop)(bench::four_counters&, std::size_t)) {
    auto& metrics = counters();
    counted(state, batch, [&] { loop(metrics, batch); }, [&] { return total(metrics); });
}

BENCHMARK_CAPTURE(counter, one, bench::in_program::inc_one);
BENCHMARK_CAPTURE(counter, copy, bench::in_program::inc_copy);
BENCHMARK_CAPTURE(counter, four, bench::in_program::inc_four);
BENCHMARK_CAPTURE(counter, one_in_library, bench::in_library::inc_one);
BENCHMARK_CAPTURE(counter, copy_in_library, bench::in_library::inc_copy);
BENCHMARK_CAPTURE(counter, four_in_library, bench::in_library::inc_four);

void counter_two_threads(benchmark::State& state) {
    auto& metrics = counters();
    counted<threads::two>(
        state,
        batch,
        [&] { bench::in_program::inc_one(metrics, batch); },
        [&] { return total(metrics); }
    );
}

BENCHMARK(counter_two_threads)->Name("counter/two_threads")->Apply(by_itself);

template <threads Count>
void counter_peer(benchmark::State& state) {
    static auto& metric =
        prometheus::BuildCounter().Name("one_total").Help("One.").Register(theirs()).Add({});
    auto const loop = [&] {
        for (std::size_t i = 0; i < short_batch; ++i)
            metric.Increment();
    };
    counted<Count>(state, short_batch, loop, [&] {
        return static_cast<std::uint64_t>(metric.Value());
    });
}

BENCHMARK(counter_peer<threads::one>)->Name("counter_peer/one");
BENCHMARK(counter_peer<threads::two>)->Name("counter_peer/two_threads")->Apply(by_itself);

// Latencies: log-uniform, so that every bucket is equally likely and no branch can be predicted.

std::vector<double> const& latencies() {
    static auto const values = [] {
        std::mt19937_64 random{1};
        std::uniform_real_distribution<double> exponent{std::log(0.002), std::log(20.0)};
        std::vector<double> made(batch);
        for (auto& value : made)
            value = std::exp(exponent(random));
        return made;
    }();
    return values;
}

template <threads Count = threads::one, class Histogram>
void observed(
    benchmark::State& state, Histogram& metric, void (*loop)(Histogram&, std::span<double const>)
) {
    auto const& values = latencies();
    counted<Count>(
        state, batch, [&] { loop(metric, values); }, [&] { return metric.value().count; }
    );
}

tacho::histogram<>& histogram_11() {
    static tacho::histogram<> metric{ours(), "latency_seconds", "Eleven bounds."};
    return metric;
}

void histogram(
    benchmark::State& state, void (*loop)(tacho::histogram<>&, std::span<double const>)
) {
    observed(state, histogram_11(), loop);
}

BENCHMARK_CAPTURE(histogram, 11, bench::in_program::observe);
BENCHMARK_CAPTURE(histogram, 11_in_library, bench::in_library::observe);

void histogram_two_threads(benchmark::State& state) {
    observed<threads::two>(state, histogram_11(), bench::in_program::observe);
}

BENCHMARK(histogram_two_threads)->Name("histogram/two_threads")->Apply(by_itself);

// Sixty bounds over the same range as the eleven.
using sixty_bounds = tacho::histogram<tacho::exponential_buckets<0.005, 1.1375, 60>>;

[[gnu::noinline]] void observe_60(sixty_bounds& metric, std::span<double const> values) {
    for (auto const value : values)
        metric.observe(value);
}

void histogram_60(benchmark::State& state) {
    static sixty_bounds metric{ours(), "latency_60_seconds", "Sixty bounds."};
    observed(state, metric, observe_60);
}

BENCHMARK(histogram_60);

[[gnu::noinline]] void
observe_runtime(tacho::histogram<tacho::runtime_buckets>& metric, std::span<double const> values) {
    for (auto const value : values)
        metric.observe(value);
}

void histogram_runtime(benchmark::State& state) {
    static std::vector<double> const bounds{
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };
    static tacho::histogram<tacho::runtime_buckets> metric{
        ours(), "latency_runtime_seconds", "Eleven bounds, known at run time.", bounds
    };
    observed(state, metric, observe_runtime);
}

BENCHMARK(histogram_runtime);

template <threads Count>
void histogram_peer(benchmark::State& state) {
    static auto& metric = prometheus::BuildHistogram()
                              .Name("latency_seconds")
                              .Help("Eleven bounds.")
                              .Register(theirs())
                              .Add(
                                  {},
                                  prometheus::Histogram::BucketBoundaries{
                                      0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
                                  }
                              );
    auto const values = std::span{latencies()}.first(short_batch);
    auto const loop = [&] {
        for (auto const value : values)
            metric.Observe(value);
    };
    counted<Count>(state, short_batch, loop, [&] {
        return metric.Collect().histogram.sample_count;
    });
}

BENCHMARK(histogram_peer<threads::one>)->Name("histogram_peer/one");
BENCHMARK(histogram_peer<threads::two>)->Name("histogram_peer/two_threads")->Apply(by_itself);

// Labels.

using responses = tacho::family<tacho::counter, "method", "code">;

responses& responses_family() {
    static responses family{ours(), "responses_total", "By method and code."};
    return family;
}

prometheus::Family<prometheus::Counter>& responses_peer() {
    static auto& family = prometheus::BuildCounter()
                              .Name("responses_total")
                              .Help("By method and code.")
                              .Register(theirs());
    return family;
}

struct request {
    std::string_view method;
    std::string_view code;
};

constexpr std::array<request, 8> requests{
    {{"GET", "200"},
     {"POST", "201"},
     {"GET", "404"},
     {"PUT", "204"},
     {"DELETE", "204"},
     {"HEAD", "200"},
     {"GET", "500"},
     {"OPTIONS", "405"}}
};

template <class With>
std::uint64_t total_of_requests(With with) {
    std::uint64_t sum = 0;
    for (auto const& [method, code] : requests)
        sum += with(method, code);
    return sum;
}

std::uint64_t total(responses& family) {
    return total_of_requests([&](auto method, auto code) {
        return family.with(method, code).value();
    });
}

std::uint64_t total(prometheus::Family<prometheus::Counter>& family) {
    return total_of_requests([&](auto method, auto code) {
        return static_cast<std::uint64_t>(
            family.Add({{"method", std::string{method}}, {"code", std::string{code}}}).Value()
        );
    });
}

// One buffer that each request's values are copied into, as in a parser.
struct one_buffer {
    std::array<char, 32> bytes{};

    [[gnu::always_inline]] request fill(request from) {
        std::memcpy(bytes.data(), from.method.data(), from.method.size());
        std::memcpy(bytes.data() + 16, from.code.data(), from.code.size());
        benchmark::DoNotOptimize(bytes);
        return {{bytes.data(), from.method.size()}, {bytes.data() + 16, from.code.size()}};
    }
};

template <threads Count>
void family(benchmark::State& state) {
    auto& metric = responses_family();
    auto const loop = [&] {
        for (std::size_t i = 0; i < short_batch; ++i)
            metric.with("GET", "200").inc();
    };
    counted<Count>(state, short_batch, loop, [&] { return total(metric); });
}

BENCHMARK(family<threads::one>)->Name("family/literal");
BENCHMARK(family<threads::two>)->Name("family/two_threads")->Apply(by_itself);

void family_buffer(benchmark::State& state) {
    auto& metric = responses_family();
    one_buffer buffer;
    auto const loop = [&] {
        for (std::size_t i = 0; i < short_batch; ++i) {
            auto const [method, code] = buffer.fill(requests[i % requests.size()]);
            metric.with(method, code).inc();
        }
    };
    counted(state, short_batch, loop, [&] { return total(metric); });
}

BENCHMARK(family_buffer)->Name("family/buffer");

template <threads Count>
void family_peer(benchmark::State& state) {
    auto& metric = responses_peer();
    auto const loop = [&] {
        for (std::size_t i = 0; i < short_batch; ++i)
            metric.Add({{"method", "GET"}, {"code", "200"}}).Increment();
    };
    counted<Count>(state, short_batch, loop, [&] { return total(metric); });
}

BENCHMARK(family_peer<threads::one>)->Name("family_peer/literal");
BENCHMARK(family_peer<threads::two>)->Name("family_peer/two_threads")->Apply(by_itself);

void family_peer_buffer(benchmark::State& state) {
    auto& metric = responses_peer();
    one_buffer buffer;
    auto const loop = [&] {
        for (std::size_t i = 0; i < short_batch; ++i) {
            auto const [method, code] = buffer.fill(requests[i % requests.size()]);
            metric.Add({{"method", std::string{method}}, {"code", std::string{code}}}).Increment();
        }
    };
    counted(state, short_batch, loop, [&] { return total(metric); });
}

BENCHMARK(family_peer_buffer)->Name("family_peer/buffer");

// Labels whose values are an enum, in the shape of the plain counters' loops.

using verbs = tacho::family<tacho::counter, tacho::enum_label<verb>("verb")>;

verbs& verbs_family() {
    static verbs family{ours(), "verbs_total", "By verb."};
    return family;
}

std::uint64_t total(verbs& family) {
    std::uint64_t sum = 0;
    for (auto const which : {verb::get, verb::head, verb::post, verb::put})
        sum += family.with(which).value();
    return sum;
}

[[gnu::noinline]] void enum_one(verbs& family, verb which, std::size_t records) {
    for (; records != 0; --records)
        family.with(which).inc();
}

[[gnu::noinline]] void
enum_four(verbs& family, std::array<verb, 4> const& which, std::size_t records) {
    for (; records != 0; records -= 4) {
        family.with(which[0]).inc();
        family.with(which[1]).inc();
        family.with(which[2]).inc();
        family.with(which[3]).inc();
    }
}

void family_enum_one(benchmark::State& state) {
    auto& metric = verbs_family();
    auto which = verb::head;
    benchmark::DoNotOptimize(which);
    counted(state, batch, [&] { enum_one(metric, which, batch); }, [&] { return total(metric); });
}

void family_enum_four(benchmark::State& state) {
    auto& metric = verbs_family();
    std::array which{verb::post, verb::get, verb::put, verb::head};
    benchmark::DoNotOptimize(which);
    counted(state, batch, [&] { enum_four(metric, which, batch); }, [&] { return total(metric); });
}

BENCHMARK(family_enum_one)->Name("family/enum_one");
BENCHMARK(family_enum_four)->Name("family/enum_four");

// The cost of a scope's timer beyond that of its two clock reads.

inline std::uint64_t clock_read() {
#if defined(__x86_64__)
    return __rdtsc();
#else
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

void clock_reads(benchmark::State& state) {
    for (auto _ : state)
        for (std::size_t i = 0; i < short_batch; ++i) {
            auto start = clock_read();
            benchmark::DoNotOptimize(start);
            auto end = clock_read();
            benchmark::DoNotOptimize(end);
        }
    bench::per_iteration(state, short_batch);
}

BENCHMARK(clock_reads)->Name("timer/two_clock_reads");

void timer(benchmark::State& state) {
    static tacho::histogram<> metric{ours(), "scope_seconds", "An empty scope."};
    auto const loop = [&] {
        for (std::size_t i = 0; i < short_batch; ++i)
            auto const timed = metric.time();
    };
    counted(state, short_batch, loop, [&] { return metric.value().count; });
}

BENCHMARK(timer)->Name("timer/time");

// The rest of the surface, for comparison.

void up_down_counter(benchmark::State& state) {
    static tacho::up_down_counter metric{ours(), "in_flight", "A guard."};
    std::int64_t before = 0;
    for (auto _ : state)
        for (std::size_t i = 0; i < batch; ++i)
            auto const tracked = metric.track();
    bench::verify(
        state, static_cast<std::uint64_t>(metric.value()), static_cast<std::uint64_t>(before)
    );
    bench::per_iteration(state, batch);
}

BENCHMARK(up_down_counter)->Name("other/track");

void float_counter(benchmark::State& state) {
    static tacho::float_counter metric{ours(), "bytes_total", "A double."};
    auto const loop = [&] {
        for (std::size_t i = 0; i < batch; ++i)
            metric.inc(2.0);
    };
    counted(state, batch, loop, [&] { return static_cast<std::uint64_t>(metric.value() / 2); });
}

BENCHMARK(float_counter)->Name("other/float_counter");

void gauge(benchmark::State& state) {
    static tacho::gauge metric{ours(), "temperature", "Set."};
    double last = 0;
    for (auto _ : state)
        for (std::size_t i = 0; i < batch; ++i)
            metric.set(last += 1);
    bench::verify(state, static_cast<std::uint64_t>(metric.value()), bench::records(state));
    bench::per_iteration(state, batch);
}

BENCHMARK(gauge)->Name("other/gauge_set");

} // namespace

BENCHMARK_MAIN();
