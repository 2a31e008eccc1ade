// SPDX-License-Identifier: BSL-1.0

// locked_memory CASE: a process that keeps all of its memory from being paged out, by
// mlockall(MCL_FUTURE), and may lock only so much. Its counts stay exact, and its threads start.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <grp.h>
#include <latch>
#include <malloc.h>
#include <process/check.hpp>
#include <pthread.h>
#include <string>
#include <support/events.hpp>
#include <sys/mman.h>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;
constexpr std::size_t threads = 16;
constexpr std::size_t stack = mebibyte / 4;
constexpr std::size_t records = 20'000;

/// From here on memory that this process asks for is locked, and counts against the limit.
void lock_all() {
#ifdef M_ARENA_MAX // of glibc
    ::mallopt(M_ARENA_MAX, 1); // others would be locked too, 64 mebibytes each
#endif
    ::pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, stack);
    check(::pthread_setattr_default_np(&attributes) == 0, "stacks have a size");
    // musl makes the stacks of a program's threads larger, as the linker says, and never smaller.
    std::size_t actual = 0;
    ::pthread_getattr_default_np(&attributes);
    ::pthread_attr_getstacksize(&attributes, &actual);
    ::pthread_attr_destroy(&attributes);
    if (actual != stack) {
        std::printf("SKIPPED: a thread's stack has %zu bytes, not %zu\n", actual, stack);
        std::_Exit(skipped);
    }
    if (::mlockall(MCL_FUTURE) != 0) {
        std::puts("SKIPPED: this user may not lock memory");
        std::_Exit(skipped);
    }
}

void lock_at_most(std::size_t bytes) {
    ::rlimit const limit{bytes, bytes};
    check(::setrlimit(RLIMIT_MEMLOCK, &limit) == 0, "RLIMIT_MEMLOCK can be set");
    if (::geteuid() == 0) { // the limit does not apply to root
        constexpr unsigned nobody = 65534;
        check(::setgroups(0, nullptr) == 0, "a process can leave its groups");
        check(::setresuid(nobody, nobody, nobody) == 0, "a process can become nobody's");
    }
    lock_all();
}

std::size_t locked() {
    std::FILE* const file = std::fopen("/proc/self/status", "r");
    check(file != nullptr, "there is /proc/self/status");
    char line[256];
    std::size_t kibibytes = 0;
    while (std::fgets(line, sizeof line, file) != nullptr)
        std::sscanf(line, "VmLck: %zu", &kibibytes);
    std::fclose(file);
    return kibibytes * 1024;
}

struct metrics {
    tacho::registry registry{};
    tacho::counter counter{registry, "counter_total", "C."};
    tacho::up_down_counter level{registry, "level", "L."};
    tacho::histogram<tacho::buckets<1, 2>> histogram{registry, "histogram", "H."};

    static constexpr std::size_t cells = 3; // record() adds in as many

    void record() const {
        counter.inc();
        level.inc();
        histogram.observe(2);
    }
};

/// Records in threads that are all alive at the same time, each of which can be started. Returns
/// how much memory is locked then.
std::size_t record_in_threads(metrics const& into) {
    std::latch all{threads + 1};
    std::latch looked{1};
    std::vector<std::thread> started;
    try {
        while (started.size() < threads)
            started.emplace_back([&] {
                for (std::size_t i = 0; i < records; ++i)
                    into.record();
                all.count_down();
                looked.wait();
            });
    } catch (std::system_error const& error) {
        check(false, std::string{"the host's threads start: "} + error.what());
    }
    all.arrive_and_wait();
    auto const most_locked = locked();
    looked.count_down();
    for (auto& each : started)
        each.join();
    constexpr auto times = threads * records;
    check_equal<std::uint64_t>(into.counter.value(), times, "the counter");
    check_equal<std::int64_t>(
        into.level.value(), static_cast<std::int64_t>(times), "the up_down_counter"
    );
    auto const seen = into.histogram.value();
    check_equal<std::uint64_t>(seen.count, times, "the histogram's count");
    check_equal<std::uint64_t>(seen.buckets[1], times, "its bucket");
    check_equal(seen.sum, 2 * static_cast<double>(times), "its sum");
    return most_locked;
}

std::size_t slabs() {
    return tacho::detail::the_arena().size();
}

std::uint64_t shared_records() {
    return tacho::detail::the_arena().events.shared_records.load(std::memory_order_relaxed);
}

/// The threads' stacks are locked, and not the address space of their slabs.
void room_for_slabs() {
    ::rlimit limit{};
    check(::getrlimit(RLIMIT_MEMLOCK, &limit) == 0, "RLIMIT_MEMLOCK can be read");
    if (::geteuid() != 0 && limit.rlim_cur < 64 * mebibyte) {
        std::puts(
            "SKIPPED: this user may not lock as much as a slab's mapping takes when it is made"
        );
        std::_Exit(skipped);
    }
    lock_all();
    metrics const all;
    auto const most_locked = record_in_threads(all);
    check_equal(slabs(), threads + 1, "slabs: one for each thread, and the shared one");
    check_equal<std::uint64_t>(shared_records(), 0, "records in the shared slab");
    check(most_locked >= threads * stack, "stacks are locked");
    check(
        most_locked < threads * stack + tacho::detail::slab_bytes,
        "slabs are not: " + std::to_string(most_locked) + " bytes are locked"
    );
}

/// The limit is too low for a slab: the kernel counts a mapping while it is made.
void no_room_for_slabs() {
    metrics const all;
    lock_at_most(7 * mebibyte);
    static_cast<void>(record_in_threads(all));
    check_equal(slabs(), std::size_t{1}, "slabs: the shared one");
    check_equal<std::uint64_t>(
        shared_records(), metrics::cells * threads * records, "records in the shared slab"
    );
}

/// Not even the shared slab can be made: the refusal says so, and the program goes on.
void no_room_at_all() {
    lock_at_most(7 * mebibyte);
    tacho::registry registry;
    std::string refusal;
    try {
        tacho::counter const counter{registry, "counter_total", "C."};
    } catch (tacho::registration_error const& error) {
        refusal = error.what();
    }
    check(refusal.find("the system gives no memory") != std::string::npos, "refused: " + refusal);
    std::thread{[] {}}.join();
}

struct {
    char const* name;
    void (*run)();
} constexpr cases[] = {
    {"room_for_slabs", room_for_slabs},
    {"no_room_for_slabs", no_room_for_slabs},
    {"no_room_at_all", no_room_at_all},
};

} // namespace

int main(int, char** arguments) {
    for (auto const& each : cases)
        if (std::strcmp(each.name, arguments[1]) == 0) {
            each.run();
            return 0;
        }
    check(false, std::string{"there is no case "} + arguments[1]);
}
