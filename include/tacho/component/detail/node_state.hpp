// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_NODE_STATE_HPP
#define TACHO_COMPONENT_DETAIL_NODE_STATE_HPP

#include <tacho/component/name_rules.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/component/tree_options.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

namespace detail {

enum class tree_level : std::uint8_t { runtime, in_namespace, component, endpoint };

using update_state = tacho::detail::guarded_callback<void()>;
using text_state = tacho::detail::guarded_callback<std::string()>;

/// What a node is and has.
///
/// Thread safety: what changes after construction needs the registration lock, which no fork leaves
/// locked.
class node_state {
public:
    node_state(
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
        std::ranges::sort(labels, {}, &label::name); // as they are written
    }

    /// The name of a metric before the prefix.
    [[nodiscard]] std::string own_name(std::string_view text) const {
        auto made = metric_name_from(text);
        if (made.empty())
            tacho::detail::fail_registration(
                text, "nothing of this can be in a name; give it a letter or a digit"
            );
        return made;
    }

    [[nodiscard]] std::vector<label>
    all_labels(std::string_view metric, std::vector<label> const& given) const {
        for (auto const& each : given)
            check_name(metric, each.name);
        auto all = labels;
        all.insert(all.end(), given.begin(), given.end());
        std::ranges::sort(all, {}, &label::name);
        return all;
    }

    void check_names(std::string_view metric, std::vector<std::string_view> const& given) const {
        for (auto const each : given)
            check_name(metric, each);
    }

    /// The child of this name, made when there is none.
    [[nodiscard]] std::shared_ptr<node_state> child(tree_level of, std::string_view called) {
        // Made and, if it is not needed, destroyed without the lock, which a registry's end takes.
        std::shared_ptr<node_state> made;
        for (;;) {
            {
                auto const guard = lock();
                for (auto const& each : children)
                    if (each->level == of && each->name == called)
                        return each;
                if (made != nullptr)
                    return children.emplace_back(std::move(made));
            }
            made = std::make_shared<node_state>(options, of, called, place_of(of, called));
        }
    }

    void remove(node_state const& child) {
        auto const guard = lock();
        std::erase_if(children, [&](auto const& each) { return each.get() == &child; });
    }

    void attach(registry_ref other) {
        auto const guard = lock();
        attached.push_back(std::move(other));
    }

    /// A report that fails is none: no scrape fails for it.
    void report(std::string_view message) const noexcept {
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

    [[nodiscard]] static tacho::detail::registration_guard lock() {
        return tacho::detail::the_cell_allocator().lock_registration();
    }

    std::shared_ptr<tree_options const> const options;
    tree_level const level;
    std::string const name;
    std::vector<label> labels; // that all metrics here have, in order of their names
    tacho::registry own{};
    sharded_registry metrics;
    std::shared_ptr<void> uptime{}; // of a runtime: its gauge
    std::vector<std::shared_ptr<node_state>> children{};
    std::vector<registry_ref> attached{};
    std::vector<std::shared_ptr<update_state>> updates{};
    std::vector<std::shared_ptr<text_state>> texts{};

private:
    [[nodiscard]] std::vector<label> place_of(tree_level of, std::string_view called) const {
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

    [[nodiscard]] std::string const& name_of(tree_level of) const noexcept {
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

    void check_name(std::string_view metric, std::string_view given) const {
        for (auto const each :
             {tree_level::runtime,
              tree_level::in_namespace,
              tree_level::component,
              tree_level::endpoint})
            if (name_of(each) == given && !given.empty())
                tacho::detail::fail_registration(
                    metric,
                    "label name " + tacho::detail::in_quotes(given) +
                        " is the tree's own, which says where a metric is; choose another"
                );
    }
};

} // namespace detail

} // namespace tacho::inline v0::component

#endif
