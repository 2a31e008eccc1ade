// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "support.hpp"

// The cost of the number of threads: a thread's first record, and a scrape's walk over all slabs.
// Slabs outlive their threads, so this binary runs each question once, in this order, without
// repetitions.

namespace {

double nanoseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::nano>{std::chrono::steady_clock::now() - start}.count(
    );
}

tacho::registry& registry() {
    static tacho::registry made;
    return made;
}

tacho::counter& counter() {
    static tacho::counter made{registry(), "records_total", "Counted by many threads."};
    return made;
}

/// Runs `count` threads that are all alive at once; each times its own first record.
std::vector<double> first_records(std::size_t count) {
    std::vector<double> times(count);
    std::latch all_recorded{static_cast<std::ptrdiff_t>(count)};
    std::vector<std::thread> threads;
    for (auto& time : times)
        threads.emplace_back([&time, &all_recorded] {
            auto const start = std::chrono::steady_clock::now();
            counter().inc();
            time = nanoseconds_since(start);
            all_recorded.arrive_and_wait();
        });
    for (auto& thread : threads)
        thread.join();
    return times;
}

void first_record(benchmark::State& state) {
    auto const before = counter().value();
    constexpr std::size_t threads = 64;
    for (auto _ : state) {
        state.counters["new_slab_ns"] = bench::median(first_records(threads));
        std::vector<double> adopted;
        for (std::size_t i = 0; i < threads; ++i)
            adopted.push_back(first_records(1).front());
        state.counters["adopted_ns"] = bench::median(adopted);
    }
    bench::verify(state, counter().value() - before, 2 * threads);
}

BENCHMARK(first_record)->Iterations(1)->Repetitions(1);

// The merged values of a thousand counters, with the text; only the merge depends on the number of
// threads.
void scrape_of_slabs(benchmark::State& state) {
    constexpr std::size_t counters = 1000;
    tacho::family<tacho::counter, "i"> family{registry(), "cells_total", "A thousand."};
    std::vector<tacho::counter> all;
    for (std::size_t i = 0; i < counters; ++i)
        all.push_back(family.with(std::to_string(i)));

    auto const touch_from = [&](std::size_t threads) {
        std::latch all_recorded{static_cast<std::ptrdiff_t>(threads)};
        std::vector<std::thread> running;
        for (std::size_t i = 0; i < threads; ++i)
            running.emplace_back([&] {
                for (auto& one : all)
                    one.inc();
                all_recorded.arrive_and_wait();
            });
        for (auto& thread : running)
            thread.join();
    };
    auto const scrape_ns = [&] {
        std::vector<double> times;
        for (int i = 0; i < 21; ++i) {
            auto const start = std::chrono::steady_clock::now();
            std::size_t bytes = 0;
            tacho::write_text(registry(), [&](std::string_view piece) { bytes += piece.size(); });
            benchmark::DoNotOptimize(bytes);
            times.push_back(nanoseconds_since(start));
        }
        return bench::median(times);
    };
    for (auto _ : state) {
        std::uint64_t expected = 0;
        for (auto const threads :
             {std::size_t{64}, std::size_t{128}, std::size_t{256}, std::size_t{512}}) {
            touch_from(threads);
            expected += threads;
            state.counters["slabs_" + std::to_string(threads) + "_ns"] = scrape_ns();
            bench::verify(state, all.front().value(), expected);
        }
    }
}

BENCHMARK(scrape_of_slabs)->Iterations(1)->Repetitions(1);

} // namespace

BENCHMARK_MAIN();
