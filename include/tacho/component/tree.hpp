// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_TREE_HPP
#define TACHO_COMPONENT_TREE_HPP

#include <tacho/callback.hpp>
#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/node.hpp>
#include <tacho/component/tree_options.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>

#include <chrono>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// One thing that a component can be asked for.
class endpoint_node : public node {
    friend class component_node;
    using node::node;
};

class component_node : public node {
public:
    /// The endpoint of this name below this node; all ask for the same one.
    [[nodiscard]] endpoint_node create_endpoint(std::string_view name) const {
        return endpoint_node{state()->child(detail::tree_level::endpoint, name)};
    }

private:
    friend class namespace_node;
    using node::node;
};

class namespace_node : public node {
public:
    /// A namespace in this one. Its label has both names with a dot between them.
    [[nodiscard]] namespace_node create_namespace(std::string_view name) const {
        return namespace_node{state()->child(detail::tree_level::in_namespace, name)};
    }
    [[nodiscard]] component_node create_component(std::string_view name) const {
        return component_node{state()->child(detail::tree_level::component, name)};
    }

private:
    friend class runtime_node;
    using node::node;
};

/// A process, or the part of one that is scraped as a whole: the root of a tree. Has the gauge
/// `uptime_seconds`.
///
///     tacho::component::runtime_node const runtime{{.names = tree_names::dynamo(), .worker_id =
///     "1f"}}; auto const generate =
///         runtime.create_namespace("prod").create_component("worker").create_endpoint("generate");
///     tacho::component::request_metrics const metrics{generate};
class runtime_node : public node {
public:
    explicit runtime_node(tree_options const& options = {})
        : node{make(options)} {
        state()->uptime = std::make_shared<callback_gauge>(
            registry(),
            runtime(metric_name("uptime_seconds")),
            options.names.uptime_help,
            [start = start_] {
                return std::chrono::duration<double>{clock::now() - start}.count();
            },
            node::options("uptime_seconds")
        );
    }

    [[nodiscard]] namespace_node create_namespace(std::string_view name) const {
        return namespace_node{state()->child(detail::tree_level::in_namespace, name)};
    }

    /// How long ago it was made.
    [[nodiscard]] std::chrono::nanoseconds uptime() const noexcept { return clock::now() - start_; }

private:
    using clock = std::chrono::steady_clock;

    [[nodiscard]] static std::shared_ptr<detail::node_state> make(tree_options const& options) {
        auto place = options.labels;
        if (!options.names.worker_label.empty() && !options.worker_id.empty())
            place.push_back({options.names.worker_label, options.worker_id});
        auto made = std::make_shared<detail::node_state>(
            std::make_shared<tree_options const>(options),
            detail::tree_level::runtime,
            "",
            std::move(place)
        );
        for (auto const& each : options.labels)
            made->check_names(options.names.prefix + "uptime_seconds", {each.name});
        return made;
    }

    clock::time_point start_{clock::now()};
};

} // namespace tacho::inline v0::component

#endif
