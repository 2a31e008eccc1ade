// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP
#define TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP

#include <tacho/detail/language/no_destroy.hpp>
#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
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
[[nodiscard]] TACHO_DECL cell_allocator& the_cell_allocator();

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/cell_allocator.ipp> // IWYU pragma: export
#endif

#endif
