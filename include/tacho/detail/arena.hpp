// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_ARENA_HPP
#define TACHO_DETAIL_ARENA_HPP

#include <tacho/detail/atomic.hpp>
#include <tacho/detail/cell.hpp>
#include <tacho/detail/cell_token.hpp>
#include <tacho/detail/immortal.hpp>
#include <tacho/detail/slab.hpp>
#include <tacho/detail/thread_exit.hpp>
#include <tacho/detail/thread_slot.hpp>
#include <tacho/detail/virtual_memory.hpp>
#include <tacho/detail/visibility.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>

namespace tacho::inline v0::detail {

/// Things that happened off the hot path, for self_metrics. Relaxed: each number publishes nothing
/// but itself.
struct arena_events {
    atomic<std::uint64_t> shared_records{0};
    atomic<std::uint64_t> lost_records{0};
    atomic<std::uint64_t> refused_records{0};
    atomic<std::uint64_t> torn_reads{0};
    atomic<std::uint64_t> refused_series{0};
    atomic<std::uint64_t> callback_errors{0};
};

/// All slabs of the process, in the order they were made; the first is the shared one, which no
/// thread owns.
///
/// Thread safety: everything but `open`, `extend` and `reclaim_after_fork` is safe from any thread, and
/// attaching and recording also from signal handlers. Progress: recording and attaching wait for
/// nobody. docs/design.md, "Storage".
class arena {
public:
    static constexpr std::size_t most_slabs = 16384;

    /// Makes the shared slab, and writes `home` at its head; false when there is no memory for it.
    /// Callers hold the registration lock.
    [[nodiscard]] bool open(void* home) noexcept;

    /// Makes the first `used` bytes of the shared slab usable, and of every other slab; false when
    /// there is no memory for the shared one. What some slab lacks, no thread uses. Waits for
    /// threads that are making a slab. Callers hold the registration lock.
    [[nodiscard]] bool extend(std::size_t used) noexcept;

    /// The token of a cell of the shared slab.
    [[nodiscard]] cell_token token_for(cell* shared) const noexcept;

    [[nodiscard]] slab* shared() const noexcept {
        // pairs with the release in open()
        return slabs_[0].load(std::memory_order_acquire);
    }

    /// How many slabs there are, the shared one included. Only grows.
    [[nodiscard]] std::size_t size() const noexcept {
        // pairs with the releases in add_slab() and open()
        return count_.load(std::memory_order_acquire);
    }

    [[nodiscard]] slab& operator[](std::size_t index) const noexcept {
        // Relaxed: size() has already acquired what it points to.
        return *slabs_[index].load(std::memory_order_relaxed);
    }

    /// This thread's cell for `token`, after attaching the thread if need be; null when the record
    /// has to go to the shared cell. Leaves errno as it was.
    ///
    /// In a signal handler of a thread that is not attached yet, pthread_setspecific may allocate
    /// when the process has more than 32 keys: call attach_this_thread() before.
    [[nodiscard]] cell* seek(cell_token token) noexcept;

    /// Gives this thread a slab; false when it has to do without for good.
    bool attach() noexcept;

    /// Lets no slab be made until `allow_making`, and waits until none is in the making any more:
    /// fork() must not copy one half-made, nor a new one lack what is being registered.
    void forbid_making() noexcept {
        // pairs with the release at the end of make_slab()
        while ((makers_.fetch_or(forbidden, std::memory_order_acquire) & ~forbidden) != 0)
            std::this_thread::yield();
    }
    void allow_making() noexcept {
        // pairs with the acquire at the beginning of make_slab()
        makers_.fetch_and(~forbidden, std::memory_order_release);
    }

    /// In a forked child, where this is the only thread left: every slab but its own may be
    /// adopted.
    void reclaim_after_fork() noexcept;

    arena_events events{};
    atomic<std::uint32_t> generation{0}; // grows in every forked child

    /// The exit hook of a thread that was attached.
    static void leave(void* left) noexcept;

private:
    static constexpr std::uint32_t forbidden = 1U << 31;

    [[nodiscard]] thread_phase take_slab() noexcept;
    [[nodiscard]] slab* adopt_slab() noexcept;
    [[nodiscard]] slab* make_slab() noexcept;
    [[nodiscard]] slab* add_slab() noexcept;
    [[nodiscard]] static bool grow(slab& one, std::size_t used) noexcept;
    static void give_back(slab& own) noexcept;

    atomic<std::size_t> count_{0};
    atomic<std::size_t> free_{0};     // a hint that keeps a new thread from searching in vain
    atomic<std::size_t> everywhere_{0}; // bytes that every slab has
    atomic<std::uint32_t> makers_{0}; // threads that are making a slab, and whether they may
    atomic<std::size_t> budget_{0};
    arena_number number_{}; // written once, before the shared slab is there
    thread_exit_hook exit_hook_{};
    atomic<slab*> slabs_[most_slabs]{};
};

TACHO_SHARED_STATE inline constinit immortal<arena> the_arena_{};

[[nodiscard]] inline arena& the_arena() noexcept {
    return the_arena_.value;
}

/// Whether a token can hold the addresses of all of a slab.
[[nodiscard]] inline bool addressable(std::byte const* memory) noexcept {
    return reinterpret_cast<std::uintptr_t>(memory) <= address_end - slab_bytes;
}

inline bool arena::open(void* home) noexcept {
    if (shared() != nullptr)
        return true;
    budget_.store(slab_budget(slab_bytes, most_slabs), std::memory_order_relaxed);
    auto* const memory = reserve_aligned_memory(slab_bytes);
    if (memory == nullptr)
        return false;
    if (!addressable(memory) || !make_usable(memory, page_size()) ||
        !exit_hook_.create(&arena::leave)) {
        release_aligned_memory(memory, slab_bytes);
        return false;
    }
    number_ = arena_number_of(exit_hook_.index());
    auto* const made = std::construct_at(reinterpret_cast<slab*>(memory));
    made->usable.store(page_size(), std::memory_order_relaxed);
    made->home = home;
    everywhere_.store(page_size(), std::memory_order_relaxed);
    slabs_[0].store(made, std::memory_order_release); // pairs with the acquire in shared()
    count_.store(1, std::memory_order_release);       // pairs with the acquire in size()
    return true;
}

inline bool arena::extend(std::size_t used) noexcept {
    if (!grow(*shared(), used))
        return false;
    forbid_making();
    bool everywhere = true;
    for (std::size_t i = 1; i < size(); ++i)
        everywhere = grow((*this)[i], used) && everywhere;
    if (everywhere) // Relaxed: allow_making() publishes it.
        everywhere_.store(used, std::memory_order_relaxed);
    allow_making();
    return true;
}

/// Makes the first `used` bytes usable. Slabs grow by doubling, and no run lies across the end of a
/// step (cell_allocator.hpp), so a slab has either all cells of a run or none.
inline bool arena::grow(slab& one, std::size_t used) noexcept {
    auto const before = one.usable.load(std::memory_order_relaxed);
    if (used <= before)
        return true;
    if (used > slab_bytes || !make_usable(one.bytes() + before, used - before))
        return false;
    one.usable.store(used, std::memory_order_release); // pairs with the acquire in merge.hpp
    return true;
}

inline cell_token arena::token_for(cell* shared) const noexcept {
    auto const offset = reinterpret_cast<std::uintptr_t>(shared) % slab_bytes;
    bool const everywhere = offset < everywhere_.load(std::memory_order_relaxed);
    return everywhere ? numbered_token(shared, number_) : shared_token(shared);
}

inline cell* arena::seek(cell_token token) noexcept {
    auto const* const origin = shared();
    if (origin == nullptr || &shared_slab_of(shared_cell(token)) != origin)
        return nullptr; // another library's copy of the arena, or no registered metric at all
    auto& slot = this_thread;

    // A signal handler may come in anywhere. Looking and marking are one step, so that it finds
    // this thread busy, or everything in place. Relaxed: no other thread is concerned.
    auto phase = thread_phase::fresh;
    if (slot.phase.compare_exchange_strong(
            phase, thread_phase::busy, std::memory_order_relaxed, std::memory_order_relaxed
        )) {
        std::atomic_signal_fence(std::memory_order_seq_cst);
        auto const callers_errno = errno;
        auto const next = take_slab();
        errno = callers_errno;
        std::atomic_signal_fence(std::memory_order_seq_cst);
        slot.phase.store(next, std::memory_order_relaxed);
        std::atomic_signal_fence(std::memory_order_seq_cst);
        if (next == thread_phase::attached)
            this_threads_delta = reinterpret_cast<std::uintptr_t>(slot.own) -
                                 reinterpret_cast<std::uintptr_t>(origin) -
                                 static_cast<unsigned long long>(number_);
    }
    return has_cell(token) ? &own_cell(token) : nullptr;
}

inline thread_phase arena::take_slab() noexcept {
    auto* own = adopt_slab();
    if (own == nullptr)
        own = make_slab();
    if (own == nullptr) {
        // While none may be made, the next record asks again.
        bool const later = size() < budget_.load(std::memory_order_relaxed);
        return later ? thread_phase::fresh : thread_phase::refused;
    }
    if (!exit_hook_.set(own)) {
        give_back(*own);
        return thread_phase::refused;
    }
    own->holder = &this_thread;
    this_thread.own = own;
    return thread_phase::attached;
}

inline bool arena::attach() noexcept {
    auto const first = token_for(&shared()->at(first_cell_offset));
    do {
        static_cast<void>(seek(first));
    } while (this_thread.phase.load(std::memory_order_relaxed) == thread_phase::fresh);
    return has_cell(first);
}

inline slab* arena::adopt_slab() noexcept {
    if (free_.load(std::memory_order_relaxed) == 0)
        return nullptr;
    auto const size = this->size();
    for (std::size_t i = 1; i < size; ++i) {
        auto& candidate = (*this)[i];
        auto expected = slab::ownership::free;
        if (candidate.owner.load(std::memory_order_relaxed) != expected)
            continue;
        // pairs with the release in give_back(): the last owner's records come with the slab
        if (candidate.owner.compare_exchange_strong(
                expected,
                slab::ownership::taken,
                std::memory_order_acquire,
                std::memory_order_relaxed
            )) {
            free_.fetch_sub(1, std::memory_order_relaxed);
            return &candidate;
        }
    }
    return nullptr;
}

inline slab* arena::make_slab() noexcept {
    slab* made = nullptr;
    // pairs with the release in allow_making(): what every slab has to have
    if ((makers_.fetch_add(1, std::memory_order_acquire) & forbidden) == 0)
        made = add_slab();
    makers_.fetch_sub(1, std::memory_order_release); // pairs with the acquire in forbid_making()
    return made;
}

inline slab* arena::add_slab() noexcept {
    auto index = size();
    auto const budget = budget_.load(std::memory_order_relaxed);
    if (index >= budget)
        return nullptr;
    auto const usable = everywhere_.load(std::memory_order_relaxed);
    auto* const memory = reserve_memory(slab_bytes);
    if (memory == nullptr || !addressable(memory) || !make_usable(memory, usable)) {
        if (memory != nullptr)
            release_memory(memory, slab_bytes);
        // The system has no more: do not try it at every new thread.
        budget_.store(index, std::memory_order_relaxed);
        return nullptr;
    }
    auto* const made = std::construct_at(reinterpret_cast<slab*>(memory));
    made->usable.store(usable, std::memory_order_relaxed);
    // Into the first empty place, which other threads may be taking too.
    for (;; ++index) {
        if (index >= budget) {
            release_memory(memory, slab_bytes);
            return nullptr;
        }
        slab* empty = nullptr;
        if (slabs_[index].compare_exchange_strong(
                empty,
                made,
                std::memory_order_release,
                std::memory_order_acquire // pair with each other
            ))
            break;
    }
    auto seen = count_.load(std::memory_order_relaxed);
    while (seen <= index && !count_.compare_exchange_weak( // pairs with the acquire in size()
                                seen,
                                index + 1,
                                std::memory_order_release,
                                std::memory_order_relaxed
                            )) {}
    return made;
}

inline void arena::give_back(slab& own) noexcept {
    own.holder = nullptr;
    // pairs with the acquire in adopt_slab()
    own.owner.store(slab::ownership::free, std::memory_order_release);
    the_arena().free_.fetch_add(1, std::memory_order_relaxed);
}

inline void arena::leave(void* left) noexcept {
    auto& slot = this_thread;
    // Gone first: a signal handler must not attach the thread again.
    slot.phase.store(thread_phase::gone, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    this_threads_delta = closed_delta;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    give_back(*static_cast<slab*>(left));
}

inline void arena::reclaim_after_fork() noexcept {
    std::size_t free = 0;
    for (std::size_t i = 1; i < size(); ++i) {
        auto& left = (*this)[i];
        if (&left == this_thread.own &&
            this_thread.phase.load(std::memory_order_relaxed) != thread_phase::gone)
            continue;
        left.holder = nullptr;
        left.owner.store(slab::ownership::free, std::memory_order_relaxed);
        ++free;
    }
    free_.store(free, std::memory_order_relaxed);
    generation.fetch_add(1, std::memory_order_relaxed);
    makers_.store(0, std::memory_order_relaxed); // whoever was making one stayed behind
}

} // namespace tacho::inline v0::detail

#endif
