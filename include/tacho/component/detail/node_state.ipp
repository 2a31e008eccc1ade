// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_NODE_STATE_IPP
#define TACHO_COMPONENT_DETAIL_NODE_STATE_IPP

#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/name_rules.hpp>
#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace tacho::inline v0::component::detail {

TACHO_DECL node_state::node_state(
    std::shared_ptr<tree_options const> tree,
    tree_level of,
    std::string_view called,
    std::vector<label> place
)
    : options{std::move(tree)}
    , level{of}
    , name{called}
    , labels{std::move(place)}
    , metrics{own, options->names.prefix} {
    std::ranges::sort(labels, {},
                      &label::name); // the order in which they are written
}

TACHO_DECL std::string node_state::own_name(std::string_view text) const {
    auto made = metric_name_from(text);
    if (made.empty())
        tacho::detail::fail_registration(
            text, "nothing of this can be in a name; give it a letter or a digit"
        );
    return made;
}

TACHO_DECL std::vector<label>
node_state::all_labels(std::string_view metric, std::vector<label> const& given) const {
    for (auto const& each : given)
        check_name(metric, each.name);
    auto all = labels;
    all.insert(all.end(), given.begin(), given.end());
    std::ranges::sort(all, {}, &label::name);
    return all;
}

TACHO_DECL void
node_state::check_names(std::string_view metric, std::vector<std::string_view> const& given) const {
    for (auto const each : given)
        check_name(metric, each);
}

TACHO_DECL std::shared_ptr<node_state> node_state::child(tree_level of, std::string_view called) {
    // A child is made, and destroyed if it is not needed, without the lock, because the end of its
    // registry takes the lock.
    std::shared_ptr<node_state> made;
    for (;;) {
        {
            auto const guard = lock();
            auto const key = key_of(of, called);
            if (auto const known = numbers_.find(key); known != numbers_.end())
                return children.at(known->second);
            if (made != nullptr) {
                numbers_.emplace(key, next_number_);
                tacho::detail::rollback undo{[&] { numbers_.erase(key); }};
                children.emplace(next_number_, made);
                undo.keep();
                ++next_number_;
                return made;
            }
        }
        made = std::make_shared<node_state>(options, of, called, place_of(of, called));
    }
}

TACHO_DECL void node_state::remove(node_state const& child) {
    auto const guard = lock();
    auto const known = numbers_.find(key_of(child.level, child.name));
    if (known == numbers_.end() || children.at(known->second).get() != &child)
        return;
    children.erase(known->second);
    numbers_.erase(known);
}

TACHO_DECL std::string node_state::key_of(tree_level of, std::string_view called) {
    return std::to_string(static_cast<int>(of)).append(called);
}

TACHO_DECL void node_state::attach(registry_ref other) {
    auto const guard = lock();
    attached.push_back(std::move(other));
}

TACHO_DECL void node_state::report(std::string_view message) const noexcept {
    if (!options->report)
        return;
#if defined(__cpp_exceptions)
    try {
        options->report(message);
    } catch (...) { // NOLINT(bugprone-empty-catch)
    }
#else
    options->report(message);
#endif
}

TACHO_DECL tacho::detail::registration_guard node_state::lock() {
    return tacho::detail::the_cell_allocator().lock_registration();
}

TACHO_DECL std::vector<label> node_state::place_of(tree_level of, std::string_view called) const {
    auto place = labels;
    auto const& label_name = name_of(of);
    auto const outer = std::ranges::find(place, label_name, &label::name);
    bool const nested = of == tree_level::in_namespace && level == tree_level::in_namespace;
    if (nested && outer != place.end())
        outer->value.append(".").append(called); // a namespace in a namespace
    else if (!label_name.empty() && !called.empty())
        place.push_back({label_name, std::string{called}});
    return place;
}

TACHO_DECL std::string const& node_state::name_of(tree_level of) const noexcept {
    auto const& names = options->names;
    switch (of) {
    case tree_level::in_namespace:
        return names.namespace_label;
    case tree_level::component:
        return names.component_label;
    case tree_level::endpoint:
        return names.endpoint_label;
    case tree_level::runtime:
        break;
    }
    return names.worker_label;
}

TACHO_DECL void node_state::check_name(std::string_view metric, std::string_view given) const {
    for (auto const each :
         {tree_level::runtime, tree_level::in_namespace, tree_level::component, tree_level::endpoint
         })
        if (name_of(each) == given && !given.empty())
            tacho::detail::fail_registration(
                metric,
                "label name " + tacho::detail::in_quotes(given) +
                    " is the tree's own, which says where a metric is; choose another"
            );
}

} // namespace tacho::inline v0::component::detail

#endif
