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
#include <tacho/detail/registry/series_memory.hpp>
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
#include <memory>
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
    while (!families.empty())
        static_cast<void>(families.take_last());
}

TACHO_DECL registry_state::found_family
registry_state::family_for(metric_declaration const& declared) {
    check_metric(declared);
    auto const& [name, help, options, shape] = declared;
    auto wanted = describe(declared);
    auto samples = sample_names(name, shape.type);
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
        return {other, false};
    }
    auto record = std::make_unique<family_record>();
    auto& made = *record;
    made.description = std::move(wanted);
    made.shape = shape;
    made.constant_labels = options.labels.size();
    made.samples = std::move(samples);
    if (shape.type == metric_type::histogram) // and the +Inf bucket
        made.shape.cells = sealed_cells(made.description.bounds.size() + 1);
    made.shape.bounds = {};
    made.shape.variable_labels = {};
    search_at_run_time(made, shape);
    families.make_room();
    rollback undo{[&] { free_names(made); }};
    for (auto const& sample : made.samples)
        names_.emplace(sample, &made);
    undo.keep();
    families.add(std::move(record));
    ++version; // an announced family is shown even without series
    return {made, true};
}

/// Gives a family its run-time search unless it has one: one handle may have the bounds in its
/// type, and another may be given the same bounds at run time.
TACHO_DECL void
registry_state::search_at_run_time(family_record& family, metric_shape const& shape) {
    if (!shape.searched_at_run_time || family.search != nullptr)
        return;
    family.search =
        std::make_unique<runtime_bucket_search>(searched_bounds(shape, family.description.bounds));
    for (auto& group : family.groups)
        for (auto& each : group.all)
            each.search = family.search.get();
}

/// Takes a family out of the list and frees its names.
TACHO_DECL std::unique_ptr<family_record> registry_state::take(family_record& family) noexcept {
    free_names(family);
    return families.take(family);
}

/// Takes a group out of its family.
TACHO_DECL std::unique_ptr<series_group> registry_state::take(series_group& group) noexcept {
    group.family.by_constants.erase(group.constants_key);
    return group.family.groups.take(group);
}

TACHO_DECL void registry_state::free_names(family_record const& of) noexcept {
    for (auto const& each : of.samples)
        if (auto const found = names_.find(each); found != names_.end() && found->second == &of)
            names_.erase(found);
}

TACHO_DECL void registry_state::unregister(family_record& family) noexcept {
    free_names(family);
    family.unregistered = true;
    ++version;
}

TACHO_DECL void registry_state::forget(found_group const& made) noexcept {
    auto& family = made.group.family;
    static_cast<void>(take(made.group));
    if (made.made_family)
        static_cast<void>(take(family));
    ++version;
}

TACHO_DECL void registry_state::leave(std::unique_ptr<departing> gone) noexcept {
    left.add(std::move(gone), version);
    ++version;
}

TACHO_DECL bool registry_state::retire(std::string_view name) {
    auto const found = names_.find(name);
    if (found == names_.end() || found->second->description.name != name)
        return false;
    auto& family = *found->second;
    if (family.shape.place == number_place::callback)
        fail_registration(
            name, "cannot be retired: it has a callback, and leaves together with that object"
        );
    for (auto const& group : family.groups)
        if (group.has_owners())
            fail_registration(
                name, "cannot be retired: some of its series still have a tacho::owned handle"
            );
    leave(take(family));
    return true;
}

TACHO_DECL registry_state::found_group registry_state::group_for(metric_declaration const& declared
) {
    std::vector<std::string> values;
    for (auto const& constant : declared.options.labels)
        values.push_back(to_utf8(constant.value));
    auto const found = family_for(declared);
    auto& family = found.family;
    if (auto const same = family.by_constants.find(series_group::key_of(values));
        same != family.by_constants.end())
        return {*same->second, false, false};
    rollback undo{[&] {
        if (found.made)
            static_cast<void>(take(family));
    }};
    auto made = std::make_unique<series_group>(
        *this, family, std::move(values), declared.options.series_limit
    );
    family.groups.make_room();
    family.by_constants.emplace(made->constants_key, made.get());
    undo.keep();
    return {family.groups.add(std::move(made)), true, found.made};
}

TACHO_DECL series*
registry_state::series_for(series_group& group, std::span<std::string_view const> values) {
    auto* const found = group.find_to_keep(values);
    return found != nullptr ? found : make_series(group, values, listing::for_lookups);
}

TACHO_DECL void registry_state::fail_for_room(series_group const& group) {
    auto const* const obstacle = group.owner.home.slabs().obstacle();
    fail_registration(
        group.family.description.name,
        std::string{"there is no room for another series: "} +
            (obstacle != nullptr ? obstacle : "the system gives no memory for its cells")
    );
}

TACHO_DECL registry_state::found_group registry_state::only_group(metric_declaration const& declared
) {
    auto const found = group_for(declared);
    rollback undo{[&] {
        if (found.made)
            forget(found);
    }};
    if (series_for(found.group, {}) == nullptr)
        fail_for_room(found.group);
    undo.keep();
    return found;
}

TACHO_DECL series_group& registry_state::bind(
    metric_declaration const& declared, std::shared_ptr<number_callback> const& callback
) {
    auto const found = only_group(declared);
    auto& group = found.group;
    if (!found.made)
        fail_registration(declared.name, "already has a callback with the same labels");
    rollback undo{[&] { forget(found); }};
    callbacks.emplace(&group.all.front(), callback);
    undo.keep();
    return group;
}

TACHO_DECL void registry_state::unbind(series_group& from) noexcept {
    callbacks.erase(&from.all.front());
    auto& family = from.family;
    leave(take(from));
    if (family.groups.empty() && !family.description.announced)
        leave(take(family));
}

/// Everything that can fail comes before anything that stays: a series that is refused leaves
/// nothing behind, however often it is asked for.
TACHO_DECL series* registry_state::make_series(
    series_group& group, std::span<std::string_view const> values, listing where
) {
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
    group.all.make_room();
    if (where == listing::for_lookups)
        group.make_room();
    auto made = allocate_series(values, prefix, shape.place == number_place::gauge);
    undo.keep();

    made->hash = group.hash(values);
    made->family = &description;
    made->search = family.search.get();
    made->constant_values = &group.constant_values;
    made->cells = cells;
    if (cells.first != nullptr)
        made->token = home.slabs().token_for(cells.first);
    auto& added = group.all.add(std::move(made));
    if (where == listing::for_lookups)
        group.insert(added);
    group.count_shown(added, true);
    ++version;
    return &added;
}

TACHO_DECL void registry_state::hide(series_group& group, series& shown) {
    // An up_down_counter gets no new base line: guards that are still alive will decrement it.
    if (shown.cells.first != nullptr && shown.cells.kind != run_kind::up_down)
        home.rebase(shown.cells);
    shown.hidden.store(true, std::memory_order_relaxed);
    group.count_shown(shown, false);
    ++version;
}

TACHO_DECL void registry_state::show_again(series_group& group, series& hidden) {
    if (!hidden.hidden.load(std::memory_order_relaxed))
        return;
    if (hidden.cells.first == nullptr && hidden.token != cell_token::none)
        unnumbered_cell(hidden.token)
            ->store(std::bit_cast<std::uint64_t>(0.0), std::memory_order_relaxed);
    hidden.hidden.store(false, std::memory_order_relaxed);
    group.count_shown(hidden, true);
    ++version;
}

} // namespace tacho::inline v0::detail

#endif
