// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_THREADS_HPP
#define TACHO_TESTS_SUPPORT_THREADS_HPP

#include <atomic>
#include <barrier>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <random>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

// Threads for tests. Catch's assertions belong to the main thread: the others return what they saw.

#if defined(__has_feature)
# if __has_feature(thread_sanitizer)
#  define TACHO_TESTS_THREAD_SANITIZER
# endif
# if __has_feature(address_sanitizer)
#  define TACHO_TESTS_ADDRESS_SANITIZER
# endif
#endif
#if defined(__SANITIZE_THREAD__) && !defined(TACHO_TESTS_THREAD_SANITIZER)
# define TACHO_TESTS_THREAD_SANITIZER
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(TACHO_TESTS_ADDRESS_SANITIZER)
# define TACHO_TESTS_ADDRESS_SANITIZER
#endif

#if defined(TACHO_TESTS_THREAD_SANITIZER)
inline constexpr std::size_t slowdown = 10;
#elif defined(TACHO_TESTS_ADDRESS_SANITIZER)
inline constexpr std::size_t slowdown = 4;
#elif defined(TACHO_TESTS_EMULATED)
inline constexpr std::size_t slowdown = 4;
#else
inline constexpr std::size_t slowdown = 1;
#endif

/// How often to do something that is done `times` without a sanitizer or an emulator.
[[nodiscard]] constexpr std::size_t scaled(std::size_t times) {
    auto const fewer = times / slowdown;
    return fewer > 0 ? fewer : 1;
}

/// Runs `work(index)` in `count` threads that begin together, waits for all, and gives what they
/// returned, by index.
template <std::invocable<std::size_t> Work>
auto together(std::size_t count, Work work) {
    using result = std::invoke_result_t<Work&, std::size_t>;
    std::barrier start{static_cast<std::ptrdiff_t>(count)};
    std::vector<std::thread> threads;
    threads.reserve(count);
    if constexpr (std::is_void_v<result>) {
        for (std::size_t i = 0; i < count; ++i)
            threads.emplace_back([&, i] {
                start.arrive_and_wait();
                work(i);
            });
        for (auto& each : threads)
            each.join();
    } else {
        // No vector<bool>: neighbours in it are no separate objects.
        struct box {
            result value{};
        };
        std::vector<box> boxes(count);
        for (std::size_t i = 0; i < count; ++i)
            threads.emplace_back([&, i] {
                start.arrive_and_wait();
                boxes[i].value = work(i);
            });
        for (auto& each : threads)
            each.join();
        std::vector<result> results;
        for (auto& each : boxes)
            results.push_back(std::move(each.value));
        return results;
    }
}

/// Runs `work()` in a thread of its own, again and again until it is told to stop, but once at
/// least.
class background {
public:
    template <std::invocable Work>
    explicit background(Work work)
        : thread_{[this, work = std::move(work)]() mutable {
            do
                work();
            while (!stopped_.load(std::memory_order_relaxed));
        }} {}
    background(background const&) = delete;
    background& operator=(background const&) = delete;
    ~background() { stop(); }

    void stop() {
        stopped_.store(true, std::memory_order_relaxed);
        if (thread_.joinable())
            thread_.join();
    }

private:
    std::atomic<bool> stopped_{false};
    std::thread thread_; // last: it begins at once
};

/// The seed of a test and of its threads, to be shown by CAPTURE(). It does not change between
/// runs.
inline constexpr std::uint64_t test_seed = 20'261'120;

[[nodiscard]] inline std::mt19937_64 random_for(std::size_t thread) {
    return std::mt19937_64{test_seed + thread};
}

#endif
