// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP
#define TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/beyond_cells.hpp>
#include <tacho/detail/storage/free_cells.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/slab.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace tacho::inline v0::detail {

/// Allocates runs of cells and keeps their base lines: the cold half of the storage. It also leads
/// to the rest of the storage: code that holds a cell or a registry of another copy of this library
/// uses that copy's allocator, slabs and locks.
///
/// Thread safety: every function but `locks` and `slabs` needs the registration lock. Allocation:
/// yes; may throw std::bad_alloc.
class cell_allocator {
public:
    /// The allocator of the copy of the library that made the cell.
    [[nodiscard]] static cell_allocator& of(cell* shared) noexcept {
        return *static_cast<cell_allocator*>(shared_slab_of(shared).home);
    }

    [[nodiscard]] arena& slabs() const noexcept { return slabs_; }
    [[nodiscard]] process_locks& locks() const noexcept { return locks_; }
    [[nodiscard]] registration_guard lock_registration() const {
        pin_this_module(&arena::leave); // before the lock
        return registration_guard{locks_.registration};
    }

    /// Makes the shared slab unless it exists; false when there is no memory for it. Runs code of
    /// the copy of the library that owns this allocator: the exit and fork hooks are for its
    /// threads.
    [[nodiscard]] bool open() { return open_(*this); }

    /// Allocates a run of zeroed cells: in the slabs of the arena, or beyond them when they are
    /// full. `first` is null when there is no memory for it, or when no slab could hold it.
    [[nodiscard]] run allocate(run_kind kind, std::size_t cells);

    /// Whether `allocate` refused as many cells a moment ago: asking again would only cost time. It
    /// is forgotten when cells are given back, and by `ask_again`, which each scrape calls. Any
    /// thread, without the lock.
    [[nodiscard]] bool refuses(std::size_t cells) const noexcept {
        return cells >= least_refused_.load(std::memory_order_relaxed);
    }
    void ask_again() noexcept { least_refused_.store(SIZE_MAX, std::memory_order_relaxed); }

    /// Whether the cells of a run lie beyond the slabs: no thread has cells of its own for it.
    [[nodiscard]] bool is_beyond(run const& of) const noexcept {
        return &shared_slab_of(of.first) != slabs_.shared();
    }

    /// Gives the cells back for later runs. No handle to them may be in use any more.
    void release(run const& given) noexcept;

    /// Makes the run's present values its base line.
    void rebase(run const& of) { bases_[of.first] = merged(of); }

    /// The run's base line, to be subtracted from its merged values; null when it has none.
    [[nodiscard]] std::vector<std::uint64_t> const* base(run const& of) const {
        auto const found = bases_.find(of.first);
        return found == bases_.end() ? nullptr : &found->second;
    }

    /// The run's present values minus its base line.
    [[nodiscard]] std::vector<std::uint64_t> read(run const& of) const;

    /// Subtracts `base` from `values`, both of a run of this kind.
    static void
    subtract(std::span<std::uint64_t const> base, run_kind kind, std::uint64_t* values) noexcept;

    /// Called in a forked child: makes the histograms whole in which a thread was recording when it
    /// ceased to exist.
    void repair_after_fork() noexcept;

    /// How often all cells were set to zero. Base lines that were read in an earlier epoch are
    /// void.
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }

    /// Sets every cell of every slab to zero. Only while no other thread records.
    void zero() noexcept;

private:
    [[nodiscard]] static bool open_here(cell_allocator& opened) noexcept;
    [[nodiscard]] cell* take(std::size_t cells) noexcept;
    void give_back(run const& zeroed) noexcept;
    static void repair(run const& of, std::span<cell> cells) noexcept;
    [[nodiscard]] std::vector<std::uint64_t> merged(run const& of) const;
    void zero(run const& of) noexcept;

    arena& slabs_{the_arena()};
    process_locks& locks_{the_locks()};
    bool (*open_)(cell_allocator&) noexcept {&open_here};
    bool forks_watched_{false};
    std::uint64_t epoch_{0};
    std::size_t used_{first_cell_offset};
    free_cells free_{};
    beyond_cells beyond_{};
    atomic<std::size_t> least_refused_{SIZE_MAX};
    std::unordered_map<cell*, run> sealed_{}; // for repair_after_fork
    std::unordered_map<cell*, std::vector<std::uint64_t>> bases_{};
};

/// The arena's allocator, made by the copy of the library that needs it first: copies may share the
/// arena and nothing else. Never destroyed: metrics may be registered and recorded while static
/// objects are being destroyed.
[[nodiscard]] TACHO_DECL cell_allocator& the_cell_allocator();

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/cell_allocator.ipp> // IWYU pragma: export
#endif

#endif
