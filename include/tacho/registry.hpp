// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_HPP
#define TACHO_REGISTRY_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

struct registry_access;

inline registry_state::registry_state(cell_allocator& from)
    : home{from} {
    constexpr std::size_t most_spare = 4; // scrapes at the same time whose memory is kept
    spare.reserve(most_spare);
}

inline registry_state::~registry_state() {
    auto const guard = home.lock_registration();
    for (auto& family : families)
        for (auto const* const each : family.all)
            if (each->cells.first != nullptr)
                home.release(each->cells);
}

/// Runs the callbacks, then reads the slabs.
[[nodiscard]] inline snapshot collect(std::shared_ptr<registry_state> const& from) {
    auto& home = from->home;
    auto memory = [&] {
        auto const guard = home.lock_registration();
        std::unique_ptr<snapshot_memory> kept;
        if (!from->spare.empty()) {
            kept = std::move(from->spare.back());
            from->spare.pop_back();
        } else {
            kept = std::make_unique<snapshot_memory>();
        }
        kept->plan_callbacks(*from);
        return kept;
    }();
    // No lock: a callback may register, record, and scrape.
    memory->call_callbacks(home.slabs().events);
    {
        std::lock_guard const turn{home.locks().merging};
        {
            auto const guard = home.lock_registration();
            memory->plan(*from);
        }
        memory->read(home);
    }
    return {from, std::move(memory)};
}

} // namespace detail

/// A set of metrics that are scraped together. Metrics that name no registry are in
/// `default_registry()`.
///
/// Handles are valid as long as the registry they were made with.
///
/// Thread safety: registering and scraping from any thread at the same time; both lock, but nothing
/// that records ever waits for either. Errors: registering throws registration_error or
/// std::bad_alloc and leaves the registry as it was.
class registry {
public:
    registry()
        : state_{std::make_shared<detail::registry_state>(detail::the_cell_allocator())} {}
    registry(registry const&) = delete;
    registry& operator=(registry const&) = delete;
    ~registry() = default;

    /// All values now. Runs the callbacks first, with no lock held; then reads every thread's slab
    /// while the threads go on recording. Whatever was recorded before the call is in it, and no
    /// later scrape shows less. Scrapes at the same time queue for the reading, not for what they
    /// do with it. Once there are no new series, this allocates nothing.
    [[nodiscard]] snapshot collect() const { return detail::collect(state_); }

private:
    friend class registry_ref;
    friend struct detail::registry_access;

    std::shared_ptr<detail::registry_state> state_;
};

/// A shared reference to what a registry holds: scraping through it is safe after the registry is
/// gone.
///
/// Thread safety: distinct objects are safe; a shared object may be used by several threads.
class registry_ref {
public:
    registry_ref(registry const& of)
        : state_{of.state_} {} // NOLINT(google-explicit-constructor)

    /// Like registry::collect.
    [[nodiscard]] snapshot collect() const { return detail::collect(state_); }

    /// Whether both are of the same registry.
    friend bool operator==(registry_ref const&, registry_ref const&) = default;

private:
    std::shared_ptr<detail::registry_state> state_;
};

/// The registry of metrics that name none. Never destroyed: static objects may record to the very
/// end.
[[nodiscard]] TACHO_SHARED_STATE inline registry& default_registry() {
    static auto& made = *new registry;
    return made;
}

namespace detail {

struct registry_access {
    [[nodiscard]] static registry_state& state(registry& of) noexcept { return *of.state_; }
    [[nodiscard]] static std::shared_ptr<registry_state> const& shared(registry& of) noexcept {
        return of.state_;
    }
};

} // namespace detail

} // namespace tacho::inline v0

#endif
