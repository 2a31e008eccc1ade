// SPDX-License-Identifier: BSL-1.0

// A process with many busy threads forks. Its child scrapes, records, adopts the slabs of the
// parent's other threads, is busy itself, and forks; so does the child's.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <process/check.hpp>
#include <string>
#include <support/events.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::size_t rounds = 12;
constexpr int generations = 3;
constexpr std::size_t records = 1'000;
constexpr unsigned too_long = 60; // seconds, for a child that hangs

struct busy_metrics {
    tacho::registry registry{};
    tacho::counter ones{registry, "ones_total", "Ones."};
    tacho::up_down_counter inside{registry, "inside", "Threads inside of record()."};
    tacho::histogram<tacho::buckets<1, 2>> seconds{registry, "seconds", "Ones."};
    tacho::histogram<tacho::byte_buckets<1, 2>> bytes{registry, "bytes", "Ones."};
    tacho::family<tacho::counter, "name"> named{registry, "named_total", "Named."};

    void record(std::size_t i) const {
        auto const tracked = inside.track();
        ones.inc();
        seconds.observe(1);
        bytes.observe(1);
        if (i % 64 == 0)
            named.with(std::to_string(i / 64 % 300)).inc();
    }

    /// Every histogram is whole. At each fork a thread that is not in the child may have left a
    /// bucket without its sum.
    void check_whole(std::size_t most_torn) const {
        event_count const torn{&event_count::events::torn_reads};
        for (auto const& value : {seconds.value(), bytes.value()}) {
            std::uint64_t total = 0;
            for (auto const each : value.buckets)
                total += each;
            check_equal(value.count, total, "a histogram's count, and its buckets");
            auto const missing = static_cast<double>(value.count) - value.sum;
            check(
                missing >= 0 && missing <= static_cast<double>(most_torn),
                "sums lack " + std::to_string(missing)
            );
        }
        check_equal<std::uint64_t>(torn.since(), 0, "histograms that stay torn");
        auto const level = inside.value();
        check(
            level >= 0 && level <= static_cast<std::int64_t>(most_torn),
            "threads that never left record(): " + std::to_string(level)
        );
    }
};

/// Threads that record, that are short, that register and that scrape.
class busy_threads {
public:
    explicit busy_threads(busy_metrics& in) {
        for (int n = 0; n < 3; ++n)
            threads_.push_back(std::make_unique<background>([&in, i = std::size_t{0}]() mutable {
                in.record(i++);
            }));
        threads_.push_back(std::make_unique<background>([&in] {
            std::barrier both{2}; // alive at once, so that they need two slabs
            auto const work = [&] {
                in.record(1);
                both.arrive_and_wait();
            };
            std::thread first{work};
            std::thread second{work};
            first.join();
            second.join();
        }));
        threads_.push_back(std::make_unique<background>([&in] {
            static_cast<void>(tacho::to_text(in.registry));
            tacho::registry brief;
            tacho::histogram<> const unused{brief, "brief", "Brief."};
        }));
    }

private:
    std::vector<std::unique_ptr<background>> threads_;
};

std::size_t slabs() {
    return tacho::detail::the_arena().size();
}

/// Records in threads that are all alive at the same time.
void record_at_once(busy_metrics const& into, std::size_t threads) {
    auto const before = into.ones.value();
    std::barrier all_attached{static_cast<std::ptrdiff_t>(threads)};
    together(threads, [&](std::size_t) {
        into.record(1);
        all_attached.arrive_and_wait();
        for (std::size_t i = 1; i < records; ++i)
            into.record(i);
    });
    check_equal<std::uint64_t>(into.ones.value(), before + threads * records, "of many threads");
}

void live(busy_metrics& metrics, int generation, std::uint64_t at_least, std::size_t torn_before);

/// Forks, and waits for a child that must find nothing wrong.
void fork_once(busy_metrics& metrics, int generation, std::size_t torn_before) {
    auto const at_least = metrics.ones.value();
    auto const child = ::fork();
    check(child >= 0, "a process can fork");
    if (child == 0) {
        ::alarm(too_long);
        live(metrics, generation, at_least, torn_before);
        std::_Exit(0);
    }
    int status = 0;
    check(::waitpid(child, &status, 0) == child, "a child ends");
    check(
        WIFEXITED(status) && WEXITSTATUS(status) == 0,
        "generation " + std::to_string(generation) + " ended with " + std::to_string(status)
    );
}

/// The life of a child, alone and with threads of its own.
void live(busy_metrics& metrics, int generation, std::uint64_t at_least, std::size_t torn_before) {
    // Each slab may have been torn, and the shared one by every thread without a slab.
    auto const torn = torn_before + 2 * slabs();
    auto const before = metrics.ones.value();
    check(before >= at_least, "a counter goes backwards in a child");
    metrics.check_whole(torn);

    for (std::size_t i = 0; i < records; ++i)
        metrics.record(i);
    check_equal<std::uint64_t>(metrics.ones.value(), before + records, "what a child records");
    check(
        sample(metrics.registry, "ones_total") == std::to_string(before + records),
        "what a child scrapes"
    );
    tacho::counter const late{metrics.registry, "late_total", "Late."};
    late.inc();
    check(late.value() >= 1, "a child registers");

    // Every slab but the shared one and this thread's can be adopted: no slab of the parent's other
    // threads is lost, and one thread more needs a new one.
    auto const inherited = slabs();
    check(inherited > 3, "slabs of the threads that stayed behind");
    record_at_once(metrics, inherited - 2);
    check_equal(slabs(), inherited, "slabs, when as many threads as stayed behind record");
    record_at_once(metrics, inherited - 1);
    check_equal(slabs(), inherited + 1, "slabs, with one thread more");
    metrics.check_whole(torn);

    if (generation < generations) {
        busy_threads const threads{metrics};
        fork_once(metrics, generation + 1, torn);
    }

    tacho::start_from_zero();
    check_equal<std::uint64_t>(metrics.ones.value(), 0, "the counter, from zero");
    check_equal<std::int64_t>(metrics.inside.value(), 0, "the up_down_counter, from zero");
    check_equal(metrics.seconds.value().sum, 0.0, "the sum, from zero");
    metrics.check_whole(0);
    record_at_once(metrics, 3);
    check_equal<std::uint64_t>(metrics.ones.value(), 3 * records, "a child's own counts");
    check_equal<std::uint64_t>(metrics.bytes.value().count, 3 * records, "and its histogram");
    metrics.check_whole(0);
}

} // namespace

int main() {
    busy_metrics metrics;
    metrics.record(1);
    {
        busy_threads const threads{metrics};
        while (slabs() < 7) // so that the child has slabs to adopt
            std::this_thread::yield();
        for (std::size_t round = 0; round < rounds; ++round)
            fork_once(metrics, 1, 0);
    }
    // No slab of a child shows in the parent: shared, main, three that recorded, two short ones.
    metrics.check_whole(0);
    check_equal(slabs(), std::size_t{7}, "the parent's slabs");
}
