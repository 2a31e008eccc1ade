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

TACHO_DECL run cell_allocator::allocate(run_kind kind, std::size_t cells) {
    if (!open() || cells > slab_bytes / sizeof(cell))
        return {};
    auto& shared = *slabs_.shared();
    auto const bytes = cells * sizeof(cell);
    auto offset = free_.take(shared, bytes);
    while (offset == 0) {
        // Slabs become usable in doubling steps. No run lies across the end of a step, so that a
        // slab has all cells of a run or none.
        auto const step = std::max(page_size(), std::bit_ceil(used_ + 1));
        if (step > slab_bytes || !slabs_.extend(step))
            return {};
        free_.give(shared, used_, step - used_);
        used_ = step;
        offset = free_.take(shared, bytes);
    }
    run const made{&shared.at(offset), cells, kind};
    if (made.sealed()) {
        rollback undo{[&] { free_.give(shared, offset, bytes); }};
        sealed_.emplace(made.first, made);
        undo.keep();
    }
    return made;
}

TACHO_DECL void cell_allocator::release(run const& given) noexcept {
    zero(given);
    bases_.erase(given.first);
    sealed_.erase(given.first);
    auto const offset = reinterpret_cast<std::uintptr_t>(given.first) % slab_bytes;
    free_.give(*slabs_.shared(), offset, given.cells * sizeof(cell));
}

TACHO_DECL std::vector<std::uint64_t> cell_allocator::merged(run const& of) const {
    std::vector<std::uint64_t> values(of.values());
    std::vector<std::uint64_t> scratch(of.sealed() ? of.cells : 0);
    placed_run const only{of, 0};
    merge(slabs_, {&only, 1}, values.data(), scratch.data());
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
    for (std::size_t i = 0; i < base.size(); ++i) {
        bool const floating = kind == run_kind::floating ||
                              (kind == run_kind::sealed_floating && i + 2 == base.size());
        values[i] = floating ? std::bit_cast<std::uint64_t>(
                                   std::bit_cast<double>(values[i]) - std::bit_cast<double>(base[i])
                               )
                             : values[i] - base[i];
    }
}

TACHO_DECL void cell_allocator::zero(run const& of) noexcept {
    for (std::size_t i = 0; i < slabs_.size(); ++i)
        for (auto& each : cells_of(slabs_[i], of))
            if (each.load(std::memory_order_relaxed) != 0) // an untouched page stays untouched
                each.store(0, std::memory_order_relaxed);
}

TACHO_DECL void cell_allocator::zero() noexcept {
    if (auto* const shared = slabs_.shared())
        free_.for_each_gap(*shared, used_, [&](std::size_t begin, std::size_t end) {
            zero(run{&shared->at(begin), (end - begin) / sizeof(cell), run_kind::integer});
        });
    bases_.clear();
    ++epoch_;
}

TACHO_DECL void cell_allocator::repair_after_fork() noexcept {
    for (std::size_t i = 0; i < slabs_.size(); ++i) {
        auto& left = slabs_[i];
        if (&left == this_thread.own && this_threads_delta != closed_delta)
            continue; // this thread is between two records
        for (auto const& [first, each] : sealed_) {
            auto const cells = cells_of(left, each);
            if (cells.empty())
                continue;
            auto& count = cells.back();
            auto counted = count.load(std::memory_order_relaxed);
            std::uint64_t total = 0;
            do { // again, if a signal handler of this thread has observed meanwhile
                total = 0;
                for (auto& bucket : cells.first(each.buckets()))
                    total += bucket.load(std::memory_order_relaxed);
            } while (!count.compare_exchange_strong(
                counted, total, std::memory_order_relaxed, std::memory_order_relaxed
            ));
        }
    }
}

} // namespace tacho::inline v0::detail

#endif
