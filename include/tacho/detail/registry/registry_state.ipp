// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRY_STATE_IPP
#define TACHO_DETAIL_REGISTRY_REGISTRY_STATE_IPP

#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/bucket_search.hpp>
#include <tacho/detail/registry/family_record.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>
#include <tacho/options.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tacho::inline v0::detail {

TACHO_DECL registry_state::registry_state(cell_allocator& from)
    : home{from} {}

TACHO_DECL registry_state::~registry_state() {
    auto const guard = home.lock_registration();
    for (auto& family : families)
        for (auto const* const each : family.all)
            if (each->cells.first != nullptr)
                home.release(each->cells);
}

TACHO_DECL family_record& registry_state::family_for(metric_declaration const& declared) {
    check_metric(declared);
    auto const& [name, help, options, shape] = declared;
    auto wanted = describe(declared);
    auto const samples = sample_names(name, shape.type);
    for (auto const& sample : samples) {
        auto const found = names_.find(sample);
        if (found == names_.end())
            continue;
        auto& other = *found->second;
        if (other.description.name != name)
            fail_registration(
                name,
                "clashes with the metric " + in_quotes(other.description.name) +
                    ": both may expose " + in_quotes(sample) + "; rename one of them"
            );
        check_same(
            other.description,
            other.shape,
            other.constant_labels,
            wanted,
            shape,
            options.labels.size()
        );
        search_at_run_time(other, shape);
        return other;
    }
    families.push_back({std::move(wanted), shape, options.labels.size(), {}, {}, {}, {}});
    auto& made = families.back();
    if (shape.type == metric_type::histogram) // and the +Inf bucket
        made.shape.cells = sealed_cells(shape.kind, made.description.bounds.size() + 1);
    made.shape.bounds = {};
    made.shape.variable_labels = {};
    rollback undo{[&] { forget_if_unused(made); }};
    search_at_run_time(made, shape);
    for (auto const& sample : samples)
        names_.emplace(sample, &made);
    undo.keep();
    ++version; // an announced family is shown even without series
    return made;
}

/// Gives a family its run-time search unless it has one: one handle may have the bounds in its
/// type, and another may be given the same bounds at run time.
TACHO_DECL void
registry_state::search_at_run_time(family_record& family, metric_shape const& shape) {
    if (!shape.searched_at_run_time || family.search != nullptr)
        return;
    family.search =
        std::make_unique<runtime_bucket_search>(searched_bounds(shape, family.description.bounds));
    for (auto* const each : family.all)
        each->search = family.search.get();
}

TACHO_DECL void registry_state::forget_if_unused(family_record const& made) noexcept {
    if (!made.groups.empty() || &made != &families.back())
        return;
    free_names(made);
    families.pop_back();
}

TACHO_DECL void registry_state::free_names(family_record const& of) noexcept {
    std::erase_if(names_, [&](auto const& each) { return each.second == &of; });
}

TACHO_DECL void registry_state::unregister(family_record& family) noexcept {
    free_names(family);
    family.unregistered = true;
    ++version;
}

TACHO_DECL void registry_state::forget(series_group& group) noexcept {
    auto& family = group.family;
    for (auto const* const each : group.all) {
        if (each->cells.first != nullptr)
            home.release(each->cells);
        std::erase(family.all, each);
    }
    std::erase_if(family.groups, [&](auto const& each) { return each.get() == &group; });
    forget_if_unused(family);
}

TACHO_DECL registry_state::found_group registry_state::group_for(metric_declaration const& declared
) {
    std::vector<std::string> values;
    for (auto const& constant : declared.options.labels)
        values.push_back(to_utf8(constant.value));
    auto& family = family_for(declared);
    for (auto const& group : family.groups)
        if (group->constant_values == values)
            return {*group, false};
    rollback undo{[&] { forget_if_unused(family); }};
    family.groups.push_back(std::make_unique<series_group>(
        *this, family, std::move(values), declared.options.series_limit
    ));
    undo.keep();
    return {*family.groups.back(), true};
}

TACHO_DECL series*
registry_state::series_for(series_group& group, std::span<std::string_view const> values) {
    auto* const found = group.find(values);
    return found != nullptr ? found : make_series(group, values);
}

TACHO_DECL void registry_state::fail_for_room(series_group const& group) {
    fail_registration(
        group.family.description.name,
        "there is no room for another series: the system gives no memory for its cells"
    );
}

TACHO_DECL series& registry_state::only_series(metric_declaration const& declared) {
    auto const found = group_for(declared);
    auto& group = found.group;
    rollback undo{[&] {
        if (found.made)
            forget(group);
    }};
    auto* const only = series_for(group, {});
    if (only == nullptr)
        fail_for_room(group);
    undo.keep();
    return *only;
}

TACHO_DECL series& registry_state::bind(
    metric_declaration const& declared, std::shared_ptr<number_callback> const& callback
) {
    auto& only = only_series(declared);
    rollback undo{[&] {
        if (!callbacks.contains(&only))
            unbind(only);
    }};
    if (!callbacks.emplace(&only, callback).second)
        fail_registration(declared.name, "already has a callback with the same labels");
    undo.keep();
    only.hidden.store(false, std::memory_order_relaxed);
    ++version;
    return only;
}

TACHO_DECL void registry_state::unbind(series& from) noexcept {
    callbacks.erase(&from);
    from.hidden.store(true, std::memory_order_relaxed);
    ++version;
}

/// Makes room for one more series, so that adding it cannot fail. The capacity doubles: reserving
/// one more each time would be quadratic.
TACHO_DECL void registry_state::make_room(std::vector<series*>& in) {
    if (in.size() == in.capacity())
        in.reserve((std::max<std::size_t>)(8, 2 * in.size()));
}

/// Everything that can fail comes before anything that stays: a series that is refused leaves
/// nothing behind, however often it is asked for. Null when there are no cells for it.
TACHO_DECL series*
registry_state::make_series(series_group& group, std::span<std::string_view const> values) {
    auto& family = group.family;
    auto const& description = family.description;
    auto const& shape = family.shape;

    run cells;
    if (shape.place == number_place::cells) {
        cells = home.allocate(shape.kind, shape.cells);
        if (cells.first == nullptr)
            return nullptr;
    }
    rollback undo{[&] {
        if (cells.first != nullptr)
            home.release(cells);
    }};
    std::vector<std::string_view> all{group.constant_values.begin(), group.constant_values.end()};
    all.insert(all.end(), values.begin(), values.end());
    std::string labels;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].data() == nullptr)
            continue; // no_label
        labels.append(labels.empty() ? "" : ",");
        append_label(labels, description.label_names[i], all[i]);
    }
    auto const prefix = description.name + (labels.empty() ? " " : "{" + labels + "} ");
    make_room(family.all);
    make_room(group.all);
    group.make_room();
    // One piece of memory: a gauge's cell, the series, its key, its text.
    bool const gauge = shape.place == number_place::gauge;
    auto const key_size = series::key_size(values);
    auto const head = gauge ? sizeof(gauge_cell) : 0;
    auto* const memory = static_cast<char*>(memory_.allocate(
        head + sizeof(series) + key_size + prefix.size(),
        gauge ? alignof(gauge_cell) : alignof(series)
    ));
    undo.keep();

    auto* const made = ::new (memory + head) series;
    auto* const key = memory + head + sizeof(series);
    series::write_key(key, values);
    made->hash = group.hash(values);
    made->key = key;
    made->family = &description;
    made->search = family.search.get();
    made->constant_values = &group.constant_values;
    made->prefix = {key + key_size, prefix.copy(key + key_size, prefix.size())};
    made->cells = cells;
    if (cells.first != nullptr)
        made->token = home.slabs().token_for(cells.first);
    else if (gauge)
        made->token = shared_token(&(::new (memory) gauge_cell)->value);
    group.insert(*made);
    family.all.push_back(made);
    group.all.push_back(made);
    ++version;
    return made;
}

TACHO_DECL void registry_state::hide(series_group& group, series& shown) {
    // An up_down_counter gets no new base line: guards that are still alive will decrement it.
    if (shown.cells.first != nullptr && shown.cells.kind != run_kind::up_down)
        home.rebase(shown.cells);
    shown.hidden.store(true, std::memory_order_relaxed);
    for (auto const& each : group.dense)
        each->set_visible(shown, false);
    ++version;
}

TACHO_DECL void registry_state::show_again(series_group& group, series& hidden) {
    if (!hidden.hidden.load(std::memory_order_relaxed))
        return;
    if (hidden.cells.first == nullptr && hidden.token != cell_token::none)
        unnumbered_cell(hidden.token)
            ->store(std::bit_cast<std::uint64_t>(0.0), std::memory_order_relaxed);
    hidden.hidden.store(false, std::memory_order_relaxed);
    for (auto const& each : group.dense)
        each->set_visible(hidden, true);
    ++version;
}

} // namespace tacho::inline v0::detail

#endif
