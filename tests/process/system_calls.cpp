// SPDX-License-Identifier: BSL-1.0

// An attached thread records without a system call: each form a million times, in a child whose
// recording thread the kernel kills at any call but exit_group. What it records into was registered
// after it had attached, so memory grew meanwhile, and these are its first records.

#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <process/check.hpp>
#include <string>
#include <string_view>
#include <support/unconstructed.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace {

constexpr int million = 1'000'000;
constexpr unsigned too_long = 60; // seconds

enum class verb { get, post };
constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

struct metrics {
    tacho::registry registry;
    tacho::counter counter{registry, "counter_total", "C."};
    tacho::float_counter floating{registry, "floating_total", "F."};
    tacho::up_down_counter level{registry, "level", "L."};
    tacho::gauge gauge{registry, "gauge", "G."};
    tacho::histogram<> seconds{registry, "seconds", "S."};
    tacho::histogram<tacho::byte_buckets<10, 1000>> bytes{registry, "size_bytes", "B."};
    tacho::histogram<tacho::tick_buckets<>> ticks{registry, "ticks", "T."};
    tacho::histogram<tacho::runtime_buckets> given{
        registry, "given", "G.", std::array{1.0, 1000.0}
    };
    tacho::summary summary{registry, "summary", "S."};
    tacho::stateset<verb> states{registry, "states", "S."};
    tacho::family<tacho::counter, "method", "code"> texts{registry, "texts_total", "T."};
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> enums{
        registry, "enums_total", "E."
    };
    tacho::family<tacho::histogram<>, "k"> histograms{registry, "histograms", "H."};
    tacho::family<tacho::counter, "k"> full{registry, "full_total", "F.", {.series_limit = 1}};
    tacho::self_metrics own{registry};
    tacho::counter unmade = unconstructed<tacho::counter>();

    /// The families' series, which are made when they are first asked for.
    metrics() {
        static_cast<void>(texts.with("GET", "200"));
        static_cast<void>(histograms.with("a"));
        static_cast<void>(full.with("a"));
        static_cast<void>(full.with("b"));
    }
};

struct form {
    char const* name;
    void (*record)(metrics const&, int);
    char const* expected; // in the text, after a million
};

constexpr form forms[] = {
    {"counter::inc",
     [](metrics const& into, int) { into.counter.inc(); },
     "\ncounter_total 1000000\n"},
    {"counter::inc(n)",
     [](metrics const& into, int) { into.counter.inc(3); },
     "\ncounter_total 3000000\n"},
    {"counter::inc(-1)",
     [](metrics const& into, int) { into.counter.inc(-1); },
     "\ntacho_refused_records_total 1e+06\n"},
    {"float_counter::inc",
     [](metrics const& into, int) { into.floating.inc(0.5); },
     "\nfloating_total 500000\n"},
    {"up_down_counter::inc", [](metrics const& into, int) { into.level.inc(); }, "\nlevel 1000000\n"
    },
    {"up_down_counter::dec",
     [](metrics const& into, int) { into.level.dec(); },
     "\nlevel -1000000\n"},
    {"up_down_counter::track",
     [](metrics const& into, int) {
         auto one = into.level.track();
         auto other = std::move(one);
     },
     "\nlevel 0\n"},
    {"gauge::set", [](metrics const& into, int i) { into.gauge.set(i); }, "\ngauge 999999\n"},
    {"gauge::inc", [](metrics const& into, int) { into.gauge.inc(); }, "\ngauge 1e+06\n"},
    {"summary::observe",
     [](metrics const& into, int) { into.summary.observe(0.5); },
     "\nsummary_sum 500000\nsummary_count 1000000\n"},
    {"stateset::set",
     [](metrics const& into, int i) { into.states.set(i % 2 == 0 ? verb::get : verb::post); },
     "states{states=\"post\"} 1\n"},
    {"histogram::observe",
     [](metrics const& into, int i) { into.seconds.observe(i); },
     "\nseconds_count 1000000\n"},
    {"histogram::observe in whole units",
     [](metrics const& into, int i) { into.bytes.observe(i); },
     "\nsize_bytes_count 1000000\n"},
    {"histogram::observe with bounds of run time",
     [](metrics const& into, int i) { into.given.observe(i); },
     "\ngiven_count 1000000\n"},
    {"a text label",
     [](metrics const& into, int) { into.texts.with("GET", "200").inc(); },
     "\ntexts_total{method=\"GET\",code=\"200\"} 1000000\n"},
    {"an enum label",
     [](metrics const& into, int) { into.enums.with(verb::post).inc(); },
     "\nenums_total{verb=\"post\"} 1000000\n"},
    {"a histogram with a label",
     [](metrics const& into, int) { into.histograms.with("a").observe(1); },
     "\nhistograms_count{k=\"a\"} 1000000\n"},
    {"a series past the limit",
     [](metrics const& into, int) { into.full.with("c").inc(); },
     "\nfull_total{k=\"__overflow__\"} 1000000\n"},
    {"a handle whose constructor has not run",
     [](metrics const& into, int) { into.unmade.inc(); },
     "\ntacho_lost_records_total 1e+06\n"},
};

// They read a clock, which may be a system call.
constexpr form timers[] = {
    {"histogram::time",
     [](metrics const& into, int) { static_cast<void>(into.seconds.time()); },
     "\nseconds_count 1000000\n"},
    {"an instrumented call",
     [](metrics const& into, int) { tacho::instrument(into.seconds, [] {})(); },
     "\nseconds_count 1000000\n"},
    {"histogram::time in ticks",
     [](metrics const& into, int) { static_cast<void>(into.ticks.time()); },
     "\nticks_count 1000000\n"},
};
constexpr form time_of_day{
    "gauge::set_to_current_time",
    [](metrics const& into, int) { into.gauge.set_to_current_time(); },
    "\ngauge 1",
};

// These end at their first system call.
constexpr form calling{
    "a system call",
    [](metrics const& into, int) {
        into.counter.inc();
        ::syscall(SYS_getpid);
    },
    "",
};
constexpr form clock_only{
    "the clock",
    [](metrics const&, int) {
        static_cast<void>(std::chrono::steady_clock::now());
        static_cast<void>(std::chrono::system_clock::now());
    },
    "",
};

#if defined(__x86_64__)
constexpr unsigned this_architecture = AUDIT_ARCH_X86_64;
#else
constexpr unsigned this_architecture = AUDIT_ARCH_AARCH64;
#endif

/// From now on this thread makes no system call but exit_group, or the process is killed.
void forbid_system_calls() {
    std::array filter{
        ::sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(::seccomp_data, arch)),
        ::sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, this_architecture, 0, 3),
        ::sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(::seccomp_data, nr)),
        ::sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
        ::sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        ::sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    ::sock_fprog const program{static_cast<unsigned short>(filter.size()), filter.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
        std::_Exit(skipped);
}

/// Takes `count` cells, as registered metrics would: slabs double several times.
void use_cells(std::size_t count) {
    auto& cells = tacho::detail::the_cell_allocator();
    auto const guard = cells.lock_registration();
    auto const run = cells.allocate(tacho::detail::run_kind::integer, count);
    check(run.first != nullptr, "there is memory");
}

/// A child's life. Its main thread, which the filter does not bind, checks what was recorded.
[[noreturn]] void live(form const& tried) {
    std::latch attached{1};
    std::latch registered{1};
    std::atomic<bool> recorded{false};
    std::atomic<bool> checked{false};
    metrics const* into = nullptr;
    std::thread recorder{[&] {
        check(tacho::attach_this_thread(), "the thread has a slab");
        attached.count_down();
        registered.wait();
        forbid_system_calls();
        for (int i = 0; i < million; ++i)
            tried.record(*into, i);
        recorded.store(true, std::memory_order_release); // pairs with the acquire below
        while (!checked.load(std::memory_order_acquire)) // pairs with the release below
            ;
        ::syscall(SYS_exit_group, 0);
    }};
    attached.wait();
    use_cells(100'000);
    metrics const all;
    into = &all;
    registered.count_down();
    while (!recorded.load(std::memory_order_acquire)) // pairs with the release above
        std::this_thread::yield();
    auto const text = tacho::to_text(all.registry);
    check(
        text.find(tried.expected) != std::string::npos,
        std::string{tried.name} + ": a million records should show as" + tried.expected
    );
    checked.store(true, std::memory_order_release); // pairs with the acquire above
    recorder.join();
    std::_Exit(1); // not reached: the other thread ends the process
}

/// How such a child ended: its exit status, or the negative signal.
int ends(form const& tried) {
    auto const child = ::fork();
    check(child >= 0, "there can be a child");
    if (child == 0) {
        ::rlimit const none{0, 0};
        ::setrlimit(RLIMIT_CORE, &none);
        ::alarm(too_long);
        live(tried);
    }
    int status = 0;
    check(::waitpid(child, &status, 0) == child, "the child ends");
    auto const end = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (end == skipped) {
        std::puts("SKIPPED: this system does not let a thread forbid itself system calls");
        std::exit(skipped);
    }
    return end;
}

void check_form(form const& tried) {
    check_equal(ends(tried), 0, std::string{tried.name} + ", a million times: how it ended");
}

} // namespace

int main() {
    check_equal(ends(calling), -SIGSYS, "how a thread ends that does make a system call");
    for (auto const& each : forms)
        check_form(each);

    bool const clock_calls = ends(clock_only) != 0;
    if (clock_calls)
        std::puts("The clock of this machine is a system call: what reads it was left out.");
    if (!clock_calls || tacho::detail::tsc_clock::usable())
        for (auto const& each : timers)
            check_form(each);
    if (!clock_calls)
        check_form(time_of_day);
}
