// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_IPP
#define TACHO_REGISTRY_IPP

#include <tacho/detail/registry/registration.hpp>
#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/registry.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

/// Runs the callbacks, then reads the slabs.
[[nodiscard]] inline snapshot collect(std::shared_ptr<registry_core> const& from) {
    auto& home = from->state.home;
    auto memory = [&] {
        auto const guard = home.lock_registration();
        std::unique_ptr<snapshot_memory> kept;
        if (!from->spare.empty()) {
            kept = std::move(from->spare.back());
            from->spare.pop_back();
        } else {
            kept = std::make_unique<snapshot_memory>();
        }
        kept->plan_callbacks(from->state);
        return kept;
    }();
    // No lock is held: a callback may register, record, and scrape.
    memory->call_callbacks(home.slabs().events);
    {
        std::lock_guard const turn{home.locks().merging};
        {
            auto const guard = home.lock_registration();
            memory->plan(from->state);
        }
        memory->read(home);
    }
    return {from, std::move(memory)};
}

TACHO_DECL registry_state& registry_access::state(registry& of) noexcept {
    return of.core_->state;
}

TACHO_DECL std::shared_ptr<registry_state> registry_access::shared(registry& of) noexcept {
    return {of.core_, &of.core_->state};
}

} // namespace detail

TACHO_DECL registry::registry()
    : core_{std::make_shared<detail::registry_core>(detail::the_cell_allocator())} {}

TACHO_DECL registry::~registry() = default;

TACHO_DECL snapshot registry::collect() const {
    return detail::collect(core_);
}

TACHO_DECL snapshot registry_ref::collect() const {
    return detail::collect(core_);
}

TACHO_DECL registry& default_registry() {
    // pairs with the release below
    if (auto* const made = detail::the_default_registry.load(std::memory_order_acquire))
        return *made;
    auto mine = std::make_unique<registry>();
    registry* others = nullptr;
    // The release pairs with both acquires: a thread that reads the pointer sees the constructed
    // registry.
    if (detail::the_default_registry.compare_exchange_strong(
            others, mine.get(), std::memory_order_release, std::memory_order_acquire
        ))
        return *mine.release();
    return *others;
}

} // namespace tacho::inline v0

#endif
