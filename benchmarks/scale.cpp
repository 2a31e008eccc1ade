// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

// The cost of series and threads in time and memory. One process measures one configuration, so
// that it holds no memory of another; benchmarks/run --scale runs them all.
//
//     tacho_bench_scale SERIES THREADS all|one
//
// SERIES counters with two labels, THREADS threads that are alive at once and have each recorded
// all of the counters, or one. Prints JSON: bytes and nanoseconds.

namespace {

using clock = std::chrono::steady_clock;

[[noreturn]] void fail(std::string const& why) {
    std::fprintf(stderr, "tacho_bench_scale: %s\n", why.c_str());
    std::exit(1);
}

/// A line of a file in /proc/self that is a number of kB, in bytes.
std::size_t kilobytes_of(char const* file, std::string_view name) {
    std::ifstream from{file};
    for (std::string line; std::getline(from, line);)
        if (line.starts_with(name))
            return 1024 * std::stoull(line.substr(name.size()));
    fail("no " + std::string{name} + " in " + file);
}

/// Memory that this process occupies now, counted page by page.
std::size_t resident() {
    malloc_trim(0);
    return kilobytes_of("/proc/self/smaps_rollup", "Rss:");
}

/// The most memory it has occupied since `forget_peak`.
std::size_t peak() {
    return kilobytes_of("/proc/self/status", "VmHWM:");
}

void forget_peak() {
    std::ofstream{"/proc/self/clear_refs"} << "5" << std::flush;
}

double nanoseconds_of_this_thread() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e9 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec);
}

using items = tacho::family<tacho::counter, "method", "path">;

constexpr std::array<std::string_view, 4> methods{"GET", "HEAD", "POST", "PUT"};

struct workload {
    std::vector<tacho::counter> counters;
    std::size_t label_text{0}; // bytes of `method="GET",path="/item/1"`, all series together
};

workload make(items const& family, std::size_t count) {
    workload made;
    made.counters.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto const method = methods[i % methods.size()];
        auto const path = "/item/" + std::to_string(i / methods.size());
        made.counters.push_back(family.with(method, path));
        made.label_text += std::string_view{R"(method="",path="")"}.size();
        made.label_text += method.size() + path.size();
    }
    return made;
}

/// Threads that stay alive and carry out orders together. Their stacks are small, because otherwise
/// ten thousand would not fit.
class crew {
public:
    crew(std::size_t size, std::span<tacho::counter const> counters)
        : counters_{counters}
        , threads_(size) {
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, std::size_t{64} * 1024);
        for (auto& each : threads_)
            if (int const error = pthread_create(&each, &attributes, &run, this); error != 0)
                fail(std::string{"a thread: "} + std::strerror(error));
        pthread_attr_destroy(&attributes);
        await_all();
    }
    crew(crew const&) = delete;
    crew& operator=(crew const&) = delete;
    ~crew() {
        give(order::stop);
        for (auto const each : threads_)
            pthread_join(each, nullptr);
    }

    /// Each thread records once into each of the counters.
    void record_once() {
        give(order::record_once);
        await_all();
    }

    /// From now on the threads record all the time.
    void start_recording() {
        give(order::record);
        await_all();
    }

    void stop_recording() {
        give(order::pause);
        await_all();
    }

    /// The sum of the records of all threads.
    [[nodiscard]] std::uint64_t sum() const { return sum_.load(std::memory_order_relaxed); }

private:
    enum class order { pause, record_once, record, stop };

    static void* run(void* self) {
        static_cast<crew*>(self)->work();
        return nullptr;
    }

    void work() {
        // The scraper gets a core at once, instead of one of sixty turns.
        sched_param const none{};
        sched_setscheduler(0, SCHED_IDLE, &none);
        report();
        for (auto now = order::pause;;) {
            order_.wait(now, std::memory_order_acquire);  // pairs with the release in give()
            now = order_.load(std::memory_order_acquire); // pairs with the release in give()
            if (now == order::stop)
                return;
            if (now == order::record)
                report();
            // Relaxed: this load only ends the loop; the order to follow is read above.
            while (now == order::record && order_.load(std::memory_order_relaxed) == now)
                pass();
            if (now == order::record_once)
                pass();
            if (now != order::pause)
                report();
        }
    }

    void pass() {
        // Numbers of several digits, which a scrape has to convert to text.
        std::uint64_t sum = 0;
        std::uint64_t next = 1;
        for (auto each : counters_) {
            each.inc(next);
            sum += next;
            next = (next + 7) % 100'003;
        }
        sum_.fetch_add(sum, std::memory_order_relaxed);
    }

    void give(order what) {
        reports_.store(0, std::memory_order_relaxed);
        order_.store(what, std::memory_order_release); // pairs with the acquires in work()
        order_.notify_all();
    }

    void report() {
        // pairs with the acquire in await_all()
        if (reports_.fetch_add(1, std::memory_order_release) + 1 == threads_.size())
            reports_.notify_one();
    }

    void await_all() {
        // pairs with the release in report()
        for (auto seen = reports_.load(std::memory_order_acquire); seen < threads_.size();
             seen = reports_.load(std::memory_order_acquire))
            reports_.wait(seen, std::memory_order_relaxed);
    }

    std::span<tacho::counter const> counters_;
    std::vector<pthread_t> threads_;
    std::atomic<order> order_{order::pause};
    std::atomic<std::size_t> reports_{0};
    std::atomic<std::uint64_t> sum_{0};
};

/// The median of a scrape's processor time, including the text.
class scrapes {
public:
    explicit scrapes(tacho::registry const& registry)
        : registry_{registry} {}

    /// Runs one scrape; returns its processor time in nanoseconds.
    double run() {
        auto const start = nanoseconds_of_this_thread();
        std::size_t bytes = 0;
        tacho::write_text(registry_, [&](std::string_view piece) { bytes += piece.size(); });
        auto const taken = nanoseconds_of_this_thread() - start;
        if (bytes < text_)
            fail("a scrape lost text");
        text_ = bytes;
        return taken;
    }

    double median() {
        std::vector<double> times;
        auto const enough = clock::now() + std::chrono::milliseconds{500};
        while (times.size() < 7 || (times.size() < 101 && clock::now() < enough))
            times.push_back(run());
        auto const middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::ranges::nth_element(times, middle);
        return *middle;
    }

    /// Memory that is occupied in the middle of a scrape.
    [[nodiscard]] std::size_t resident_meanwhile() const {
        std::size_t found = 0;
        tacho::write_text(registry_, [&](std::string_view) {
            if (found == 0)
                found = resident();
        });
        return found;
    }

    [[nodiscard]] std::size_t text() const { return text_; }

private:
    tacho::registry const& registry_;
    std::size_t text_{0};
};

std::uint64_t sum_of_all(tacho::registry const& registry) {
    auto const scraped = registry.collect();
    auto const family = scraped[0];
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < family.size(); ++i)
        sum += family[i].as_unsigned();
    return sum;
}

std::size_t number(char const* text) {
    char* end = nullptr;
    auto const value = std::strtoull(text, &end, 10);
    if (end == text || *end != 0)
        fail(std::string{"what number is "} + text + "?");
    return value;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4)
        fail("expects SERIES THREADS all|one");
    auto const series = number(arguments[1]);
    auto const threads = number(arguments[2]);
    bool const all = std::string_view{arguments[3]} == "all";

    tacho::registry registry;
    tacho::registry selves;
    tacho::self_metrics const self{selves};
    items const family{registry, "items_total", "Many.", {.series_limit = series}};
    static_cast<void>(family.with(methods[0], "/item/0")); // opens the arena
    static_cast<void>(tacho::to_text(selves));
    scrapes scraped{registry};

    std::vector<std::pair<char const*, double>> results;
    auto const add = [&](char const* name, auto value) {
        results.emplace_back(name, static_cast<double>(value));
    };
    auto const before = resident();
    auto const made = make(family, series);
    auto const with_series = resident();
    add("handle_bytes", made.counters.capacity() * sizeof(tacho::counter));
    add("label_text_bytes", made.label_text);
    add("series_bytes", with_series - before);
    {
        crew recorders{threads, std::span{made.counters}.first(all ? series : 1)};
        auto const with_threads = resident();
        recorders.record_once();
        auto const recorded = resident();
        add("thread_bytes", with_threads - with_series);
        add("recorded_bytes", recorded - with_threads);

        forget_peak();
        auto const before_scrape = peak();
        add("first_scrape_ns", scraped.run());
        add("scrape_peak_bytes", peak() - before_scrape); // the kernel's count is a rough one
        add("scrape_bytes", scraped.resident_meanwhile() - recorded);
        add("scrape_ns", scraped.median());
        if (threads <= 64) {
            recorders.start_recording();
            add("busy_scrape_ns", scraped.median());
            recorders.stop_recording();
        }
        if (auto const sum = sum_of_all(registry); sum != recorders.sum())
            fail("counted " + std::to_string(sum) + " of " + std::to_string(recorders.sum()));
    }
    add("text_bytes", scraped.text());
    auto const own = selves.collect();
    for (std::size_t i = 0; i < own.size(); ++i)
        if (own[i].description().name == "tacho_slabs")
            add("slabs", own[i][0].as_floating());
    std::printf("{");
    for (auto const& [name, value] : results)
        std::printf("\"%s\": %.0f, ", name, value);
    std::printf(
        "\"series\": %zu, \"threads\": %zu, \"recorded\": \"%s\"}\n",
        series,
        threads,
        all ? "all" : "one"
    );
}
