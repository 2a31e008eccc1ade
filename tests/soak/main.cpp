// SPDX-License-Identifier: BSL-1.0

// tacho_soak [FAULT]: threads come, record known amounts, and go, while Prometheus scrapes.
//
// Prints `port=N`; works from the first line of its input to the last but one; prints the values
// that its samples must have now, each as a scrape shows it, and `done`; serves until its input
// ends. soak.py drives it. A fault (see below) happens at the line between, to test whether soak.py
// notices it.

#include <tacho/http/exposer.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t slots = 4; // threads at one time
constexpr std::uint64_t rounds = 400;
constexpr std::uint64_t parts = 4; // a thread rests between them, so that some live long

enum class verb { get, post };
constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

struct metrics {
    tacho::counter ones{"soak_ones_total", "One each round."};
    tacho::counter threes{"soak_threes_total", "Three each round."};
    tacho::float_counter quarters{"soak_quarters_total", "A quarter each round."};
    tacho::up_down_counter level{"soak_level", "Rounds under way."};
    tacho::histogram<tacho::buckets<1, 2, 4>> halves{"soak_halves", "0, 1/2, … 7/2 in turn."};
    tacho::histogram<tacho::byte_buckets<1000, 2000>> sizes{"soak_size_bytes", "0, 500, … 3500."};
    tacho::histogram<> timed{"soak_round_seconds", "What a round takes."};
    tacho::family<tacho::counter, "parity", "round"> texts{"soak_texts_total", "By text."};
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> enums{
        "soak_enums_total", "By enum."
    };
};

void record(metrics const& into, std::uint64_t round) {
    auto const tracked = into.level.track();
    auto const timed = into.timed.time();
    auto const eighth = round % 8;
    into.ones.inc();
    into.threes.inc(3);
    into.quarters.inc(0.25);
    into.halves.observe(static_cast<double>(eighth) / 2);
    into.sizes.observe(500 * eighth);
    into.texts.with(round % 2 == 0 ? "even" : "odd", eighth < 4 ? "early" : "late").inc();
    into.enums.with(round % 2 == 0 ? verb::get : verb::post).inc();
}

/// One thread's life.
void work(metrics const& into, std::uint64_t number) {
    for (std::uint64_t part = 0; part < parts; ++part) {
        for (std::uint64_t round = 0; round < rounds / parts; ++round)
            record(into, round + part * (rounds / parts));
        std::this_thread::sleep_for(std::chrono::milliseconds{number % 8});
    }
}

/// Prints the samples that `threads` threads leave, computed without the library.
void say_samples(std::uint64_t threads) {
    static_assert(rounds % 8 == 0);
    auto const all = threads * rounds;
    auto const say = [](std::string_view name, std::uint64_t value) {
        std::cout << name << ' ' << value << '\n';
    };
    say("soak_ones_total", all);
    say("soak_threes_total", 3 * all);
    say("soak_quarters_total", all / 4);
    say("soak_level", 0);
    say("soak_halves_bucket{le=\"1\"}", all / 8 * 3);
    say("soak_halves_bucket{le=\"2\"}", all / 8 * 5);
    say("soak_halves_bucket{le=\"4\"}", all);
    say("soak_halves_bucket{le=\"+Inf\"}", all);
    say("soak_halves_sum", all / 8 * 14); // (0 + 1 + … + 7) / 2
    say("soak_halves_count", all);
    say("soak_size_bytes_bucket{le=\"1000\"}", all / 8 * 3);
    say("soak_size_bytes_bucket{le=\"2000\"}", all / 8 * 5);
    say("soak_size_bytes_bucket{le=\"+Inf\"}", all);
    say("soak_size_bytes_sum", all / 8 * 14'000);
    say("soak_size_bytes_count", all);
    say("soak_round_seconds_count", all);
    for (auto const* const parity : {"even", "odd"})
        for (auto const* const round : {"early", "late"})
            say(std::string{"soak_texts_total{parity=\""} + parity + "\",round=\"" + round + "\"}",
                all / 4);
    say("soak_enums_total{verb=\"get\"}", all / 2);
    say("soak_enums_total{verb=\"post\"}", all / 2);
    std::cout << "done" << std::endl;
}

/// An error halfway, to test whether it is noticed.
struct fault {
    std::string_view name;
    void (*happen)(metrics const&, std::optional<tacho::http::exposer>&);
};

constexpr fault faults[] = {
    // One record too many looks to soak.py like one too few in the program's own count.
    {"miscount", [](metrics const& of, std::optional<tacho::http::exposer>&) { of.ones.inc(); }},
    {"restart",
     [](metrics const&, std::optional<tacho::http::exposer>&) { tacho::start_from_zero(); }},
    {"deaf",
     [](metrics const&, std::optional<tacho::http::exposer>& serving) {
         auto const port = serving->port();
         serving.reset();
         std::this_thread::sleep_for(std::chrono::seconds{1});
         serving.emplace(tacho::http::options{.port = port});
     }},
    {"leak",
     [](metrics const&, std::optional<tacho::http::exposer>&) {
         constexpr std::size_t size = std::size_t{4} << 20;
         static std::vector<char*> kept;
         kept.push_back(new char[size]);
         for (std::size_t i = 0; i < size; i += 1024)
             kept.back()[i] = 1;
     }},
};

/// The fault that is asked for, if any.
fault const* chosen(int count, char** arguments) {
    if (count < 2)
        return nullptr;
    for (auto const& each : faults)
        if (each.name == arguments[1])
            return &each;
    std::cerr << "tacho_soak: there is no fault '" << arguments[1] << "'\n";
    std::exit(2);
}

} // namespace

int main(int count, char** arguments) {
    auto const* const wrong = chosen(count, arguments);
    std::optional<tacho::http::exposer> serving{tacho::http::options{.port = 0}};
    metrics const all;
    std::cout << "port=" << serving->port() << std::endl;

    std::string line;
    std::getline(std::cin, line);
    std::atomic<bool> ending{false};
    std::array<std::uint64_t, slots> done{};
    std::vector<std::thread> working;
    for (auto& each : done)
        working.emplace_back([&] {
            while (!ending.load(std::memory_order_relaxed)) {
                std::thread{[&] { work(all, each); }}.join();
                ++each;
            }
        });

    if (wrong != nullptr) {
        std::getline(std::cin, line);
        wrong->happen(all, serving);
    }
    std::getline(std::cin, line);
    // Relaxed: the threads are joined.
    ending.store(true, std::memory_order_relaxed);
    std::uint64_t threads = 0;
    for (std::size_t slot = 0; slot < slots; ++slot) {
        working[slot].join();
        threads += done[slot];
    }
    say_samples(threads);
    std::getline(std::cin, line);
}
