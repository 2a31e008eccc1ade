// SPDX-License-Identifier: BSL-1.0

// limits CASE: a process whose memory is limited after its start. Its counts stay exact, and its
// own threads get the memory they need.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <latch>
#include <process/check.hpp>
#include <string>
#include <support/threads.hpp>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__GLIBC__)
# include <malloc.h>
# include <pthread.h>
# include <sys/resource.h>
#endif

#if !defined(__GLIBC__)

int main() {
    std::puts("SKIPPED: needs glibc, whose heap and stacks can be told what to take");
    return skipped;
}

#else

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;
constexpr std::size_t threads = 8;
constexpr std::size_t records = 50'000;

/// From now on only stacks and slabs ask the system for memory: there is one heap, and it has room
/// for all that this program allocates.
void fill_heap() {
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_MMAP_THRESHOLD, 32 * mebibyte);
    ::mallopt(M_TRIM_THRESHOLD, 64 * mebibyte);
    // Two, so that the first is not given back: something lies above it.
    auto* const spare = std::malloc(16 * mebibyte);
    auto* const above = std::malloc(1);
    check(spare != nullptr && above != nullptr, "there is memory to begin with");
    std::free(spare);
}

void set_stacks(std::size_t bytes) {
    ::pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, bytes);
    check(::pthread_setattr_default_np(&attributes) == 0, "stacks have a size");
    ::pthread_attr_destroy(&attributes);
}

/// A line of /proc/self/status, in bytes.
std::size_t used(char const* name) {
    std::FILE* const file = std::fopen("/proc/self/status", "r");
    check(file != nullptr, "there is /proc/self/status");
    char line[256];
    std::size_t kibibytes = 0;
    while (std::fgets(line, sizeof line, file) != nullptr)
        if (std::strncmp(line, name, std::strlen(name)) == 0)
            kibibytes = std::strtoul(line + std::strlen(name) + 1, nullptr, 10);
    std::fclose(file);
    check(kibibytes > 0, std::string{"/proc/self/status has "} + name);
    return kibibytes * 1024;
}

void limit_address_space(std::size_t bytes) {
    ::rlimit const limit{bytes, bytes};
    check(::setrlimit(RLIMIT_AS, &limit) == 0, "RLIMIT_AS can be set");
}

void limit_data(std::size_t bytes) {
    ::rlimit const limit{bytes, bytes};
    check(::setrlimit(RLIMIT_DATA, &limit) == 0, "RLIMIT_DATA can be set");
}

struct metrics {
    tacho::registry registry;
    tacho::counter counter{registry, "counter_total", "C."};
    tacho::float_counter floating{registry, "floating_total", "F."};
    tacho::up_down_counter level{registry, "level", "L."};
    tacho::histogram<tacho::buckets<1, 2>> histogram{registry, "histogram", "H."};

    void record() const {
        counter.inc();
        floating.inc(0.5);
        level.inc(2);
        level.dec();
        histogram.observe(2);
    }

    void check_totals(std::size_t times) const {
        check_equal<std::uint64_t>(counter.value(), times, "the counter");
        check_equal(floating.value(), static_cast<double>(times) / 2, "the float_counter");
        check_equal(level.value(), static_cast<std::int64_t>(times), "the up_down_counter");
        auto const seen = histogram.value();
        check_equal<std::uint64_t>(seen.count, times, "the histogram's count");
        check_equal<std::uint64_t>(seen.buckets[1], times, "its bucket");
        check_equal(seen.sum, 2 * static_cast<double>(times), "its sum");
    }
};

std::size_t slabs() {
    return tacho::detail::the_arena().size();
}

/// How many bytes of the shared slab are usable.
std::size_t usable() {
    return tacho::detail::the_arena().shared()->usable.load(std::memory_order_relaxed);
}

/// Takes as many cells as metrics of this size would.
void use_cells(std::size_t bytes) {
    auto& cells = tacho::detail::the_cell_allocator();
    auto const guard = cells.lock_registration();
    auto const run =
        cells.allocate(tacho::detail::run_kind::integer, bytes / sizeof(tacho::detail::cell));
    check(run.first != nullptr, "there is memory to begin with");
}

std::uint64_t shared_records() {
    return tacho::detail::the_arena().events.shared_records.load(std::memory_order_relaxed);
}

/// Starts one thread after another: each makes its first record, and so has a slab or not, before
/// the next begins. All stay until the last is done. Every thread can be started.
void record_in_threads(metrics const& into, std::size_t count, std::size_t in_each) {
    std::latch all{static_cast<std::ptrdiff_t>(count)};
    std::atomic<std::size_t> begun{0};
    std::vector<std::thread> started;
    started.reserve(count);
    try {
        while (started.size() < count) {
            started.emplace_back([&] {
                into.record();
                ++begun;
                for (std::size_t i = 1; i < in_each; ++i)
                    into.record();
                all.arrive_and_wait();
            });
            while (begun < started.size())
                std::this_thread::yield();
        }
    } catch (std::system_error const& error) {
        check(false, std::string{"the host's threads start: "} + error.what());
    }
    for (auto& each : started)
        each.join();
}

void record_without_slabs(metrics const& into) {
    auto const before = slabs();
    record_in_threads(into, threads, records);
    into.check_totals(threads * records);
    check_equal(slabs(), before, "slabs, for which there is no memory");
    check_equal<std::uint64_t>(
        shared_records(), 5 * threads * records, "records in the shared slab"
    );
}

/// The limit is set before tacho's first use: a quarter of it is too little for a slab.
void little_address_space() {
    set_stacks(mebibyte / 4);
    limit_address_space(100 * mebibyte);
    metrics const all;
    record_without_slabs(all);
}

/// The limit is on writable memory, before tacho's first use: the registered metrics need more than
/// a quarter of it for a second slab.
void little_data() {
    set_stacks(mebibyte / 4);
    limit_data(used("VmData:") + 12 * mebibyte);
    metrics const before;
    use_cells(4 * mebibyte); // after which all slabs would have eight
    metrics const all;
    record_without_slabs(all);
}

/// All cells are taken, and there is no memory for more: what exists is still found.
void owner_without_room() {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const family{registry, "family_total", "F."};
    auto const owner = family.own("a");
    owner->inc();
    limit_address_space(used("VmSize:") + 8 * mebibyte);
    auto& cells = tacho::detail::the_cell_allocator();
    {
        auto const guard = cells.lock_registration();
        while (cells.allocate(tacho::detail::run_kind::integer, 1).first != nullptr) {}
    }
    check(cells.refuses(1), "there are no cells left");
    family.with("b").inc();
    family.with("a").inc(4);
    check_equal<std::uint64_t>(owner->value(), 5, "a series that has an owner");
    auto const lost =
        tacho::detail::the_arena().events.lost_records.load(std::memory_order_relaxed);
    check_equal<std::uint64_t>(lost, 1, "records that are counted as lost");
}

/// Every pthread key is taken before tacho's first use.
void no_keys() {
    std::vector<::pthread_key_t> keys;
    for (::pthread_key_t key = 0; ::pthread_key_create(&key, nullptr) == 0;)
        keys.push_back(key);
    tacho::registry registry;
    std::string said;
    try {
        tacho::counter const none{registry, "none_total", "N."};
    } catch (tacho::registration_error const& error) {
        said = error.what();
    }
    check(said.find("pthread keys") != std::string::npos, "the error names the cause: " + said);
    for (auto const key : keys)
        ::pthread_key_delete(key);
    metrics const all;
    record_in_threads(all, threads, records);
    all.check_totals(threads * records);
}

/// The limit is set after tacho's first use: the system refuses the memory for a slab.
void address_space_gone() {
    set_stacks(mebibyte / 4);
    metrics const all;
    limit_address_space(used("VmSize:") + 15 * mebibyte);
    record_without_slabs(all);
}

/// The limit is on writable memory, after tacho's first use. A slab asks for four mebibytes of it.
void data_gone() {
    set_stacks(mebibyte / 4);
    metrics const all;
    use_cells(2 * mebibyte);
    limit_data(used("VmData:") + 3 * mebibyte);
    record_without_slabs(all);
}

/// Slabs exist, but only the shared one can grow: metrics registered then are recorded there, and
/// earlier metrics go on as before.
void no_growth() {
    set_stacks(mebibyte / 4);
    metrics const before;
    before.record();
    use_cells(2 * mebibyte);
    limit_data(used("VmData:") + 6 * mebibyte); // growing takes four for each
    auto const size = usable();
    while (usable() == size)
        use_cells(sizeof(tacho::detail::cell));
    metrics const after;
    for (std::size_t i = 1; i < records; ++i)
        before.record();
    check_equal<std::uint64_t>(shared_records(), 0, "records in the shared slab, of the old");
    after.record();
    check_equal<std::uint64_t>(shared_records(), 5, "records in the shared slab, of the new");
    record_in_threads(before, threads, records);
    record_in_threads(after, threads, records);
    before.check_totals(records + threads * records);
    after.check_totals(1 + threads * records);
}

/// Not even the shared slab can be made: the refusal says so, and the program goes on.
void nothing_to_be_had() {
    limit_address_space(used("VmSize:") + 8 * mebibyte);
    tacho::registry registry;
    std::string refusal;
    try {
        tacho::counter const counter{registry, "counter_total", "C."};
    } catch (tacho::registration_error const& error) {
        refusal = error.what();
    }
    check(
        refusal.find("the system gives no memory") != std::string::npos,
        "registering is refused, with the reason: " + refusal
    );
    check(tacho::to_text(registry).empty(), "nothing was registered");

    // Nor does a series that is refused cost memory, however often it is asked for.
    tacho::family<tacho::counter, "k"> const family{registry, "family_total", "F."};
    tacho::family<tacho::histogram<>, "k"> const times{registry, "times", "T."};
    constexpr std::uint64_t names = 1000;
    auto const ask = [&](std::string const& name) {
        family.with(name).inc();
        times.with(name).observe(1);
    };
    // One of each length first: the heap keeps what is freed for the next of that size.
    ask("first");
    ask("a name that is too long for a string without memory 0000");
    auto const before = ::mallinfo2().uordblks;
    for (std::uint64_t i = 0; i < names; ++i)
        ask("a name that is too long for a string without memory " + std::to_string(1000 + i));
    auto const after = ::mallinfo2().uordblks;
    check_equal<std::uint64_t>(after, before, "the heap after refusals");
    auto const lost =
        tacho::detail::the_arena().events.lost_records.load(std::memory_order_relaxed);
    check_equal<std::uint64_t>(lost, 2 * (names + 2), "records that are counted as lost");
}

// Slabs of all threads would leave no room for the stacks of the last.
constexpr std::size_t many_threads = 64;

void room_for_stacks() {
    set_stacks(8 * mebibyte);
    limit_address_space(1024 * mebibyte);
    metrics const all;
    record_in_threads(all, many_threads, 100);
    all.check_totals(many_threads * 100);
    check(slabs() > 1, "some threads have a slab of their own");
    check(slabs() * tacho::detail::slab_bytes <= 256 * mebibyte, "slabs are a quarter at most");
}

/// The limit is on writable memory.
void room_for_data() {
    set_stacks(mebibyte);
    limit_data(256 * mebibyte);
    metrics const all;
    use_cells(2 * mebibyte);
    record_in_threads(all, many_threads, 100);
    all.check_totals(many_threads * 100);
    check(slabs() > 1, "some threads have a slab of their own");
    check(slabs() * usable() <= 64 * mebibyte, "slabs are a quarter at most");
}

struct {
    char const* name;
    void (*run)();
} constexpr cases[] = {
    {"little_address_space", little_address_space},
    {"little_data", little_data},
    {"address_space_gone", address_space_gone},
    {"no_keys", no_keys},
    {"owner_without_room", owner_without_room},
    {"data_gone", data_gone},
    {"no_growth", no_growth},
    {"nothing_to_be_had", nothing_to_be_had},
    {"room_for_stacks", room_for_stacks},
    {"room_for_data", room_for_data},
};

} // namespace

int main(int, char** arguments) {
    fill_heap();
    for (auto const& each : cases)
        if (std::strcmp(each.name, arguments[1]) == 0) {
            each.run();
            return 0;
        }
    check(false, std::string{"there is no case "} + arguments[1]);
}

#endif
