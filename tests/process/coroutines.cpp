// SPDX-License-Identifier: BSL-1.0

// Coroutines that go on in other threads, with handles, guards and timers in their frames.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <process/check.hpp>
#include <string>
#include <support/threads.hpp>
#include <thread>

namespace {

constexpr std::size_t workers = 4;
constexpr std::size_t clients = 64;
constexpr auto hops = scaled(5'000);

/// A thread that resumes the coroutines it is given, until it is given a null handle.
class worker {
public:
    void post(std::coroutine_handle<> next) {
        {
            std::lock_guard const guard{mutex_};
            queue_.push_back(next);
        }
        filled_.notify_one();
    }
    void stop() { post({}); }
    void join() { thread_.join(); }

    [[nodiscard]] bool here() const { return thread_.get_id() == std::this_thread::get_id(); }

    /// co_await goes on in this thread.
    [[nodiscard]] auto resume() {
        struct awaiter {
            worker& in;
            [[nodiscard]] bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> self) { in.post(self); }
            void await_resume() const noexcept {}
        };
        return awaiter{*this};
    }

private:
    void run() {
        while (auto const next = take())
            next.resume();
    }
    std::coroutine_handle<> take() {
        std::unique_lock guard{mutex_};
        filled_.wait(guard, [this] { return !queue_.empty(); });
        auto const next = queue_.front();
        queue_.pop_front();
        return next;
    }

    std::mutex mutex_;
    std::condition_variable filled_;
    std::deque<std::coroutine_handle<>> queue_;
    std::thread thread_{[this] { run(); }}; // last: it begins at once
};

/// A coroutine that no caller waits for.
struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        [[noreturn]] void unhandled_exception() { std::terminate(); }
    };
};

struct all_metrics {
    tacho::registry registry{};
    tacho::counter ones{registry, "ones_total", "Ones."};
    tacho::up_down_counter waiting{registry, "waiting", "Clients on their way to a thread."};
    tacho::histogram<> way{registry, "way_seconds", "How long they are on their way."};
    tacho::histogram<tacho::byte_buckets<1>> bytes{registry, "bytes", "Ones."};
    tacho::family<tacho::counter, "client"> named{registry, "named_total", "Of one client."};
};

struct everything {
    all_metrics metrics{};
    worker pool[workers]{};
    std::atomic<std::size_t> elsewhere{0}; // hops that reached another thread
    std::atomic<std::size_t> left{clients};
};

task client(everything& in, std::size_t id) {
    auto const ones = in.metrics.ones; // a handle in the frame
    auto const named = in.metrics.named.with(std::to_string(id));
    for (std::size_t hop = 0; hop < hops; ++hop) {
        auto& next = in.pool[(id + hop) % workers]; // never the current one
        auto const was_there = next.here();
        {
            auto const tracked = in.metrics.waiting.track();
            auto const timed = in.metrics.way.time();
            ones.inc();
            in.metrics.bytes.observe(1);
            co_await next.resume();
            ones.inc();
            in.metrics.bytes.observe(1);
            named.inc();
        }
        in.elsewhere += next.here() && !was_there ? 1U : 0U;
    }
    if (--in.left == 0)
        in.left.notify_one();
}

} // namespace

int main() {
    everything all;
    auto const& metrics = all.metrics;
    std::size_t negative = 0;
    for (std::size_t id = 0; id < clients; ++id)
        client(all, id);
    while (all.left > 0) // guards are made in one thread and end in another
        negative += metrics.waiting.value() < 0 ? 1U : 0U;
    for (auto& each : all.pool)
        each.stop();
    for (auto& each : all.pool)
        each.join();

    constexpr auto times = clients * hops;
    check_equal(all.elsewhere.load(), times, "times that a coroutine went on in another thread");
    check_equal<std::uint64_t>(metrics.ones.value(), 2 * times, "the counter");
    check_equal<std::int64_t>(metrics.waiting.value(), 0, "guards at the end");
    check_equal(negative, std::size_t{0}, "scrapes that saw fewer guards than none");
    check_equal<std::uint64_t>(metrics.way.value().count, times, "times measured");
    check(metrics.way.value().sum > 0, "they took some time");
    check_equal<std::uint64_t>(metrics.bytes.value().count, 2 * times, "the histogram's count");
    check_equal(metrics.bytes.value().sum, static_cast<double>(2 * times), "its sum");
    for (std::size_t id = 0; id < clients; ++id)
        check_equal<std::uint64_t>(
            metrics.named.with(std::to_string(id)).value(), hops, "of one client"
        );
    check_equal(tacho::detail::the_arena().size(), workers + 2, "slabs: shared, main's, workers'");
}
