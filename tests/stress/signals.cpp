// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <pthread.h>
#include <signal.h>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/threads.hpp>
#include <thread>
#include <vector>

// (What sanitizers add would be stepped through as well.)
#if defined(__x86_64__) && defined(__linux__) && !defined(TACHO_TESTS_THREAD_SANITIZER) &&         \
    !defined(TACHO_TESTS_ADDRESS_SANITIZER)
# define TACHO_TESTS_SINGLE_STEPS
# include <ucontext.h>
#endif

// A signal handler records what the thread it interrupts is recording too.

namespace {

/// The metrics that the handler records in, and how often it did.
struct handled_metrics {
    tacho::registry registry{};
    tacho::counter counter{registry, "ones_total", "Ones."};
    tacho::up_down_counter level{registry, "level", "Level."};
    tacho::histogram<tacho::byte_buckets<1, 2>> bytes{registry, "bytes", "Ones."};

    void record() const {
        counter.inc();
        level.inc();
        bytes.observe(1);
    }
};

std::atomic<handled_metrics const*> the_metrics{nullptr};
std::atomic<std::uint64_t> handled{0};

/// A handler of a signal, for as long as this lives.
class handler {
public:
    handler(int signal, void (*function)(int, siginfo_t*, void*))
        : signal_{signal} {
        struct sigaction action{};
        action.sa_sigaction = function;
        action.sa_flags = SA_SIGINFO | SA_RESTART;
        ::sigaction(signal_, &action, &before_);
    }
    handler(handler const&) = delete;
    handler& operator=(handler const&) = delete;
    ~handler() { ::sigaction(signal_, &before_, nullptr); }

private:
    int signal_;
    struct sigaction before_{};
};

void record_in_handler(int, siginfo_t*, void*) {
    the_metrics.load(std::memory_order_relaxed)->record();
    handled.fetch_add(1, std::memory_order_relaxed);
}

void check_total(handled_metrics const& metrics, std::uint64_t records) {
#if defined(TACHO_DETAIL_PLAIN_ATOMICS)
    // A handler between a load and its store is overwritten, or overwrites.
    CHECK(metrics.counter.value() <= records);
    CHECK(metrics.counter.value() > 0);
#else
    CHECK(metrics.counter.value() == records);
    CHECK(metrics.level.value() == static_cast<std::int64_t>(records));
    CHECK(metrics.bytes.value().count == records);
    CHECK(metrics.bytes.value().sum == static_cast<double>(records));
#endif
}

} // namespace

TEST_CASE("a handler and the thread it interrupts count in the same cell", "[stress][signals]") {
    handled_metrics const metrics;
    the_metrics = &metrics;
    handled = 0;
    handler const installed{SIGUSR1, &record_in_handler};
    std::atomic<pthread_t> target{};
    std::atomic<bool> recording{false};
    std::atomic<bool> stopped{false};
    std::uint64_t recorded = 0;
    std::thread recorder{[&] {
        target = ::pthread_self();
        recording = true;
        while (!stopped.load(std::memory_order_relaxed)) {
            metrics.record();
            ++recorded;
        }
    }};
    while (!recording)
        std::this_thread::yield();
    for (std::size_t i = 0; i < scaled(20'000); ++i) {
        ::pthread_kill(target, SIGUSR1);
        if (i % 64 == 0)
            std::this_thread::yield();
    }
    stopped = true;
    recorder.join();
    CHECK(handled > 0);
    check_total(metrics, recorded + handled);
}

TEST_CASE(
    "a handler may record while its thread attaches, records and leaves", "[stress][signals]"
) {
    handled_metrics const metrics;
    the_metrics = &metrics;
    handled = 0;
    handler const installed{SIGUSR1, &record_in_handler};
    auto const before = tacho::detail::the_arena().size();
    constexpr auto rounds = scaled(500);
    for (std::size_t round = 0; round < rounds; ++round) {
        std::atomic<bool> started{false};
        std::thread recorder{[&] {
            started = true;
            started.notify_one();
            metrics.record();
        }};
        // Until it is joined the thread may be signalled, gone or not.
        auto const target = recorder.native_handle();
        started.wait(false);
        for (int i = 0; i < 4; ++i)
            ::pthread_kill(target, SIGUSR1);
        recorder.join();
    }
    check_total(metrics, rounds + handled);
    CHECK(tacho::detail::the_arena().size() <= std::max(before, std::size_t{2}));
}

#if defined(TACHO_TESTS_SINGLE_STEPS)

namespace {

// The processor traps after every instruction while this flag is set; the kernel clears it for the
// handler.
constexpr long long trap_flag = 0x100;

inline void begin_stepping() {
    asm volatile("pushfq\n\torq $0x100, (%%rsp)\n\tpopfq" : : : "memory", "cc");
}
inline void end_stepping() {
    asm volatile("pushfq\n\tandq $~0x100, (%%rsp)\n\tpopfq" : : : "memory", "cc");
}

/// Which instruction of this thread the handler comes after, and whether it has come.
struct single_steps {
    std::size_t until{0};
    std::size_t done{0};
    bool reached{false};
    void (*record)(void const*){nullptr};
    void const* into{nullptr};
};
thread_local constinit single_steps steps{};

// The steps of the thread that stepped last.
std::atomic<std::size_t> steps_taken{0};

void record_at_step(int, siginfo_t*, void* interrupted) {
    auto& here = steps;
    steps_taken.store(++here.done, std::memory_order_relaxed);
    if (here.done < here.until)
        return;
    here.reached = true;
    here.record(here.into);
    static_cast<ucontext_t*>(interrupted)->uc_mcontext.gregs[REG_EFL] &= ~trap_flag;
}

void step_until(std::size_t until, tacho::counter const& counter) {
    steps = {
        until,
        0,
        false,
        [](void const* into) { static_cast<tacho::counter const*>(into)->inc(); },
        &counter
    };
}

/// No step is this late: the handler never records, and all steps are counted.
constexpr auto beyond_all = std::numeric_limits<std::size_t>::max();

/// Optimised code is stepped through one instruction at a time; code that is much longer, with
/// gaps.
std::size_t stride_for(std::size_t runs) {
    return 1 + steps_taken / runs;
}

/// Leaves a slab that the next thread can adopt. The dynamic linker also binds the calls of a first
/// record and an exit here, so that its steps are not counted.
void leave_a_slab(tacho::counter const& counter) {
    std::thread{[&] { counter.inc(); }}.join();
}

/// The errors of a handler after step `until`; empty if there was none.
struct outcome {
    bool reached{false};
    std::string wrong{};
};

/// Runs `life`, which steps as far as `until`, in a thread of its own.
template <typename Life>
outcome with_handler_at(std::size_t until, tacho::counter const& counter, Life const& life) {
    auto const slabs = tacho::detail::the_arena().size();
    auto const before = counter.value();
    outcome seen;
    std::uint64_t records = 0;
    std::thread{[&] {
        step_until(until, counter);
        records = life();
        seen.reached = steps.reached;
    }}.join();
    // The exit is stepped through after `life`: the handler's record shows whether it ran.
    auto const counted = counter.value() - before;
    seen.reached = seen.reached || counted > records;
    auto const expected = records + (seen.reached ? 1 : 0);
    if (counted != expected)
        seen.wrong += "counted " + std::to_string(counted) + " instead of " +
                      std::to_string(expected) + " at step " + std::to_string(until) + "; ";
    if (tacho::detail::the_arena().size() > slabs)
        seen.wrong += "a slab was left behind at step " + std::to_string(until) + "; ";
    return seen;
}

} // namespace

TEST_CASE(
    "a handler may come after any instruction of a thread's first record", "[stress][signals]"
) {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    leave_a_slab(counter);
    handler const installed{SIGTRAP, &record_at_step};
    auto const life = [&] {
        begin_stepping();
        counter.inc();
        end_stepping();
        return std::uint64_t{1};
    };
    CHECK(with_handler_at(beyond_all, counter, life).wrong == "");
    auto const last = steps_taken.load();
    auto const stride = stride_for(600);
    CHECK(last > 50);
    for (std::size_t until = 1; until <= last; until += stride)
        CHECK(with_handler_at(until, counter, life).wrong == "");
}

TEST_CASE(
    "a handler may come after any instruction of the first record in a new slab",
    "[stress][signals]"
) {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    handler const installed{SIGTRAP, &record_at_step};
    // Threads that stay, so that no slab is free. Each is stepped one instruction further.
    constexpr std::size_t most = 400;
    std::vector<std::thread> threads;
    std::atomic<bool> leave{false};
    std::size_t handlers = 0;
    auto const slabs = tacho::detail::the_arena().size();
    auto const step_one_more = [&](std::size_t until) {
        std::atomic<bool> finished{false};
        threads.emplace_back([&, until] {
            step_until(until, counter);
            begin_stepping();
            counter.inc();
            end_stepping();
            handlers += steps.reached ? 1U : 0U;
            finished = true; // publishes them
            finished.notify_one();
            leave.wait(false);
        });
        finished.wait(false);
    };
    for (std::size_t i = 0; i <= slabs; ++i) // takes the free slabs, then needs a new one
        step_one_more(beyond_all);
    auto const last = steps_taken.load();
    auto const stride = stride_for(most);
    for (std::size_t until = 1; until <= last; until += stride)
        step_one_more(until);
    leave = true;
    leave.notify_all();
    for (auto& each : threads)
        each.join();
    CHECK(last > 50);
    CHECK(handlers >= last / stride);
    CHECK(counter.value() == threads.size() + handlers);
    CHECK(tacho::detail::the_arena().size() <= slabs + threads.size());
}

TEST_CASE("a handler may come after any instruction of a thread's exit", "[stress][signals]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "ones_total", "Ones."};
    leave_a_slab(counter);
    handler const installed{SIGTRAP, &record_at_step};
    // Made after tacho's own key, so that its destructor comes later in each round of them.
    pthread_key_t ending{};
    ::pthread_key_create(&ending, [](void*) { end_stepping(); });
    static std::atomic<std::size_t> handed_over_open{0};
    auto const life = [&] {
        ::pthread_setspecific(ending, &ending);
        counter.inc();
        steps.record = [](void const* into) {
            using namespace tacho::detail;
            static_cast<tacho::counter const*>(into)->inc();
            // From the moment that another may adopt the slab, this thread has none.
            if (this_thread.own->owner == slab::ownership::free &&
                this_threads_delta != closed_delta)
                ++handed_over_open;
        };
        begin_stepping();
        return std::uint64_t{1};
    };
    CHECK(with_handler_at(beyond_all, counter, life).wrong == "");
    auto const last = steps_taken.load();
    auto const stride = stride_for(600);
    CHECK(last > 100);
    for (std::size_t until = 1; until <= last; until += stride)
        CHECK(with_handler_at(until, counter, life).wrong == "");
    CHECK(handed_over_open == 0);
    ::pthread_key_delete(ending);
}

#endif
