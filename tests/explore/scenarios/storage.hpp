// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_SCENARIOS_STORAGE_HPP
#define TACHO_TESTS_EXPLORE_SCENARIOS_STORAGE_HPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/merge.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/storage/thread_slot.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "../explore.hpp"

// The common part of the storage's scenarios: metrics without names, used as the handles use them.

namespace storage {

namespace detail = tacho::detail;

static_assert(
    !std::same_as<detail::cell, std::atomic<std::uint64_t>>,
    "the folder of headers in the library's place must come before the library's"
);

inline bool const prepared = [] {
    explore::add_thread_memory(&detail::this_thread, sizeof detail::this_thread);
    explore::add_thread_memory(&detail::this_threads_delta, sizeof detail::this_threads_delta);
    explore::add_global_memory(&detail::the_locks(), sizeof(detail::process_locks), "locks");
    explore::add_global_memory(&detail::the_arena(), sizeof(detail::arena), "arena");
    explore::set_first_cell(detail::first_cell_offset, [](std::size_t offset) -> char const* {
        switch (offset) {
        case offsetof(detail::slab, usable):
            return "usable";
        case offsetof(detail::slab, owner):
            return "owner";
        case offsetof(detail::slab, holder):
            return "holder";
        default:
            return nullptr;
        }
    });
    return true;
}();

/// The number of cells of a slab that has not grown: the rest of its first page
/// (virtual_memory.hpp).
inline constexpr std::size_t cells_of_a_page = 8;

/// A metric: its cells, and the token its handles would hold.
struct metric {
    metric() = default;
    metric(detail::run_kind kind, std::size_t cells) {
        auto& all = detail::the_cell_allocator();
        auto const guard = all.lock_registration();
        run = all.allocate(kind, cells);
        if (run.first != nullptr)
            token = all.slabs().token_for(run.first);
    }

    /// The values that a scrape finds. `Values` is their number.
    template <std::size_t Values = 1>
    [[nodiscard]] std::array<std::uint64_t, Values> merged() const {
        std::array<std::uint64_t, Values> values{};
        std::array<std::uint64_t, 2 * Values> scratch{};
        detail::placed_run const only{run, 0};
        auto* const read =
            detail::the_cell_allocator().is_beyond(run) ? &detail::read_beyond : &detail::merge;
        read(detail::the_arena(), {&only, 1}, values.data(), scratch.data());
        return values;
    }

    detail::run run{};
    detail::cell_token token{detail::cell_token::none};
};

struct counter : metric {
    counter()
        : metric{detail::run_kind::integer, 1} {}

    void inc() const {
        if (detail::has_cell(token))
            detail::add(detail::own_cell(token), 1);
        else
            detail::add_cold(token, 1);
    }

    [[nodiscard]] std::uint64_t value() const { return merged()[0]; }
};

/// A handle on its way to another thread. `see()` returns null until it has arrived.
template <typename Metric>
class published {
public:
    void put(Metric const& made) {
        made_.emplace(made);
        there_.store(true, std::memory_order_release); // pairs with the acquire in see()
    }

    [[nodiscard]] Metric const* see() const {
        // pairs with the release in put()
        return there_.load(std::memory_order_acquire) ? &*made_ : nullptr;
    }

private:
    std::optional<Metric> made_;
    detail::atomic<bool> there_{false};
};

/// Checks, after all threads have ended, that no slab is lost and that at most `most` slabs exist,
/// including the shared one.
inline void check_slabs(std::size_t most) {
    auto& all = detail::the_arena();
    explore::check(all.size() <= most, "there are more slabs than there were threads at one time");
    explore::check(explore::reserved() == all.size(), "a slab is known to nobody");
    for (std::size_t i = 1; i < all.size(); ++i)
        explore::check(
            explore::peek(&all[i].owner, sizeof all[i].owner) ==
                static_cast<std::uint64_t>(detail::slab::ownership::free),
            "a slab is nobody's and cannot be adopted"
        );
}

} // namespace storage

#endif
