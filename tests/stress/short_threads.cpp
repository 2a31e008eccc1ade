// SPDX-License-Identifier: BSL-1.0

// Alone in its program, so that the number of slabs is known exactly.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/threads.hpp>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t at_once = 8;
constexpr auto in_turn = scaled(25'000);
constexpr auto short_threads = at_once * in_turn;

struct all_kinds {
    tacho::registry registry{};
    tacho::counter ones{registry, "ones_total", "One of each thread."};
    tacho::float_counter halves{registry, "halves_total", "A half of each thread."};
    tacho::up_down_counter alive{registry, "alive", "Threads inside of record()."};
    tacho::histogram<tacho::buckets<1, 2, 3>> seconds{registry, "seconds", "1 to 4, in turn."};
    tacho::histogram<tacho::byte_buckets<1, 2, 3>> bytes{registry, "bytes", "1 to 4, in turn."};

    void record(std::size_t i) const {
        auto const tracked = alive.track();
        ones.inc();
        halves.inc(0.5);
        seconds.observe(static_cast<double>(1 + i % 4));
        bytes.observe(1 + i % 4);
    }
};

/// The values of all_kinds that scrapes saw, and their faults.
class watch {
public:
    void look(tacho::snapshot const& seen) {
        ++scrapes;
        numbers now{
            static_cast<double>(seen[0][0].as_unsigned()),
            seen[1][0].as_floating(),
        };
        for (std::size_t const family : {std::size_t{3}, std::size_t{4}}) {
            auto const histogram = seen[family][0];
            std::uint64_t total = 0;
            for (auto const bucket : histogram.buckets(3)) {
                now.push_back(static_cast<double>(bucket));
                total += bucket;
            }
            now.push_back(static_cast<double>(histogram.count(3)));
            now.push_back(histogram.sum(3));
            torn += histogram.count(3) == total ? 0U : 1U;
        }
        for (std::size_t i = 0; i < last_.size(); ++i)
            decreases += now[i] < last_[i] ? 1U : 0U;
        last_ = now;
        negative += seen[2][0].as_signed() < 0 ? 1U : 0U;
    }

    std::size_t scrapes{0};
    std::size_t decreases{0}; // of a counter, a bucket, a count or a sum
    std::size_t torn{0};      // buckets that do not add up to the count
    std::size_t negative{0};  // levels below zero

private:
    using numbers = std::vector<double>; // all exact: whole numbers and halves

    numbers last_;
};

std::size_t slabs() {
    return tacho::detail::the_arena().size();
}

} // namespace

TEST_CASE(
    "200,000 short threads lose no record and make no value decrease", "[stress][short_threads]"
) {
    all_kinds const metrics;
    watch seen;
    event_count const shared{&event_count::events::shared_records};
    CHECK(slabs() == 1);
    std::atomic<std::size_t> busy{at_once};
    std::barrier all_attached{at_once};
    std::vector<std::thread> starters;
    for (std::size_t n = 0; n < at_once; ++n)
        starters.emplace_back([&] {
            for (std::size_t i = 0; i < in_turn; ++i)
                std::thread{[&, i] {
                    metrics.record(i);
                    if (i == 0) // the peak: each has a slab, and they all live
                        all_attached.arrive_and_wait();
                }}.join();
            --busy;
        });
    while (busy > 0) // back to back
        seen.look(metrics.registry.collect());
    for (auto& each : starters)
        each.join();
    auto const most_slabs = slabs();
    CHECK(most_slabs == at_once + 1); // and the shared one

    seen.look(metrics.registry.collect());
    CHECK(seen.scrapes > 1);
    CHECK(seen.decreases == 0);
    CHECK(seen.torn == 0);
    CHECK(seen.negative == 0);

    CHECK(metrics.ones.value() == short_threads);
    CHECK(metrics.halves.value() == static_cast<double>(short_threads) / 2);
    CHECK(metrics.alive.value() == 0);
    std::vector<std::uint64_t> buckets(4);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < in_turn; ++i) {
        buckets[i % 4] += at_once;
        sum += at_once * (1 + i % 4);
    }
    for (auto const& value : {metrics.seconds.value(), metrics.bytes.value()}) {
        CHECK(value.buckets == buckets);
        CHECK(value.count == short_threads);
        CHECK(value.sum == static_cast<double>(sum));
    }
    CHECK(shared.since() == 0); // no thread had to do without a slab
    WARN(short_threads << " threads, " << seen.scrapes << " scrapes, " << most_slabs << " slabs");
}
