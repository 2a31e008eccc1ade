// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

// A process forks while all its threads are busy. Children say by their exit status which check
// failed; one that hangs is ended by its alarm.

namespace {

constexpr auto children = scaled(120);
constexpr unsigned too_long = 30; // seconds

enum class finding : int {
    none,
    counter_backwards,
    buckets_differ,
    sum_far_off,
    torn_for_good,
    record_missing,
    threads_lost_records,
    new_slab,
    not_zero,
    cannot_register,
    grandchild_failed,
};

/// Runs `life` in a child, and returns what it found; `-signal` if it died.
template <typename Life>
int in_child(Life const& life) {
    auto const child = ::fork();
    if (child == 0) {
        ::alarm(too_long);
        ::_exit(static_cast<int>(life()));
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

struct busy_process {
    tacho::registry registry{};
    tacho::counter counter{registry, "ones_total", "Ones."};
    tacho::up_down_counter level{registry, "level", "Level."};
    tacho::histogram<tacho::buckets<1, 2>> seconds{registry, "seconds", "Ones."};
    tacho::histogram<tacho::byte_buckets<1, 2>> bytes{registry, "bytes", "Ones."};
    tacho::family<tacho::counter, "name"> family{registry, "named_total", "Named."};

    void record(std::size_t i) const {
        counter.inc();
        level.inc();
        seconds.observe(1);
        bytes.observe(1);
        level.dec();
        if (i % 64 == 0)
            family.with(std::to_string(i / 64 % 300)).inc();
    }

    /// Whether every histogram is whole. A thread that is not in the child may have left an
    /// observation without its sum, one for each slab and fork.
    [[nodiscard]] finding whole(double most_torn) const {
        for (auto const& value : {seconds.value(), bytes.value()}) {
            std::uint64_t total = 0;
            for (auto const each : value.buckets)
                total += each;
            if (total != value.count)
                return finding::buckets_differ;
            auto const missing = static_cast<double>(value.count) - value.sum;
            if (missing < 0 || missing > most_torn)
                return finding::sum_far_off;
        }
        return finding::none;
    }

    [[nodiscard]] finding alone(std::uint64_t at_least, double most_torn) const {
        auto const before = counter.value();
        if (before < at_least)
            return finding::counter_backwards;
        // No thread observes any more: torn runs have been repaired.
        event_count const torn{&event_count::events::torn_reads};
        if (auto const found = whole(most_torn); found != finding::none)
            return found;
        if (torn.since() != 0)
            return finding::torn_for_good;
        for (std::size_t i = 0; i < 1'000; ++i)
            record(i);
        if (counter.value() != before + 1'000)
            return finding::record_missing;
        if (sample(registry, "ones_total") != std::to_string(before + 1'000))
            return finding::record_missing;
        return whole(most_torn);
    }
};

/// Threads that record all the time, one that registers, and one that scrapes.
class busy_threads {
public:
    explicit busy_threads(busy_process& in) {
        for (std::size_t index = 0; index < 2; ++index)
            threads_.emplace_back([this, &in] {
                for (std::size_t i = 0; running(); ++i)
                    in.record(i);
            });
        threads_.emplace_back([this, &in] { // short threads: attaching and leaving at any moment
            while (running()) {
                std::thread first{[&] { in.record(1); }};
                std::thread second{[&] { in.record(1); }};
                first.join();
                second.join();
            }
        });
        threads_.emplace_back([this, &in] {
            while (running()) {
                static_cast<void>(tacho::to_text(in.registry));
                tacho::registry brief;
                tacho::histogram<> const unused{brief, "brief", "Brief."};
            }
        });
    }
    ~busy_threads() {
        stopped_.store(true, std::memory_order_relaxed);
        for (auto& each : threads_)
            each.join();
    }

private:
    [[nodiscard]] bool running() const { return !stopped_.load(std::memory_order_relaxed); }

    std::atomic<bool> stopped_{false};
    std::vector<std::thread> threads_;
};

} // namespace

TEST_CASE("children of a busy process scrape, record and register", "[stress][fork]") {
    busy_process process;
    std::vector<int> found;
    std::uint64_t forked_at = 0;
    {
        busy_threads const threads{process};
        for (std::size_t i = 0; i < children; ++i) {
            forked_at = process.counter.value();
            found.push_back(in_child([&] {
                auto const slabs = static_cast<double>(tacho::detail::the_arena().size());
                if (auto const alone = process.alone(forked_at, slabs); alone != finding::none)
                    return alone;
                tacho::counter const late{process.registry, "late_total", "Late."};
                late.inc();
                process.family.with("of the child").inc();
                return late.value() == 1 ? finding::none : finding::cannot_register;
            }));
        }
    }
    CHECK(found == std::vector<int>(children));
    CHECK(process.whole(0) == finding::none); // the child's records do not show in the parent
}

TEST_CASE("a child's threads adopt the slabs of the parent's other threads", "[stress][fork]") {
    if (slowdown > 1)
        return; // the locks of sanitizers, and of qemu, do not survive such a fork
    constexpr std::size_t threads_of_child = 3;
    busy_process process;
    std::vector<int> found;
    {
        // Makes as many slabs as a child's threads will need.
        std::barrier all_attached{threads_of_child};
        together(threads_of_child, [&](std::size_t i) {
            process.record(i);
            all_attached.arrive_and_wait();
        });
        busy_threads const threads{process};
        for (std::size_t i = 0; i < children / 2; ++i)
            found.push_back(in_child([&] {
                auto const slabs = tacho::detail::the_arena().size();
                auto const before = process.counter.value();
                together(threads_of_child, [&](std::size_t) {
                    for (std::size_t n = 0; n < 500; ++n)
                        process.record(n);
                });
                if (process.counter.value() != before + threads_of_child * 500)
                    return finding::threads_lost_records;
                if (tacho::detail::the_arena().size() > slabs)
                    return finding::new_slab;
                return process.whole(static_cast<double>(slabs));
            }));
    }
    CHECK(found == std::vector<int>(children / 2));
}

TEST_CASE(
    "a process forks while threads are being attached, and so do its children", "[stress][fork]"
) {
    busy_process process;
    std::vector<int> found;
    std::size_t refused = 0;
    std::vector<std::thread> waiting; // a waiting thread keeps its slab from the next
    std::atomic<bool> leave{false};
    for (std::size_t i = 0; i < children; ++i) {
        // One thread more than were ever alive, so that it needs a new slab. It cannot get one
        // while the process forks, and asks again and again.
        std::atomic<bool> started{false};
        std::atomic<bool> attached{false};
        waiting.emplace_back([&] {
            using tacho::detail::this_thread;
            started = true;
            while (this_thread.phase == tacho::detail::thread_phase::fresh)
                process.counter.inc();
            refused += this_thread.phase == tacho::detail::thread_phase::refused ? 1U : 0U;
            attached = true; // publishes `refused`
            attached.notify_one();
            leave.wait(false);
        });
        while (!started)
            ;
        found.push_back(in_child([&] {
            auto const grandchild = in_child([&] { return process.alone(0, 1e3); });
            return grandchild == 0 ? finding::none : finding::grandchild_failed;
        }));
        attached.wait(false);
    }
    leave = true;
    leave.notify_all();
    for (auto& each : waiting)
        each.join();
    CHECK(found == std::vector<int>(children));
    CHECK(refused == 0); // they had to wait, but none had to do without for good
}

TEST_CASE("a child may start from zero", "[stress][fork]") {
    busy_process process;
    tacho::gauge const gauge{process.registry, "temperature", "Stays."};
    gauge.set(36.6);
    // A series with a base line, which has to be reset too.
    process.family.with("again").inc(5);
    process.family.remove("again");
    process.family.with("again").inc();
    CHECK(sample(process.registry, "named_total{name=\"again\"}") == "1");
    std::vector<int> found;
    {
        busy_threads const threads{process};
        for (std::size_t i = 0; i < children / 4; ++i)
            found.push_back(in_child([&] {
                tacho::start_from_zero();
                auto const text = tacho::to_text(process.registry);
                if (sample(text, "ones_total") != "0" || sample(text, "level") != "0" ||
                    sample(text, "seconds_count") != "0" || sample(text, "seconds_sum") != "0" ||
                    sample(text, "bytes_bucket{le=\"+Inf\"}") != "0" ||
                    sample(text, "named_total{name=\"again\"}") != "0" ||
                    sample(text, "temperature") != "36.6")
                    return finding::not_zero;
                return process.alone(0, 0);
            }));
    }
    CHECK(found == std::vector<int>(children / 4));
    CHECK(sample(process.registry, "named_total{name=\"again\"}") == "1");
}
