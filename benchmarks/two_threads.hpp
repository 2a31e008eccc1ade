// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_BENCHMARKS_TWO_THREADS_HPP
#define TACHO_BENCHMARKS_TWO_THREADS_HPP

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <thread>
#include <vector>

#include "support.hpp"

// Two threads record into one metric at the same time, on a machine that also does other work. Each
// thread notes when its batches begin and end; only batches during which the other thread was
// running too count.

namespace bench {

using clock = std::chrono::steady_clock;

struct stretch {
    clock::time_point begin;
    clock::time_point end;
};

/// A batch takes some microseconds. A batch that took this long was interrupted.
inline constexpr auto interrupted = std::chrono::milliseconds{1};

/// How long the batches of `own` took, in seconds, without those that were interrupted or alone.
inline void keep_accompanied(
    std::vector<stretch> const& own, std::vector<stretch> const& other, std::vector<double>& kept
) {
    auto const was_interrupted = [](stretch const& one) {
        return one.end - one.begin > interrupted;
    };
    auto beside = other.begin();
    for (auto const& one : own) {
        while (beside != other.end() && beside->end < one.begin)
            ++beside;
        if (beside == other.end() || other.back().end < one.end)
            return;
        bool accompanied = beside->begin <= one.begin && !was_interrupted(one);
        for (auto each = beside; accompanied && each != other.end() && each->begin < one.end;
             ++each)
            accompanied = !was_interrupted(*each);
        if (accompanied)
            kept.push_back(std::chrono::duration<double>{one.end - one.begin}.count());
    }
}

/// Runs `loop`, which makes `records` records, on two cores. The time of an iteration is the wall
/// time for that many records of both threads together.
template <class Loop, class Total>
void two_threads(benchmark::State& state, std::size_t records, Loop loop, Total counted_so_far) {
    constexpr auto turn = std::chrono::milliseconds{20};
    constexpr std::size_t enough = 200;
    constexpr int most_turns = 100;
    for (auto _ : state) {
        std::vector<double> kept;
        for (int i = 0; i < most_turns && kept.size() < enough; ++i) {
            auto const before = counted_so_far();
            std::array<std::vector<stretch>, 2> batches;
            std::latch both_are_here{2};
            auto const work = [&](unsigned core) {
                pin(core);
                auto& own = batches[core];
                own.reserve(1 << 14);
                both_are_here.arrive_and_wait();
                auto const stop = clock::now() + turn;
                for (auto begin = clock::now(); begin < stop && own.size() < own.capacity();) {
                    loop();
                    auto const end = clock::now();
                    own.push_back({begin, end});
                    begin = end;
                }
            };
            std::thread first{work, 0};
            std::thread second{work, 1};
            first.join();
            second.join();
            verify(
                state, counted_so_far() - before, (batches[0].size() + batches[1].size()) * records
            );
            keep_accompanied(batches[0], batches[1], kept);
            keep_accompanied(batches[1], batches[0], kept);
        }
        if (kept.size() < enough)
            return state.SkipWithError("the cores were never free for two threads at once");
        state.SetIterationTime(median(kept) / 2);
    }
    per_iteration(state, records);
}

} // namespace bench

#endif
