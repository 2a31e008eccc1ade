// SPDX-License-Identifier: BSL-1.0

// signals CASE: a timer interrupts a thread at 10 kHz; the handler records what the thread is
// recording, while it attaches, makes room for new metrics and exits.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <process/check.hpp>
#include <pthread.h>
#include <signal.h>
#include <string>
#include <support/threads.hpp>
#include <sys/time.h>
#include <thread>
#include <time.h>

namespace {

constexpr long every = 100;        // microseconds
constexpr double at_least = 1'000; // deliveries a second
constexpr auto enough = scaled(10'000);

struct all_kinds {
    tacho::registry registry{};
    tacho::counter ones{registry, "ones_total", "Ones."};
    tacho::float_counter halves{registry, "halves_total", "Halves."};
    tacho::up_down_counter level{registry, "level", "Level."};
    tacho::histogram<tacho::byte_buckets<1, 2>> bytes{registry, "bytes", "Ones."};
    tacho::histogram<tacho::buckets<1, 2>> seconds{registry, "seconds", "Ones."};

    void record() const {
        ones.inc();
        halves.inc(0.5);
        level.inc();
        bytes.observe(1);
        seconds.observe(1);
    }
};

constinit std::atomic<all_kinds const*> the_metrics{nullptr};
constinit std::atomic<std::uint64_t> handled{0};

// How many of them found their thread in which phase.
using phase = tacho::detail::thread_phase;
constexpr auto phases = static_cast<std::size_t>(phase::gone) + 1;
constinit std::array<std::atomic<std::uint64_t>, phases> handled_in{};

std::uint64_t found(phase which) {
    return handled_in[static_cast<std::size_t>(which)].load(std::memory_order_relaxed);
}

void handle(int) {
    auto const now = tacho::detail::this_thread.phase.load(std::memory_order_relaxed);
    the_metrics.load(std::memory_order_relaxed)->record();
    // Relaxed: a reader waits for them in this thread, or has joined it.
    handled_in[static_cast<std::size_t>(now)].fetch_add(1, std::memory_order_relaxed);
    handled.fetch_add(1, std::memory_order_relaxed);
}

void let_in(bool open) {
    sigset_t timer;
    sigemptyset(&timer);
    sigaddset(&timer, SIGALRM);
    ::pthread_sigmask(open ? SIG_UNBLOCK : SIG_BLOCK, &timer, nullptr);
}

/// Signals the process; only threads that do not block the signal are interrupted.
void start_timer() {
    let_in(false);
    struct sigaction action{};
    action.sa_handler = &handle;
    action.sa_flags = SA_RESTART;
    check(::sigaction(SIGALRM, &action, nullptr) == 0, "a handler can be installed");
    ::itimerval const interval{{0, every}, {0, every}};
    check(::setitimer(ITIMER_REAL, &interval, nullptr) == 0, "a timer can be started");
}

double processor_seconds() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

/// All of a thread's own records are kept, whatever a handler did in between. A handler's records
/// are kept too where an integer add is one instruction; elsewhere, and in sums of doubles, a
/// record that came between a load and its store is overwritten.
void check_totals(all_kinds const& metrics, std::uint64_t recorded) {
    auto const all = recorded + handled;
    auto const integer = [&](std::uint64_t seen, std::string const& what) {
#if defined(TACHO_DETAIL_PLAIN_ATOMICS)
        check(seen >= recorded && seen <= all, what + ": " + std::to_string(seen));
#else
        check_equal<std::uint64_t>(seen, all, what);
#endif
    };
    auto const floating = [&](double seen, std::string const& what) {
        check(
            seen >= static_cast<double>(recorded) && seen <= static_cast<double>(all),
            what + ": " + std::to_string(seen)
        );
    };
    integer(metrics.ones.value(), "the counter");
    integer(static_cast<std::uint64_t>(metrics.level.value()), "the up_down_counter");
    integer(metrics.bytes.value().count, "an integer histogram's count");
    integer(metrics.bytes.value().buckets[0], "its bucket");
    integer(static_cast<std::uint64_t>(metrics.bytes.value().sum), "its sum");
    integer(metrics.seconds.value().count, "a histogram's count");
    integer(metrics.seconds.value().buckets[0], "its bucket");
    floating(metrics.seconds.value().sum, "its sum");
    floating(2 * metrics.halves.value(), "the float_counter");
    std::printf(
        "%llu records, %llu deliveries\n",
        static_cast<unsigned long long>(recorded),
        static_cast<unsigned long long>(handled.load())
    );
}

/// Thread and handler count in the same cells.
void same_counter(all_kinds const& metrics) {
    std::uint64_t recorded = 0;
    double rate = 0;
    std::thread{[&] {
        let_in(true);
        auto const begin = processor_seconds();
        while (handled < enough) {
            metrics.record();
            ++recorded;
        }
        rate = static_cast<double>(enough) / (processor_seconds() - begin);
        let_in(false);
    }}.join();
    check_totals(metrics, recorded);
    // Per second of the thread's processor time, so that it does not matter how busy the machine
    // is.
    std::printf("%.0f deliveries a second\n", rate);
    check(rate >= at_least, "deliveries a second: " + std::to_string(rate));
}

/// The slabs grow under both: the thread registers, sixteen times what a page has room for.
void grow(all_kinds const& metrics) {
    tacho::registry registry;
    constexpr std::size_t most = 10'000;
    auto const usable = [] {
        return tacho::detail::the_arena().shared()->usable.load(std::memory_order_relaxed);
    };
    auto const before = usable();
    std::uint64_t recorded = 0;
    std::uint64_t others = 0;
    std::size_t made = 0;
    std::thread{[&] {
        let_in(true);
        for (; made < most || handled < enough; ++made) {
            metrics.record();
            ++recorded;
            auto const name = "counter_" + std::to_string(made % most) + "_total";
            tacho::counter{registry, tacho::runtime(name), "One of many."}.inc();
        }
        let_in(false);
    }}.join();
    auto const many = registry.collect();
    check_equal(many.size(), most, "metrics registered meanwhile");
    for (std::size_t i = 0; i < many.size(); ++i)
        others += many[i][0].as_unsigned();
    check_equal<std::uint64_t>(others, made, "what they counted");
    check(usable() >= 16 * before, "the slabs have grown");
    check_totals(metrics, recorded);
}

/// Runs in a thread that tacho's own hook has already taken its leave of.
void wait_for_a_late_signal(void*) {
    for (auto const before = found(phase::gone); found(phase::gone) == before;) {}
}

/// Short threads: the timer's signal waits for each, so that a thread's first record may be its
/// handler's, and every eighth waits on its way out until it has come again.
void attach_and_exit(all_kinds const& metrics) {
    pthread_key_t late{};
    // Made after tacho's own key, so that its destructor comes later.
    check(::pthread_key_create(&late, &wait_for_a_late_signal) == 0, "there is a key");
    std::uint64_t recorded = 0;
    for (std::size_t threads = 0; handled < enough; ++threads)
        std::thread{[&] {
            let_in(true);
            for (int i = 0; i < 20; ++i) {
                metrics.record();
                ++recorded;
            }
            if (threads % 8 == 0)
                ::pthread_setspecific(late, &late);
        }}.join();
    check(found(phase::fresh) > 0, "handlers that attached their thread");
    check(found(phase::attached) > 0, "handlers in the midst of a thread's life");
    check(found(phase::gone) > 0, "handlers after a thread's slab was handed over");
    check_equal(tacho::detail::the_arena().size(), std::size_t{2}, "slabs");
    check_totals(metrics, recorded);
}

struct {
    char const* name;
    void (*run)(all_kinds const&);
} constexpr cases[] = {
    {"same_counter", same_counter},
    {"grow", grow},
    {"attach_and_exit", attach_and_exit},
};

} // namespace

int main(int, char** arguments) {
    static all_kinds const metrics;
    the_metrics = &metrics;
    start_timer();
    for (auto const& each : cases)
        if (std::strcmp(each.name, arguments[1]) == 0) {
            each.run(metrics);
            return 0;
        }
    check(false, std::string{"there is no case "} + arguments[1]);
}
