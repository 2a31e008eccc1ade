// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/wasm.hpp>
#include <tacho/instrument.hpp>
#include <tacho/monitor.hpp>
#include <tacho/tacho.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <utility>

#include "support.hpp"
#include "two_threads.hpp"

#if defined(__x86_64__)
# include <x86intrin.h>
#endif

// The cost of an instrumented call beyond the call and two readings of the clock; the cost of the
// guards of a sandbox's life compared with counters; the cost of a monitor for a call that it lets
// end.

namespace {

/// For slow operations.
constexpr std::size_t short_batch = 256;
constexpr std::size_t functions = 60; // of a table

tacho::registry& ours() {
    static tacho::registry registry;
    return registry;
}

tacho::hyperlight::wasm_metrics<>& metrics() {
    static tacho::hyperlight::wasm_metrics<> made{ours()};
    return made;
}

std::uint64_t calls_of(std::string_view function) {
    return metrics().host_calls.with(function).value().count;
}

/// A host function: the compiler knows nothing of its body.
[[gnu::noinline]] int host_function(int value) {
    asm volatile("" ::: "memory");
    return value + 1;
}

[[gnu::always_inline]] inline std::uint64_t clock_read() {
#if defined(__x86_64__)
    return __rdtsc();
#else
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

/// Runs `call(value)` again and again, on the value it gave last.
template <class Call>
[[gnu::noinline]] int repeat(Call const& call, std::size_t times) {
    int value = 0;
    for (; times != 0; --times)
        value = call(value);
    return value;
}

/// Calls a host function, with two readings of the clock around it.
constexpr auto bare = [](int value) {
    auto start = clock_read();
    benchmark::DoNotOptimize(start);
    auto const result = host_function(value);
    auto end = clock_read();
    benchmark::DoNotOptimize(end);
    return result;
};

void bare_call(benchmark::State& state) {
    for (auto _ : state)
        bench::verify(state, static_cast<std::uint64_t>(repeat(bare, short_batch)), short_batch);
    bench::per_iteration(state, short_batch);
}

void instrumented_call(benchmark::State& state) {
    auto const call = tacho::instrument<"one">(metrics().host_calls, [](int value) {
        return host_function(value);
    });
    auto const before = calls_of("one");
    for (auto _ : state)
        bench::verify(state, static_cast<std::uint64_t>(repeat(call, short_batch)), short_batch);
    bench::verify(state, calls_of("one") - before, bench::records(state, short_batch));
    bench::per_iteration(state, short_batch);
}

BENCHMARK(bare_call)->Name("instrument/bare_and_clock");
BENCHMARK(instrumented_call)->Name("instrument/call");

void bare_call_two_threads(benchmark::State& state) {
    static std::atomic<std::uint64_t> calls{0};
    bench::two_threads(
        state,
        short_batch,
        [&] {
            benchmark::DoNotOptimize(repeat(bare, short_batch));
            calls.fetch_add(short_batch, std::memory_order_relaxed); // once a batch
        },
        [&] { return calls.load(std::memory_order_relaxed); }
    );
}

void instrumented_call_two_threads(benchmark::State& state) {
    auto const call = tacho::instrument<"two">(metrics().host_calls, [](int value) {
        return host_function(value);
    });
    bench::two_threads(
        state,
        short_batch,
        [&] { benchmark::DoNotOptimize(repeat(call, short_batch)); },
        [&] { return calls_of("two"); }
    );
}

BENCHMARK(bare_call_two_threads)
    ->Name("instrument/bare_and_clock/two_threads")
    ->UseManualTime()
    ->Iterations(1);
BENCHMARK(instrumented_call_two_threads)
    ->Name("instrument/call/two_threads")
    ->UseManualTime()
    ->Iterations(1);

/// A name for each number: "00" … "59".
template <std::size_t Index>
constexpr tacho::function_name<3> numbered{
    {static_cast<char>('0' + Index / 10), static_cast<char>('0' + Index % 10), '\0'}
};

template <std::size_t... Index>
auto make_table(std::index_sequence<Index...>) {
    return tacho::instrument(metrics().host_calls, tacho::named<numbered<Index>>([](int value) {
                                 return host_function(value);
                             })...);
}

/// All functions of a table in turn.
template <class Table, std::size_t... Index>
[[gnu::noinline]] int call_all(Table const& table, std::index_sequence<Index...>) {
    int value = 0;
    ((value = table.template get<numbered<Index>>()(value)), ...);
    return value;
}
template <std::size_t... Index>
[[gnu::noinline]] int call_all_bare(std::index_sequence<Index...>) {
    int value = 0;
    ((value = bare(value + 0 * static_cast<int>(Index))), ...);
    return value;
}

constexpr auto all = std::make_index_sequence<functions>{};

void bare_calls(benchmark::State& state) {
    for (auto _ : state)
        bench::verify(state, static_cast<std::uint64_t>(call_all_bare(all)), functions);
    bench::per_iteration(state, functions);
}

void table(benchmark::State& state) {
    auto const made = make_table(all);
    auto const before = calls_of("00") + calls_of("59");
    for (auto _ : state)
        bench::verify(state, static_cast<std::uint64_t>(call_all(made, all)), functions);
    bench::verify(state, calls_of("00") + calls_of("59") - before, bench::records(state, 2));
    bench::per_iteration(state, functions);
}

BENCHMARK(bare_calls)->Name("instrument/sixty_bare_and_clock");
BENCHMARK(table)->Name("instrument/table_of_sixty");

// Guards.

void three_increments(benchmark::State& state) {
    auto const& of = metrics();
    auto const before = of.proto.total.value();
    for (auto _ : state)
        for (std::size_t i = 0; i < short_batch; ++i) {
            of.proto.current.inc();
            of.proto.total.inc();
            benchmark::ClobberMemory(); // the sandbox's life
            of.proto.current.dec();
        }
    bench::verify(state, of.proto.total.value() - before, bench::records(state, short_batch));
    bench::per_iteration(state, short_batch);
}

void proto_guard(benchmark::State& state) {
    auto const& of = metrics();
    auto const before = of.proto.total.value();
    for (auto _ : state)
        for (std::size_t i = 0; i < short_batch; ++i) {
            auto const guard = of.track_proto();
            benchmark::ClobberMemory(); // the sandbox's life
        }
    bench::verify(state, of.proto.total.value() - before, bench::records(state, short_batch));
    bench::per_iteration(state, short_batch);
}

void whole_life(benchmark::State& state) {
    auto const& of = metrics();
    auto const before = of.unloads.value();
    for (auto _ : state)
        for (std::size_t i = 0; i < short_batch; ++i) {
            auto sandbox = of.track_proto().load_runtime().done().load().done().unload().done();
            benchmark::DoNotOptimize(sandbox);
        }
    bench::verify(state, of.unloads.value() - before, bench::records(state, short_batch));
    bench::per_iteration(state, short_batch);
}

BENCHMARK(three_increments)->Name("sandbox/three_increments");
BENCHMARK(proto_guard)->Name("sandbox/guard");
BENCHMARK(whole_life)->Name("sandbox/whole_life");

// Monitors: a call that ends in time.

tacho::family<tacho::counter, "monitor_type">& terminations() {
    static tacho::family<tacho::counter, "monitor_type"> made{
        ours(), "monitor_terminations_total", "Terminations."
    };
    return made;
}

template <class Monitors>
void monitored(benchmark::State& state, Monitors const& monitors) {
    std::uint64_t ended = 0;
    for (auto _ : state)
        for (std::size_t i = 0; i < short_batch; ++i) {
            tacho::monitored_call call{monitors, terminations(), [] {}};
            ended += call.end() ? 1U : 0U;
        }
    bench::verify(state, ended, 0);
    bench::per_iteration(state, short_batch);
}

void wall_clock(benchmark::State& state) {
    monitored(state, tacho::wall_clock_monitor{std::chrono::minutes{1}});
}
void cpu_time(benchmark::State& state) {
    monitored(state, tacho::cpu_time_monitor{std::chrono::minutes{1}});
}
void both(benchmark::State& state) {
    monitored(
        state,
        std::tuple{
            tacho::wall_clock_monitor{std::chrono::minutes{1}},
            tacho::cpu_time_monitor{std::chrono::minutes{1}}
        }
    );
}
// The clock reading that cpu_time requests from the system.
void cpu_clock(benchmark::State& state) {
    auto const clock = tacho::detail::thread_cpu_clock::of_this_thread();
    for (auto _ : state)
        for (std::size_t i = 0; i < short_batch; ++i)
            benchmark::DoNotOptimize(clock->read());
    bench::per_iteration(state, short_batch);
}

BENCHMARK(wall_clock)->Name("monitor/wall_clock");
BENCHMARK(cpu_time)->Name("monitor/cpu_time");
BENCHMARK(both)->Name("monitor/both");
BENCHMARK(cpu_clock)->Name("monitor/one_cpu_clock_read");

} // namespace

BENCHMARK_MAIN();
