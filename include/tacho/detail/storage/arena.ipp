// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_ARENA_IPP
#define TACHO_DETAIL_STORAGE_ARENA_IPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/detail/system/pause.hpp>
#include <tacho/detail/system/thread_exit.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <new>

namespace tacho::inline v0::detail {

TACHO_DECL bool addressable(std::byte const* memory) noexcept {
    return reinterpret_cast<std::uintptr_t>(memory) <= address_end - slab_bytes;
}

TACHO_DECL bool arena::open() noexcept {
    if (shared() != nullptr)
        return true;
    budget_.store(slab_budget(slab_bytes, most_slabs), std::memory_order_relaxed);
    memory_budget_ = memory_budget();
    obstacle_ = "the system gives no memory for it";
    auto* const memory = reserve_aligned_memory(slab_bytes);
    if (memory == nullptr)
        return false;
    if (!addressable(memory) || !make_usable(memory, page_size())) {
        release_aligned_memory(memory, slab_bytes);
        return false;
    }
    if (!exit_hook_.create(&arena::leave) || exit_hook_.index() >= most_arenas) {
        obstacle_ =
            "the process has used up its pthread keys (PTHREAD_KEYS_MAX), of which it needs one";
        release_aligned_memory(memory, slab_bytes);
        return false;
    }
    obstacle_ = nullptr;
    number_ = arena_number_of(exit_hook_.index());
    auto* const made = ::new (memory) slab;
    made->usable.store(page_size(), std::memory_order_relaxed);
    // Relaxed: `home` does not change while the registration lock is held, as it is here.
    made->home = home.load(std::memory_order_relaxed);
    everywhere_.store(page_size(), std::memory_order_relaxed);
    slabs_[0].store(made, std::memory_order_release); // pairs with the acquire in shared()
    count_.store(1, std::memory_order_release);       // pairs with the acquire in size()
    return true;
}

TACHO_DECL bool arena::extend(std::size_t used) noexcept {
    if (!grow(*shared(), used))
        return false;
    if (!affordable(size(), used))
        return true;
    auto const before = everywhere_.load(std::memory_order_relaxed);
    // Both are sequentially consistent, like their partners in make_slab(): if a slab is made at
    // the same time, either its maker sees how many bytes it needs, or this thread sees the slab.
    everywhere_.store(used, std::memory_order_seq_cst);
    auto const slabs = count_.load(std::memory_order_seq_cst);
    bool everywhere = true;
    for (std::size_t i = 1; i < slabs; ++i)
        everywhere = grow((*this)[i], used) && everywhere;
    if (!everywhere) // Relaxed: a maker that misses it makes too much usable: no harm.
        everywhere_.store(before, std::memory_order_relaxed);
    return true;
}

TACHO_DECL bool arena::affordable(std::size_t slabs, std::size_t used) const noexcept {
    return slabs <= memory_budget_ / used;
}

/// Makes the first `used` bytes usable. Slabs grow by doubling, and no run lies across the end of a
/// step (cell_allocator.ipp), so a slab has either all cells of a run or none.
TACHO_DECL bool arena::grow(slab& one, std::size_t used) noexcept {
    auto before = one.usable.load(std::memory_order_relaxed);
    if (used <= before)
        return true;
    if (used > slab_bytes || !make_usable(one.bytes() + before, used - before))
        return false;
    // The slab's maker and the registering thread may both be growing it.
    // pairs with the acquires in merge.hpp and thread.ipp
    while (before < used && !one.usable.compare_exchange_weak(
                                before, used, std::memory_order_release, std::memory_order_relaxed
                            )) {}
    return true;
}

TACHO_DECL cell_token arena::token_for(cell* shared) const noexcept {
    if (&shared_slab_of(shared) != this->shared())
        return shared_token(shared);
    auto const offset = reinterpret_cast<std::uintptr_t>(shared) % slab_bytes;
    bool const everywhere = offset < everywhere_.load(std::memory_order_relaxed);
    return everywhere ? numbered_token(shared, number_) : shared_token(shared);
}

TACHO_DECL cell* arena::seek(cell_token token) noexcept {
    auto const* const origin = shared();
    if (origin == nullptr || &shared_slab_of(shared_cell(token)) != origin)
        return nullptr; // the arena of another copy of the library, or not a registered metric
    auto& slot = this_thread;

    // A signal handler may interrupt anywhere. Testing and setting the phase are one step, so that
    // the handler finds either a busy thread or everything in place. Relaxed: the phase concerns no
    // other thread.
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

TACHO_DECL thread_phase arena::take_slab() noexcept {
    auto* own = adopt_slab();
    if (own == nullptr) {
        if (!begin_making())
            return thread_phase::fresh; // the process is forking: the next record tries again
        own = make_slab();
        end_making();
    }
    if (own == nullptr)
        return thread_phase::refused;
    if (!exit_hook_.set(own)) {
        give_back(*own);
        return thread_phase::refused;
    }
    own->holder = &this_thread;
    this_thread.own = own;
    return thread_phase::attached;
}

TACHO_DECL bool arena::attach() noexcept {
    auto const first = token_for(&shared()->at(first_cell_offset));
    while (seek(first) == nullptr &&
           this_thread.phase.load(std::memory_order_relaxed) == thread_phase::fresh)
        yield_processor();
    return has_cell(first);
}

TACHO_DECL slab* arena::adopt_slab() noexcept {
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

TACHO_DECL void arena::begin_fork() noexcept {
    // A thread that is attached, or was interrupted while attaching, keeps its phase.
    auto phase = thread_phase::fresh;
    this_thread.phase.compare_exchange_strong(
        phase, thread_phase::forking, std::memory_order_relaxed, std::memory_order_relaxed
    );
    std::atomic_signal_fence(std::memory_order_seq_cst);
    // Relaxed: only the makers' writes matter, and the loop acquires them when no maker is left.
    makers_.fetch_or(forbidden, std::memory_order_relaxed);
    // pairs with the release in end_making()
    for (int i = 0; (makers_.load(std::memory_order_acquire) & ~forbidden) != 0; ++i) {
        if (i < 64)
            yield_processor();
        else // a maker needs a processor
            sleep_microseconds(50);
    }
}

TACHO_DECL void arena::end_fork() noexcept {
    makers_.fetch_and(~forbidden, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    auto phase = thread_phase::forking;
    this_thread.phase.compare_exchange_strong(
        phase, thread_phase::fresh, std::memory_order_relaxed, std::memory_order_relaxed
    );
}

TACHO_DECL bool arena::begin_making() noexcept {
    // Checked before the increment, so that threads which ask again and again do not keep the
    // number above zero.
    if ((makers_.load(std::memory_order_relaxed) & forbidden) != 0)
        return false;
    if ((makers_.fetch_add(1, std::memory_order_relaxed) & forbidden) == 0)
        return true;
    end_making();
    return false;
}

TACHO_DECL void arena::end_making() noexcept {
    makers_.fetch_sub(1, std::memory_order_release); // pairs with the acquire in begin_fork()
}

TACHO_DECL slab* arena::make_slab() noexcept {
    auto index = size();
    auto const budget = budget_.load(std::memory_order_relaxed);
    auto const usable = everywhere_.load(std::memory_order_relaxed);
    if (index >= budget || !affordable(index + 1, usable))
        return nullptr;
    auto* const memory = reserve_memory(slab_bytes);
    if (memory == nullptr || !addressable(memory) || !make_usable(memory, usable)) {
        if (memory != nullptr)
            release_memory(memory, slab_bytes);
        // The system has no more memory: do not ask again for every new thread.
        budget_.store(index, std::memory_order_relaxed);
        return nullptr;
    }
    auto* const made = ::new (memory) slab;
    made->usable.store(usable, std::memory_order_relaxed);
    // Into the first empty place, which other threads may be taking too.
    for (;; ++index) {
        if (index >= budget || !affordable(index + 1, usable)) {
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
    // Sequentially consistent, like their partners in extend(); the number also pairs with the
    // acquire in size().
    auto seen = count_.load(std::memory_order_seq_cst);
    while (seen <= index &&
           !count_.compare_exchange_weak(
               seen, index + 1, std::memory_order_seq_cst, std::memory_order_seq_cst
           )) {}
    if (grow(*made, everywhere_.load(std::memory_order_seq_cst)))
        return made;
    made->owner.store(slab::ownership::retired, std::memory_order_relaxed);
    return nullptr;
}

TACHO_DECL void arena::give_back(slab& own) noexcept {
    own.holder = nullptr;
    // pairs with the acquire in adopt_slab()
    own.owner.store(slab::ownership::free, std::memory_order_release);
    the_arena().free_.fetch_add(1, std::memory_order_relaxed);
}

TACHO_DECL void arena::leave(void* left) noexcept {
    auto& slot = this_thread;
    // The phase changes first: a signal handler must not attach the thread again.
    slot.phase.store(thread_phase::gone, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    this_threads_delta = closed_delta;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    give_back(*static_cast<slab*>(left));
}

TACHO_DECL void arena::reclaim_after_fork() noexcept {
    std::size_t free = 0;
    for (std::size_t i = 1; i < size(); ++i) {
        auto& left = (*this)[i];
        if (&left == this_thread.own &&
            this_thread.phase.load(std::memory_order_relaxed) != thread_phase::gone)
            continue;
        if (left.owner.load(std::memory_order_relaxed) == slab::ownership::retired)
            continue;
        left.holder = nullptr;
        left.owner.store(slab::ownership::free, std::memory_order_relaxed);
        ++free;
    }
    free_.store(free, std::memory_order_relaxed);
    generation.fetch_add(1, std::memory_order_relaxed);
    makers_.store(forbidden, std::memory_order_relaxed); // no thread is making a slab
}

} // namespace tacho::inline v0::detail

#endif
