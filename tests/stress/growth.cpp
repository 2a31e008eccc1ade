// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/threads.hpp>
#include <sys/mman.h>
#include <thread>
#include <utility>
#include <vector>

// Threads record while others register, past every size at which the slabs have to grow: 4 KiB,
// 8 KiB … 512 KiB and beyond.

namespace {

/// One of each kind of run.
struct metrics {
    tacho::counter counter;
    tacho::float_counter fraction;
    tacho::up_down_counter level;
    tacho::histogram<> seconds;                     // 14 cells
    tacho::histogram<tacho::byte_buckets<1>> bytes; // 4 cells

    metrics(tacho::registry& in, std::string const& name)
        : counter{in, tacho::runtime(name + "_total"), "Counter."}
        , fraction{in, tacho::runtime(name + "_fraction_total"), "Fraction."}
        , level{in, tacho::runtime(name + "_level"), "Level."}
        , seconds{in, tacho::runtime(name + "_seconds"), "Histogram."}
        , bytes{in, tacho::runtime(name + "_bytes"), "Histogram."} {}

    void record() const {
        counter.inc();
        fraction.inc(0.5);
        level.inc();
        seconds.observe(1);
        bytes.observe(1);
    }

    [[nodiscard]] bool shows(std::size_t records) const {
        auto const n = static_cast<double>(records);
        auto const in_seconds = seconds.value();
        auto const in_bytes = bytes.value();
        return counter.value() == records && fraction.value() == n / 2 &&
               level.value() == static_cast<std::int64_t>(records) && in_seconds.sum == n &&
               in_seconds.count == records && in_bytes.sum == n && in_bytes.count == records;
    }
};

std::size_t usable() {
    auto* const shared = tacho::detail::the_arena().shared();
    return shared == nullptr ? 0 : shared->usable.load(std::memory_order_relaxed);
}

/// A histogram of as many cells as it takes to fill the usable ones, or to lie beyond them.
struct filler {
    filler(tacho::registry& in, std::string const& name, std::size_t cells)
        : histogram{in, tacho::runtime(name), "Filler.", bounds(cells)} {}

    // Observes in the first bucket and the last, and so in the sum and the count after them.
    void record() const {
        histogram.observe(0);
        histogram.observe(1e9);
    }

    [[nodiscard]] bool shows(std::size_t records) const {
        auto const value = histogram.value();
        return value.count == 2 * records && value.buckets.front() == records &&
               value.buckets.back() == records && value.sum == 1e9 * static_cast<double>(records);
    }

    tacho::histogram<tacho::runtime_buckets> histogram;

private:
    [[nodiscard]] static std::vector<double> bounds(std::size_t cells) {
        std::vector<double> made;
        for (std::size_t i = 0; i + 3 < std::min<std::size_t>(cells, 60'000); ++i)
            made.push_back(static_cast<double>(i));
        return made;
    }
};

/// The metrics registered while others record: written by one thread, read up to `size` by all.
template <typename Metric, std::size_t Most>
class published {
public:
    static constexpr std::size_t most = Most;

    template <typename... Arguments>
    void add(Arguments&&... arguments) {
        auto const next = size_.load(std::memory_order_relaxed);
        made_[next].emplace(std::forward<Arguments>(arguments)...);
        size_.store(next + 1, std::memory_order_release); // pairs with the acquire in size()
    }

    [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_acquire); }

    /// Records in all metrics registered so far, the newest first, and counts the records.
    void record(std::vector<std::size_t>& records) const {
        for (auto i = size(); i-- > 0;) {
            made_[i]->record();
            ++records[i];
        }
    }

    /// How many metrics do not show the total of what all threads have recorded.
    template <typename PerThread>
    [[nodiscard]] std::size_t wrong(PerThread const& per_thread) const {
        std::size_t found = 0;
        for (std::size_t i = 0; i < size(); ++i) {
            std::size_t records = 0;
            for (auto const& each : per_thread)
                records += each[i];
            found += made_[i]->shows(records) ? 0U : 1U;
        }
        return found;
    }

private:
    std::array<std::optional<Metric>, Most> made_;
    std::atomic<std::size_t> size_{0};
};

} // namespace

TEST_CASE("threads record in metrics registered meanwhile, past every growth", "[stress][growth]") {
    constexpr std::size_t boundary = std::size_t{1} << 19;
    using records = std::vector<std::size_t>;
    tacho::registry registry;
    tacho::registry fillers; // not scraped: their million cells would be all that is tested
    published<metrics, 128> small;
    published<filler, 128> large;
    std::atomic<bool> done{false};
    std::size_t decreases = 0;

    small.add(registry, "metric_0");
    auto const first = usable();
    std::thread registrar{[&] {
        auto const name = [](char const* base, std::size_t number) {
            return base + std::to_string(number);
        };
        // Adds about half of the usable cells again and again, so that runs of all kinds come to
        // lie close before every boundary, and one close enough to lie across it, were that
        // allowed.
        for (auto step = first; step <= std::max(2 * first, 2 * boundary); step = usable())
            while (usable() == step && large.size() + 1 < large.most) {
                large.add(fillers, name("filler_", large.size()), step / 8 / 2);
                if (small.size() + 1 < small.most)
                    small.add(registry, name("metric_", small.size()));
            }
        done = true;
    }};
    std::vector<std::array<records, 2>> counted;
    {
        std::uint64_t last = 0;
        background const scraper{[&] {
            auto const now = registry.collect()[0][0].as_unsigned();
            decreases += now < last ? 1U : 0U;
            last = now;
        }};
        counted = together(4, [&](std::size_t) {
            std::array<records, 2> mine{records(small.most), records(large.most)};
            // New threads too, which adopt slabs.
            for (bool last_round = false; !last_round;) {
                last_round = done;
                std::thread{[&] {
                    large.record(mine[1]);
                    small.record(mine[0]);
                }}.join();
                small.record(mine[0]);
                large.record(mine[1]);
            }
            return mine;
        });
        registrar.join();
    }
    CHECK(decreases == 0);
    CHECK(usable() >= 2 * boundary);
    CHECK(large.size() > 5);
    std::vector<records> of_small;
    std::vector<records> of_large;
    for (auto const& each : counted) {
        of_small.push_back(each[0]);
        of_large.push_back(each[1]);
    }
    CHECK(small.wrong(of_small) == 0);
    CHECK(large.wrong(of_large) == 0);
}

TEST_CASE("a slab that no thread has grows with the others", "[stress][growth]") {
    tacho::registry registry;
    metrics const old{registry, "old"};
    together(4, [&](std::size_t) { old.record(); }); // up to four slabs, handed over small
    std::vector<filler> fillers;
    for (auto const before = usable(); usable() < 2 * before;)
        fillers.emplace_back(registry, "filler_" + std::to_string(fillers.size()), before / 8 / 2);
    metrics const late{registry, "late"};
    constexpr auto rounds = scaled(50);
    for (std::size_t round = 0; round < rounds; ++round)
        together(4, [&](std::size_t index) {
            if (index % 2 == 0)
                old.record();
            late.record();
            for (auto const& each : fillers)
                each.record();
        });
    CHECK(old.shows(4 + 2 * rounds));
    CHECK(late.shows(4 * rounds));
    for (auto const& each : fillers)
        CHECK(each.shows(4 * rounds));
}

TEST_CASE(
    "a metric that one slab has no memory for is recorded in the shared slab", "[stress][growth]"
) {
    tacho::registry registry;
    tacho::counter const first{registry, "first_total", "First."};
    std::vector<filler> fillers;
    auto const grow = [&] {
        for (auto const before = usable(); usable() == before;)
            fillers.emplace_back(
                registry, "filler_" + std::to_string(fillers.size()), before / 8 / 2
            );
    };
    event_count const shared{&event_count::events::shared_records};
    std::uint64_t while_it_lacks = 0;
    std::uint64_t once_it_has = 0;
    std::size_t lacking = 0; // the index of the filler that needed the first step
    std::barrier all_attached{3};
    std::barrier all_registered{3};
    std::thread registrar{[&] {
        first.inc();
        all_attached.arrive_and_wait();
        // The end of its slab is unmapped: the system cannot make it usable.
        auto* const end = tacho::detail::this_thread.own->bytes() + usable();
        auto const missing = tacho::detail::slab_bytes - usable();
        ::munmap(end, missing);
        grow();
        lacking = fillers.size() - 1;
        fillers.back().record();
        while_it_lacks = shared.since();
        // The end is mapped again: a metric that needs the next step has a cell in every slab.
        ::mmap(end, missing, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        grow();
        fillers.back().record();
        once_it_has = shared.since() - while_it_lacks;
        all_registered.arrive_and_wait();
    }};
    together(2, [&](std::size_t) {
        first.inc();
        all_attached.arrive_and_wait();
        all_registered.arrive_and_wait();
        for (auto const& each : fillers)
            each.record();
    });
    registrar.join();
    CHECK(while_it_lacks == 2);
    CHECK(once_it_has == 0);
    CHECK(first.value() == 3);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < fillers.size(); ++i)
        wrong += fillers[i].shows(i + 1 == fillers.size() || i == lacking ? 3 : 2) ? 0U : 1U;
    CHECK(wrong == 0);
}
