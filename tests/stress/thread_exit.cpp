// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <pthread.h>
#include <support/catch.hpp>
#include <support/threads.hpp>
#include <thread>

// Records of a thread on its way out: from destructors of its thread_locals, and from those of its
// pthread keys, which run before and after the slab has been handed over.

namespace {

struct all_kinds {
    explicit all_kinds(tacho::registry& in)
        : ones{in, "ones_total", "Ones."}
        , halves{in, "halves_total", "Halves."}
        , level{in, "level", "Level."}
        , histogram{in, "seconds", "Seconds."} {}

    void record() const {
        ones.inc();
        halves.inc(0.5);
        level.inc(2);
        level.dec();
        histogram.observe(1);
    }

    void check(std::size_t records) const {
        CHECK(ones.value() == records);
        CHECK(halves.value() == static_cast<double>(records) / 2);
        CHECK(level.value() == static_cast<std::int64_t>(records));
        auto const value = histogram.value();
        CHECK(value.count == records);
        CHECK(value.buckets[0] == records);
        CHECK(value.sum == static_cast<double>(records));
    }

    tacho::counter ones;
    tacho::float_counter halves;
    tacho::up_down_counter level;
    tacho::histogram<tacho::buckets<1>> histogram;
};

/// Records when its thread ends.
struct last_words {
    ~last_words() {
        if (into != nullptr)
            into->record();
    }
    all_kinds const* into{nullptr};
};

thread_local last_words farewell;

/// A pthread key whose destructor records, as many times as the system asks again.
class recording_key {
public:
    static constexpr int rounds = 3; // POSIX asks four times

    explicit recording_key(all_kinds const& into) {
        into_ = &into;
        ::pthread_key_create(&key_, &record);
    }
    recording_key(recording_key const&) = delete;
    recording_key& operator=(recording_key const&) = delete;
    ~recording_key() { ::pthread_key_delete(key_); }

    void set() const { ::pthread_setspecific(key_, reinterpret_cast<void*>(&rounds_left(rounds))); }

private:
    // A thread_local of trivial type exists until the thread's very end.
    static int& rounds_left(int start) {
        thread_local constinit int left = 0;
        return left = start;
    }

    static void record(void* left) {
        into_->record();
        if (--*static_cast<int*>(left) > 0)
            ::pthread_setspecific(key_, left);
    }

    static inline all_kinds const* into_{nullptr};
    static inline pthread_key_t key_{};
};

constexpr std::size_t threads = 8;
constexpr auto rounds = scaled(100);

} // namespace

TEST_CASE("thread_locals may record in their destructors", "[stress][thread_exit]") {
    tacho::registry registry;
    all_kinds const metrics{registry};
    for (std::size_t round = 0; round < rounds; ++round)
        together(threads, [&](std::size_t) {
            farewell.into = &metrics;
            metrics.record();
        });
    metrics.check(2 * threads * rounds);
}

TEST_CASE(
    "a thread's first record may be in a thread_local's destructor", "[stress][thread_exit]"
) {
    tacho::registry registry;
    all_kinds const metrics{registry};
    auto const before = tacho::detail::the_arena().size();
    for (std::size_t round = 0; round < rounds; ++round)
        together(threads, [&](std::size_t) { farewell.into = &metrics; });
    metrics.check(threads * rounds);
    CHECK(tacho::detail::the_arena().size() <= std::max(before, threads + 1));
}

TEST_CASE("destructors of pthread keys may record, whenever they run", "[stress][thread_exit]") {
    tacho::registry registry;
    all_kinds const metrics{registry};
    recording_key const key{metrics};
    for (std::size_t round = 0; round < rounds; ++round)
        together(threads, [&](std::size_t index) {
            key.set();
            farewell.into = &metrics;
            if (index % 2 == 0)
                metrics.record();
        });
    metrics.check(rounds * (threads + threads / 2 + threads * recording_key::rounds));
}

TEST_CASE("late records of a leaving thread are scraped", "[stress][thread_exit]") {
    tacho::registry registry;
    all_kinds const metrics{registry};
    recording_key const key{metrics};
    std::uint64_t last = 0;
    std::size_t decreases = 0;
    {
        background const scraper{[&] {
            auto const now = registry.collect()[0][0].as_unsigned();
            decreases += now < last ? 1U : 0U;
            last = now;
        }};
        for (std::size_t round = 0; round < rounds; ++round)
            together(threads, [&](std::size_t) {
                key.set();
                metrics.record();
            });
    }
    CHECK(decreases == 0);
    metrics.check(rounds * threads * (1 + recording_key::rounds));
}

namespace {

/// Two threads at the same time: one has handed its slab over, the other adopts it.
struct handover {
    all_kinds const& metrics;
    std::atomic<bool> handed_over{false};
    std::atomic<bool> adopted{false};

    void record_many() const {
        for (std::size_t i = 0; i < records; ++i)
            metrics.record();
    }

    static constexpr auto records = scaled(200'000);
};

} // namespace

TEST_CASE("a thread that has handed its slab over leaves it alone", "[stress][thread_exit]") {
    tacho::registry registry;
    all_kinds const metrics{registry};
    handover both{metrics};
    // Made after tacho's own key, so that its destructor comes later.
    pthread_key_t after{};
    ::pthread_key_create(&after, [](void* of) {
        auto& with = *static_cast<handover*>(of);
        with.handed_over = true;
        with.handed_over.notify_one();
        with.adopted.wait(false);
        with.record_many();
    });
    auto const slabs = tacho::detail::the_arena().size();
    std::thread leaving{[&] {
        ::pthread_setspecific(after, &both);
        metrics.record();
    }};
    both.handed_over.wait(false);
    std::thread adopting{[&] {
        metrics.record();
        both.adopted = true;
        both.adopted.notify_one();
        both.record_many();
    }};
    leaving.join();
    adopting.join();
    ::pthread_key_delete(after);
    metrics.check(2 * (1 + handover::records));
    CHECK(tacho::detail::the_arena().size() <= std::max(slabs, std::size_t{2}));
}
