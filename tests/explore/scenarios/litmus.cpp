// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/atomic.hpp>

#include <atomic>

#include "../explore.hpp"

// Tests of the explorer itself: classic small programs, each with exactly the outcomes that C++20
// allows. If the explorer did not find the weak outcomes, the other scenarios would prove nothing.

namespace {

using tacho::detail::atomic;
using enum std::memory_order;

struct two {
    atomic<unsigned> x{0};
    atomic<unsigned> y{0};
};

template <std::memory_order Store, std::memory_order Load>
void store_buffering() {
    two at;
    unsigned left = 0;
    unsigned right = 0;
    explore::run(
        {[&] {
             at.x.store(1, Store);
             left = at.y.load(Load);
         },
         [&] {
             at.y.store(1, Store);
             right = at.x.load(Load);
         }}
    );
    explore::outcome(10 * left + right);
}

template <std::memory_order Store, std::memory_order Load>
void message_passing() {
    two at;
    unsigned flag = 0;
    unsigned data = 0;
    explore::run(
        {[&] {
             at.x.store(1, relaxed);
             at.y.store(1, Store);
         },
         [&] {
             flag = at.y.load(Load);
             data = at.x.load(relaxed);
         }}
    );
    explore::outcome(10 * flag + data);
}

/// A third thread changes the flag between the store and the load of it.
template <bool ByReadModifyWrite>
void release_sequence() {
    two at;
    unsigned flag = 0;
    unsigned data = 0;
    explore::run(
        {[&] {
             at.x.store(1, relaxed);
             at.y.store(1, release);
         },
         [&] {
             if constexpr (ByReadModifyWrite)
                 at.y.fetch_add(1, relaxed);
             else if (at.y.load(relaxed) == 1)
                 at.y.store(2, relaxed);
         },
         [&] {
             flag = at.y.load(acquire);
             data = at.x.load(relaxed);
         }}
    );
    if (flag == 2)
        explore::outcome(data);
}

template <std::memory_order Store, std::memory_order Load>
void independent_reads() {
    two at;
    unsigned seen[4]{};
    explore::run(
        {[&] { at.x.store(1, Store); },
         [&] { at.y.store(1, Store); },
         [&] {
             seen[0] = at.x.load(Load);
             seen[1] = at.y.load(Load);
         },
         [&] {
             seen[2] = at.y.load(Load);
             seen[3] = at.x.load(Load);
         }}
    );
    explore::outcome(seen[0] == 1 && seen[1] == 0 && seen[2] == 1 && seen[3] == 0);
}

constexpr explore::bounds small{4, 4, 0};
constexpr explore::bounds smaller{3, 3, 0};

explore::scenario const relaxed_buffers{
    "litmus: relaxed stores may be overtaken by loads",
    small,
    small,
    &store_buffering<relaxed, relaxed>,
    {0, 1, 10, 11}
};

explore::scenario const acquired_buffers{
    "litmus: release stores may be overtaken by acquire loads",
    small,
    small,
    &store_buffering<release, acquire>,
    {0, 1, 10, 11}
};

explore::scenario const sequential_buffers{
    "litmus: sequentially consistent loads never overtake sequentially consistent stores",
    small,
    small,
    &store_buffering<seq_cst, seq_cst>,
    {1, 10, 11}
};

explore::scenario const half_sequential_buffers{
    "litmus: sequentially consistent stores may be overtaken by acquire loads",
    small,
    small,
    &store_buffering<seq_cst, acquire>,
    {0, 1, 10, 11}
};

explore::scenario const relaxed_message{
    "litmus: a relaxed flag brings no message",
    small,
    small,
    &message_passing<relaxed, relaxed>,
    {0, 1, 10, 11}
};

explore::scenario const only_released_message{
    "litmus: a release without an acquire brings no message",
    small,
    small,
    &message_passing<release, relaxed>,
    {0, 1, 10, 11}
};

explore::scenario const only_acquired_message{
    "litmus: an acquire without a release brings no message",
    small,
    small,
    &message_passing<relaxed, acquire>,
    {0, 1, 10, 11}
};

explore::scenario const message{
    "litmus: a release and its acquire bring the message",
    small,
    small,
    &message_passing<release, acquire>,
    {0, 1, 11}
};

explore::scenario const long_release_sequence{
    "litmus: a read-modify-write continues a release sequence",
    small,
    small,
    &release_sequence<true>,
    {1}
};

explore::scenario const broken_release_sequence{
    "litmus: a store of another thread ends a release sequence",
    small,
    small,
    &release_sequence<false>,
    {0, 1}
};

explore::scenario const acquired_independent_reads{
    "litmus: two readers may see two stores in different orders",
    smaller,
    smaller,
    &independent_reads<release, acquire>,
    {0, 1}
};

explore::scenario const sequential_independent_reads{
    "litmus: sequentially consistent readers see one order",
    smaller,
    smaller,
    &independent_reads<seq_cst, seq_cst>,
    {0}
};

explore::scenario const coherence{
    "litmus: a thread never sees an older value again",
    small,
    small,
    [] {
        two at;
        unsigned first = 0;
        unsigned second = 0;
        explore::run(
            {[&] {
                 at.x.store(1, relaxed);
                 at.x.store(2, relaxed);
             },
             [&] {
                 first = at.x.load(relaxed);
                 second = at.x.load(relaxed);
             }}
        );
        explore::outcome(10 * first + second);
    },
    {0, 1, 2, 11, 12, 22}
};

explore::scenario const coherence_across_threads{
    "litmus: a thread never sees an older value than the thread that it acquires from",
    small,
    small,
    [] {
        two at;
        unsigned first = 0;
        unsigned second = 0;
        explore::run(
            {[&] { at.x.store(1, relaxed); },
             [&] {
                 first = at.x.load(relaxed);
                 at.y.store(1, release);
             },
             [&] {
                 if (at.y.load(acquire) == 1)
                     second = 1 + at.x.load(relaxed);
             }}
        );
        if (second != 0)
            explore::outcome(10 * first + second - 1);
    },
    {0, 1, 11}
};

explore::scenario const additions{
    "litmus: atomic additions are never lost, loads and stores may be",
    small,
    small,
    [] {
        two at;
        auto const both = [&] {
            at.x.fetch_add(1, relaxed);
            at.y.store(at.y.load(relaxed) + 1, relaxed);
        };
        explore::run({both, both});
        explore::outcome(10 * at.x.load(relaxed) + at.y.load(relaxed));
    },
    {21, 22}
};

explore::scenario const late_exchange{
    "litmus: an exchange takes the newest value, and may fail for an old one",
    small,
    small,
    [] {
        two at;
        bool exchanged = false;
        unsigned found = 0;
        explore::run(
            {[&] {
                 at.x.store(1, relaxed);
                 at.y.store(1, relaxed);
             },
             [&] {
                 if (at.y.load(relaxed) == 0)
                     return;
                 found = 1;
                 exchanged = at.x.compare_exchange_strong(found, 2, relaxed, relaxed);
             }}
        );
        explore::outcome(10 * exchanged + found);
    },
    {0, 11}
};

} // namespace
