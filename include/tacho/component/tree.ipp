// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_TREE_IPP
#define TACHO_COMPONENT_TREE_IPP

#include <tacho/callback.hpp>
#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>

#include <memory>
#include <utility>

namespace tacho::inline v0::component {

namespace detail {

[[nodiscard]] inline std::shared_ptr<node_state> make_root(tree_options const& options) {
    auto place = options.labels;
    if (!options.names.worker_label.empty() && !options.worker_id.empty())
        place.push_back({options.names.worker_label, options.worker_id});
    auto made = std::make_shared<node_state>(
        std::make_shared<tree_options const>(options), tree_level::runtime, "", std::move(place)
    );
    for (auto const& each : options.labels)
        made->check_names(options.names.prefix + "uptime_seconds", {each.name});
    return made;
}

} // namespace detail

TACHO_DECL endpoint_node component_node::create_endpoint(std::string_view name) const {
    return endpoint_node{state()->child(detail::tree_level::endpoint, name)};
}

TACHO_DECL namespace_node namespace_node::create_namespace(std::string_view name) const {
    return namespace_node{state()->child(detail::tree_level::in_namespace, name)};
}

TACHO_DECL component_node namespace_node::create_component(std::string_view name) const {
    return component_node{state()->child(detail::tree_level::component, name)};
}

TACHO_DECL runtime_node::runtime_node(tree_options const& options)
    : node{detail::make_root(options)} {
    state()->uptime = std::make_shared<callback_gauge>(
        registry(),
        runtime(metric_name("uptime_seconds")),
        options.names.uptime_help,
        [start = start_] { return std::chrono::duration<double>{clock::now() - start}.count(); },
        node::options("uptime_seconds")
    );
}

TACHO_DECL namespace_node runtime_node::create_namespace(std::string_view name) const {
    return namespace_node{state()->child(detail::tree_level::in_namespace, name)};
}

} // namespace tacho::inline v0::component

#endif
