// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SHARDED_REGISTRY_IPP
#define TACHO_COMPONENT_SHARDED_REGISTRY_IPP

#include <tacho/component/sharded_registry.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/name.hpp>
#include <tacho/registry.hpp>

#include <utility>

namespace tacho::inline v0::component {

TACHO_DECL sharded_registry::sharded_registry(std::string prefix)
    : sharded_registry{own_, std::move(prefix)} {}

TACHO_DECL sharded_registry::sharded_registry(registry& in, std::string prefix)
    : in_{in}
    , prefix_{std::move(prefix)} {}

TACHO_DECL sharded_registry::~sharded_registry() = default;

TACHO_DECL sharded_registry::counter_type sharded_registry::create_counter(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) {
    auto const full = prefix_ + std::string{name};
    tacho::counter const made{in_, runtime(full), description, {.labels = labels}};
    return {info(full, description, metric_type::counter), made};
}

TACHO_DECL sharded_registry::gauge_type sharded_registry::create_gauge(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) {
    auto const full = prefix_ + std::string{name};
    tacho::gauge const made{in_, runtime(full), description, {.labels = labels}};
    return {info(full, description, metric_type::gauge), made};
}

TACHO_DECL sharded_registry::histogram_type sharded_registry::create_histogram(
    std::string_view name,
    std::string_view description,
    std::vector<label> const& labels,
    std::vector<double> const& bounds
) {
    auto const full = prefix_ + std::string{name};
    tacho::histogram<runtime_buckets> const made{
        in_, runtime(full), description, bounds, {.labels = labels}
    };
    return {info(full, description, metric_type::histogram), made};
}

TACHO_DECL std::string sharded_registry::prometheus_format_str() const {
    return to_text(in_);
}

/// The information that all metrics of one name share. The registry has already accepted the
/// metric, so it agrees with an earlier one of the name.
TACHO_DECL metric_info const&
sharded_registry::info(std::string const& name, std::string_view description, metric_type type) {
    // This lock is never left locked by a fork.
    auto const guard = tacho::detail::the_cell_allocator().lock_registration();
    return infos_.try_emplace(name, metric_info{name, std::string{description}, type})
        .first->second;
}

} // namespace tacho::inline v0::component

#endif
