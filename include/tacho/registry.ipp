// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_IPP
#define TACHO_REGISTRY_IPP

#include <tacho/detail/language/no_destroy.hpp>
#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/histogram_value.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// Runs the callbacks, then reads the slabs. A callback may destroy the registry, so `from` is not
/// the registry's own pointer.
[[nodiscard]] inline snapshot collect(std::shared_ptr<registry_core> from
) { // NOLINT(performance-unnecessary-value-param)
    auto& home = from->state.home;
    std::unique_ptr<snapshot_memory> kept;
    {
        auto const guard = home.lock_registration();
        if (!from->spare.empty()) {
            kept = std::move(from->spare.back());
            from->spare.pop_back();
        } else {
            kept = std::make_unique<snapshot_memory>();
        }
        from->state.left.begin(*kept, from->state.version);
    }
    auto& memory = *kept;
    snapshot result{from, std::move(kept)}; // gives the memory back, also when a call below throws
    {
        auto const guard = home.lock_registration();
        memory.plan_callbacks(from->state);
    }
    // No lock is held: a callback may register, record, and scrape.
    memory.call_callbacks(home.slabs().events);
    std::lock_guard const turn{home.locks().merging};
    {
        auto const guard = home.lock_registration();
        memory.plan(from->state);
        home.ask_again();
    }
    memory.read(home);
    return result;
}

TACHO_DECL registry_state& registry_access::state(registry& of) noexcept {
    return of.core_->state;
}

TACHO_DECL std::shared_ptr<registry_state> registry_access::shared(registry& of) noexcept {
    return {of.core_, &of.core_->state};
}

} // namespace detail

TACHO_DECL registry::registry()
    : core_{std::make_shared<detail::registry_core>(detail::the_cell_allocator())} {
    core_->state.self = detail::registry_access::shared(*this);
}

TACHO_DECL registry::~registry() = default;

TACHO_DECL snapshot registry::collect() const {
    return detail::collect(core_);
}

TACHO_DECL bool registry::retire(std::string_view name) {
    auto const guard = core_->state.home.lock_registration();
    return core_->state.retire(name);
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

// What detail/recording/registering.hpp declares.

namespace detail {

TACHO_DECL metric_options const& no_options() noexcept {
    // A second copy in another library does no harm: the options never change.
    static no_destroy<metric_options> const none{};
    return none.value;
}

TACHO_DECL registered_series register_metric(
    registry& in,
    std::string_view name,
    std::string_view help,
    metric_options const& options,
    metric_shape const& shape
) {
    auto& state = registry_access::state(in);
    auto const guard = state.home.lock_registration();
    return registered(&state.only_series({name, help, options, shape}));
}

TACHO_DECL series_table& register_family(
    registry& in,
    std::string_view name,
    std::string_view help,
    metric_options const& options,
    metric_shape const& shape
) {
    auto& state = registry_access::state(in);
    auto const guard = state.home.lock_registration();
    return state.group_for({name, help, options, shape}).group;
}

TACHO_DECL registered_family register_dense_family(
    registry& in,
    std::string_view name,
    std::string_view help,
    metric_options const& options,
    metric_shape const& shape,
    std::span<std::span<std::string_view const> const> values
) {
    auto& state = registry_access::state(in);
    auto const guard = state.home.lock_registration();
    auto const found = state.group_for({name, help, options, shape});
    auto& group = found.group;
    rollback undo{[&] {
        if (found.made)
            state.forget(found);
    }};
    auto const& dense = group.all_combinations(values);
    undo.keep();
    return {&group, dense.visible.get()};
}

/// The merged values of a handle's cells; zeros for a handle used before its constructor ran.
[[nodiscard]] inline std::vector<std::uint64_t>
read_run(cell_token token, std::size_t cells, run_kind kind) {
    run const of{shared_cell(token), cells, kind};
    if (of.first == nullptr)
        return std::vector<std::uint64_t>(of.values());
    auto const& home = cell_allocator::of(of.first);
    auto const guard = home.lock_registration();
    return home.read(of);
}

TACHO_DECL std::uint64_t read_integer(cell_token token) {
    return read_run(token, 1, run_kind::integer)[0];
}

TACHO_DECL double read_floating(cell_token token) {
    return std::bit_cast<double>(read_run(token, 1, run_kind::floating)[0]);
}

TACHO_DECL std::int64_t read_up_down(cell_token token) {
    return std::bit_cast<std::int64_t>(read_run(token, 2, run_kind::up_down)[0]);
}

TACHO_DECL histogram_value read_histogram(
    cell_token token, std::size_t buckets, run_kind kind, double numerator, double denominator
) {
    auto values = read_run(token, sealed_cells(buckets), kind);
    auto const sum = kind == run_kind::sealed_integer
                         ? wide_sum(values[buckets], values[buckets + 2])
                         : std::bit_cast<double>(values[buckets]);
    auto const count = values[buckets + 1];
    values.resize(buckets);
    return {std::move(values), sum * numerator / denominator, count};
}

} // namespace detail

} // namespace tacho::inline v0

#endif
