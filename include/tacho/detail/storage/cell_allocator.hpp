// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP
#define TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP

#include <tacho/detail/language/no_destroy.hpp>
#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/storage/arena.hpp>
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

/// Where in the slabs each run lies, and what its values were when it last began anew. The cold
/// half of the storage, and the way to the rest: whoever has a cell or a registry of another copy
/// of this library works with that copy's.
///
/// Thread safety: every function but `locks` and `slabs` needs the registration lock. Allocation:
/// yes; may throw std::bad_alloc.
class cell_allocator {
public:
    /// That of the copy of the library that made the cell.
    [[nodiscard]] static cell_allocator& of(cell* shared) noexcept {
        return *static_cast<cell_allocator*>(shared_slab_of(shared).home);
    }

    [[nodiscard]] arena& slabs() const noexcept { return slabs_; }
    [[nodiscard]] process_locks& locks() const noexcept { return locks_; }
    [[nodiscard]] registration_guard lock_registration() const {
        pin_this_module(&arena::leave); // before the lock
        return registration_guard{locks_.registration};
    }

    /// Makes the shared slab if there is none; false when there is no memory for it. Done by the
    /// copy of the library that this belongs to, whose threads the hooks are for.
    [[nodiscard]] bool open() { return open_(*this); }

    /// A run of zeroed cells; its first is null when the arena is full or there is no memory for
    /// it.
    [[nodiscard]] run allocate(run_kind kind, std::size_t cells);

    /// Gives cells back for later runs. Nobody may hold a handle to them any more.
    void release(run const& given) noexcept;

    /// From now on the run's values count from what they are now.
    void rebase(run const& of) { bases_.insert_or_assign(of.first, merged(of)); }

    /// What to subtract from the run's merged values; null when nothing.
    [[nodiscard]] std::vector<std::uint64_t> const* base(run const& of) const {
        auto const found = bases_.find(of.first);
        return found == bases_.end() ? nullptr : &found->second;
    }

    /// The run's values now, less its base.
    [[nodiscard]] std::vector<std::uint64_t> read(run const& of) const;

    /// Subtracts `base` from `values`, both of a run of this kind.
    static void
    subtract(std::span<std::uint64_t const> base, run_kind kind, std::uint64_t* values) noexcept;

    /// In a forked child: makes whole the histograms that a thread was recording into when it
    /// ceased to exist.
    void repair_after_fork() noexcept;

    /// How often all was set to zero: what was known about bases before is void.
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }

    /// Sets every cell of every slab to zero. Only while no other thread records.
    void zero() noexcept;

private:
    [[nodiscard]] static bool open_here(cell_allocator& opened) noexcept;
    [[nodiscard]] std::vector<std::uint64_t> merged(run const& of) const;
    void zero(run const& of) noexcept;

    arena& slabs_{the_arena()};
    process_locks& locks_{the_locks()};
    bool (*open_)(cell_allocator&) noexcept {&open_here};
    bool forks_watched_{false};
    std::uint64_t epoch_{0};
    std::size_t used_{first_cell_offset};
    free_cells free_;
    std::unordered_map<cell*, run> sealed_; // for repair_after_fork
    std::unordered_map<cell*, std::vector<std::uint64_t>> bases_;
};

/// That of the arena, made by whichever copy of the library needs it first: copies may share the
/// arena and nothing else. Never destroyed: metrics may be registered and recorded while static
/// objects are.
[[nodiscard]] inline cell_allocator& the_cell_allocator() {
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

inline bool cell_allocator::open_here(cell_allocator& opened) noexcept {
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

inline run cell_allocator::allocate(run_kind kind, std::size_t cells) {
    if (!open() || cells > slab_bytes / sizeof(cell))
        return {};
    auto& shared = *slabs_.shared();
    auto const bytes = cells * sizeof(cell);
    auto offset = free_.take(shared, bytes);
    while (offset == 0) {
        // Slabs become usable in doubling steps. No run lies across the end of one, so that a slab
        // has all of it or none.
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

inline void cell_allocator::release(run const& given) noexcept {
    zero(given);
    bases_.erase(given.first);
    sealed_.erase(given.first);
    auto const offset = reinterpret_cast<std::uintptr_t>(given.first) % slab_bytes;
    free_.give(*slabs_.shared(), offset, given.cells * sizeof(cell));
}

inline std::vector<std::uint64_t> cell_allocator::merged(run const& of) const {
    std::vector<std::uint64_t> values(of.values());
    std::vector<std::uint64_t> scratch(of.sealed() ? of.cells : 0);
    placed_run const only{of, 0};
    merge(slabs_, {&only, 1}, values.data(), scratch.data());
    return values;
}

inline std::vector<std::uint64_t> cell_allocator::read(run const& of) const {
    auto values = merged(of);
    if (auto const* const from = base(of))
        subtract(*from, of.kind, values.data());
    return values;
}

inline void cell_allocator::subtract(
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

inline void cell_allocator::zero(run const& of) noexcept {
    for (std::size_t i = 0; i < slabs_.size(); ++i)
        for (auto& each : cells_of(slabs_[i], of))
            if (each.load(std::memory_order_relaxed) != 0) // a page nobody touched stays untouched
                each.store(0, std::memory_order_relaxed);
}

inline void cell_allocator::zero() noexcept {
    if (auto* const shared = slabs_.shared())
        free_.for_each_gap(*shared, used_, [&](std::size_t begin, std::size_t end) {
            zero(run{&shared->at(begin), (end - begin) / sizeof(cell), run_kind::integer});
        });
    bases_.clear();
    ++epoch_;
}

inline void cell_allocator::repair_after_fork() noexcept {
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
