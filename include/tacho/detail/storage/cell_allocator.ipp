// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_IPP
#define TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_IPP

#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/free_cells.hpp>
#include <tacho/detail/storage/merge.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/system/fork.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace tacho::inline v0::detail {

TACHO_DECL cell_allocator& the_cell_allocator() {
    // pairs with the release below
    if (auto* const made = the_arena().home.load(std::memory_order_acquire))
        return *static_cast<cell_allocator*>(made);
    auto mine = std::make_unique<cell_allocator>();
    void* others = nullptr;
    // acquire and release pair with each other, and with the acquire above
    if (the_arena().home.compare_exchange_strong(
            others, mine.get(), std::memory_order_acq_rel, std::memory_order_acquire
        ))
        return *mine.release();
    return *static_cast<cell_allocator*>(others);
}

TACHO_DECL bool cell_allocator::open_here(cell_allocator& opened) noexcept {
    if (!opened.slabs_.open())
        return false;
    if (opened.forks_watched_)
        return true;
    auto const before = [] {
        the_locks().merging.lock();
        the_locks().registration.lock();
        the_arena().begin_fork();
    };
    auto const in_parent = [] {
        the_arena().end_fork();
        the_locks().registration.unlock();
        the_locks().merging.unlock();
    };
    auto const in_child = [] {
        the_cell_allocator().repair_after_fork();
        the_arena().reclaim_after_fork();
        the_arena().end_fork();
        the_locks().registration.unlock();
        the_locks().merging.unlock();
    };
    opened.forks_watched_ = on_fork(before, in_parent, in_child);
    return opened.forks_watched_;
}

/// Takes cells that every slab has; null when the slabs are full.
TACHO_DECL cell* cell_allocator::take(std::size_t cells) noexcept {
    auto& shared = *slabs_.shared();
    auto const bytes = cells * sizeof(cell);
    auto offset = free_.take(shared, bytes);
    while (offset == 0) {
        // Slabs become usable in doubling steps. No run lies across the end of a step, so that a
        // slab has all cells of a run or none.
        auto const step = (std::max)(page_size(), std::bit_ceil(used_ + 1));
        if (step > slab_bytes || !slabs_.extend(step))
            return nullptr;
        free_.give(shared, used_, step - used_);
        used_ = step;
        offset = free_.take(shared, bytes);
    }
    return &shared.at(offset);
}

TACHO_DECL run cell_allocator::allocate(run_kind kind, std::size_t cells) {
    // The last step of growth is half of a slab.
    bool const possible = open() && cells <= slab_bytes / 2 / sizeof(cell);
    run made{possible ? take(cells) : nullptr, cells, kind};
    if (made.first == nullptr && possible)
        made.first = beyond_.take(cells, this);
    if (made.first == nullptr) {
        if (!refuses(cells))
            least_refused_.store(cells, std::memory_order_relaxed);
        return {};
    }
    rollback undo{[&] { give_back(made); }};
    if (made.sealed())
        sealed_.emplace(made.first, made);
    undo.keep();
    if (is_beyond(made))
        slabs_.events.cells_beyond.fetch_add(cells, std::memory_order_relaxed);
    return made;
}

TACHO_DECL void cell_allocator::give_back(run const& zeroed) noexcept {
    if (is_beyond(zeroed))
        return beyond_.give(zeroed.first, zeroed.cells);
    auto const offset = reinterpret_cast<std::uintptr_t>(zeroed.first) % slab_bytes;
    free_.give(*slabs_.shared(), offset, zeroed.cells * sizeof(cell));
}

TACHO_DECL void cell_allocator::release(run const& given) noexcept {
    zero(given);
    bases_.erase(given.first);
    sealed_.erase(given.first);
    if (is_beyond(given))
        slabs_.events.cells_beyond.fetch_sub(given.cells, std::memory_order_relaxed);
    give_back(given);
    ask_again();
}

TACHO_DECL std::vector<std::uint64_t> cell_allocator::merged(run const& of) const {
    std::vector<std::uint64_t> values(of.values());
    std::vector<std::uint64_t> scratch(of.sealed() ? of.cells : 0);
    placed_run const only{of, 0};
    auto* const read = is_beyond(of) ? &read_beyond : &merge;
    read(slabs_, {&only, 1}, values.data(), scratch.data());
    return values;
}

TACHO_DECL std::vector<std::uint64_t> cell_allocator::read(run const& of) const {
    auto values = merged(of);
    if (auto const* const from = base(of))
        subtract(*from, of.kind, values.data());
    return values;
}

TACHO_DECL void cell_allocator::subtract(
    std::span<std::uint64_t const> base, run_kind kind, std::uint64_t* values
) noexcept {
    // The sum of an integer histogram is before the count, its upper half after it.
    if (kind == run_kind::sealed_integer)
        values[base.size() - 1] -= values[base.size() - 3] < base[base.size() - 3] ? 1U : 0U;
    for (std::size_t i = 0; i < base.size(); ++i) {
        bool const floating = kind == run_kind::floating ||
                              (kind == run_kind::sealed_floating && i + 2 == base.size());
        values[i] = floating ? std::bit_cast<std::uint64_t>(
                                   std::bit_cast<double>(values[i]) - std::bit_cast<double>(base[i])
                               )
                             : values[i] - base[i];
    }
}

/// Sets cells to zero. An untouched page stays untouched.
inline void set_to_zero(std::span<cell> cells) noexcept {
    for (auto& each : cells)
        if (each.load(std::memory_order_relaxed) != 0)
            each.store(0, std::memory_order_relaxed);
}

TACHO_DECL void cell_allocator::zero(run const& of) noexcept {
    if (is_beyond(of))
        return set_to_zero(cells_of(shared_slab_of(of.first), of));
    for (std::size_t i = 0; i < slabs_.size(); ++i)
        set_to_zero(cells_of(slabs_[i], of));
}

TACHO_DECL void cell_allocator::zero() noexcept {
    if (auto* const shared = slabs_.shared())
        free_.for_each_gap(*shared, used_, [&](std::size_t begin, std::size_t end) {
            zero(run{&shared->at(begin), (end - begin) / sizeof(cell), run_kind::integer});
        });
    beyond_.for_each_taken([&](cell* first, std::size_t cells) {
        zero(run{first, cells, run_kind::integer});
    });
    bases_.clear();
    ++epoch_;
}

/// Makes the count of a histogram the total of its buckets. Writes only if it is not: a child
/// shares the pages that it does not write with its parent.
TACHO_DECL void cell_allocator::repair(run const& of, std::span<cell> cells) noexcept {
    if (cells.empty())
        return;
    auto& count = cells.back();
    for (;;) { // again, if a signal handler of this thread has observed meanwhile
        auto counted = count.load(std::memory_order_relaxed);
        std::uint64_t total = 0;
        for (auto& bucket : cells.first(of.buckets()))
            total += bucket.load(std::memory_order_relaxed);
        // The child's memory may have a count without its bucket. A handler's bucket could then
        // make up for that one, unless the count is looked at again.
        bool const undisturbed =
            total == counted
                ? count.load(std::memory_order_relaxed) == counted
                : count.compare_exchange_strong(
                      counted, total, std::memory_order_relaxed, std::memory_order_relaxed
                  );
        if (undisturbed)
            return;
    }
}

TACHO_DECL void cell_allocator::repair_after_fork() noexcept {
    for (std::size_t i = 0; i < slabs_.size(); ++i) {
        auto& left = slabs_[i];
        if (&left == this_thread.own && this_threads_delta != closed_delta)
            continue; // this thread is between two records
        for (auto const& [first, each] : sealed_)
            if (!is_beyond(each))
                repair(each, cells_of(left, each));
    }
    for (auto const& [first, each] : sealed_)
        if (is_beyond(each))
            repair(each, cells_of(shared_slab_of(first), each));
}

} // namespace tacho::inline v0::detail

#endif
