// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_ARENA_HPP
#define TACHO_DETAIL_STORAGE_ARENA_HPP

#include <tacho/detail/language/no_destroy.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/storage/arena_events.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/detail/system/thread_exit.hpp>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace tacho::inline v0 {

struct misuse;

namespace detail {

/// All slabs of the process, in the order they were made; the first is the shared one, which no
/// thread owns.
///
/// Thread safety: `open`, `extend`, `begin_fork` and `end_fork` need the registration lock,
/// `reclaim_after_fork` needs to run in the only thread of the process; everything else is safe
/// from any thread, and `seek` and recording also from signal handlers. Progress: `seek` and
/// recording never wait for another thread. docs/design.md, "Storage".
class arena {
public:
    static constexpr std::size_t most_slabs = 16384;

    /// Makes the shared slab; false when that fails, for which `obstacle` then names the cause.
    [[nodiscard]] bool open() noexcept;
    [[nodiscard]] char const* obstacle() const noexcept { return obstacle_; }

    /// Makes the first `used` bytes of the shared slab and of every other slab usable; false when
    /// there is no memory for the shared one. If another slab cannot grow, the tokens of the cells
    /// that it lacks get no arena number, so that no thread looks for them in its own slab.
    [[nodiscard]] bool extend(std::size_t used) noexcept;

    /// The token of a cell of the shared slab.
    [[nodiscard]] cell_token token_for(cell* shared) const noexcept;

    [[nodiscard]] slab* shared() const noexcept {
        // pairs with the release in open()
        return slabs_[0].load(std::memory_order_acquire);
    }

    /// The number of slabs, including the shared one. It only grows.
    [[nodiscard]] std::size_t size() const noexcept {
        // pairs with the releases in add_slab() and open()
        return count_.load(std::memory_order_acquire);
    }

    [[nodiscard]] slab& operator[](std::size_t index) const noexcept {
        // Relaxed: size() has already acquired what it points to.
        return *slabs_[index].load(std::memory_order_relaxed);
    }

    /// This thread's cell for `token`; null when the record has to go to the shared cell. Attaches
    /// the thread first if necessary. Leaves errno unchanged.
    ///
    /// In a signal handler of a thread that is not attached yet, pthread_setspecific may allocate
    /// when the process has more than 32 keys: call attach_this_thread() before.
    [[nodiscard]] cell* seek(cell_token token) noexcept;

    /// Gives this thread a slab; false when it can never have one. Waits until a fork in progress
    /// is over.
    bool attach() noexcept;

    /// The forking thread calls these before and after fork(). `begin_fork` forbids making slabs
    /// until `end_fork`, and waits until no slab is being made any more: fork() must not copy a
    /// half-made one. In between no signal handler can attach this thread either: the slab that it
    /// adopts might be torn in the child.
    void begin_fork() noexcept;
    void end_fork() noexcept;

    /// Called in a forked child, between `begin_fork` and `end_fork`. The calling thread is the
    /// only one left, so every slab but its own may be adopted.
    void reclaim_after_fork() noexcept;

    /// Tells the program's handler of a misuse, if it has set one.
    void tell(misuse const& of) const {
        // pairs with the release in on_misuse()
        if (auto* const told = told_of_misuse.load(std::memory_order_acquire))
            told(of);
    }

    arena_events events{};
    atomic<void (*)(misuse const&)> told_of_misuse{nullptr};
    atomic<std::uint32_t> generation{0}; // one more in every forked child
    atomic<void*> home{nullptr};         // the cell_allocator of the first copy of the library

    /// The exit hook of a thread that was attached.
    static void leave(void* left) noexcept;

private:
    static constexpr std::uint32_t forbidden = 1U << 31;

    [[nodiscard]] thread_phase take_slab() noexcept;
    [[nodiscard]] slab* adopt_slab() noexcept;
    [[nodiscard]] bool begin_making() noexcept;
    void end_making() noexcept;
    [[nodiscard]] slab* make_slab() noexcept;
    [[nodiscard]] bool affordable(std::size_t slabs, std::size_t used) const noexcept;
    [[nodiscard]] static bool grow(slab& one, std::size_t used) noexcept;
    static void give_back(slab& own) noexcept;

    atomic<std::size_t> count_{0};
    atomic<std::size_t> free_{0};       // a hint that keeps a new thread from searching in vain
    atomic<std::size_t> everywhere_{0}; // bytes that every slab has, or is about to have
    atomic<std::uint32_t> makers_{0};   // threads that are making a slab; the top bit forbids it
    atomic<std::size_t> budget_{0};     // slabs
    std::size_t memory_budget_{0};      // bytes; like number_, written before there is a slab
    arena_number number_{};
    thread_exit_hook exit_hook_{};
    char const* obstacle_{nullptr}; // needs the registration lock
    atomic<slab*> slabs_[most_slabs]{};
};

TACHO_SHARED_STATE inline constinit no_destroy<arena> the_arena_{};

[[nodiscard]] inline arena& the_arena() noexcept {
    return the_arena_.value;
}

/// Whether a token can hold every address of a slab at `memory`.
[[nodiscard]] TACHO_DECL bool addressable(std::byte const* memory) noexcept;

} // namespace detail

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/storage/arena.ipp> // IWYU pragma: export
#endif

#endif
