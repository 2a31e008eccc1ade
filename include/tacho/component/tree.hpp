// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_TREE_HPP
#define TACHO_COMPONENT_TREE_HPP

#include <tacho/component/node.hpp>
#include <tacho/component/tree_options.hpp>

#include <chrono>
#include <string_view>

namespace tacho::inline v0::component {

/// One kind of request that a component serves.
class endpoint_node : public node {
    friend class component_node;
    using node::node;
};

class component_node : public node {
public:
    /// The endpoint of this name below this node; asking again returns the existing endpoint.
    [[nodiscard]] endpoint_node create_endpoint(std::string_view name) const;

private:
    friend class namespace_node;
    using node::node;
};

class namespace_node : public node {
public:
    /// A namespace in this namespace. Its label has both names with a dot between them.
    [[nodiscard]] namespace_node create_namespace(std::string_view name) const;
    [[nodiscard]] component_node create_component(std::string_view name) const;

private:
    friend class runtime_node;
    using node::node;
};

/// A process, or a part of a process that is scraped as a whole: the root of a tree. It has the
/// gauge `uptime_seconds`.
///
///     tacho::component::runtime_node const runtime{
///         {.names = tree_names::dynamo(), .worker_id = "1f"}};
///     auto const generate =
///         runtime.create_namespace("prod").create_component("worker").create_endpoint("generate");
///     tacho::component::request_metrics const metrics{generate};
class runtime_node : public node {
public:
    explicit runtime_node(tree_options const& options = {});

    [[nodiscard]] namespace_node create_namespace(std::string_view name) const;

    /// The time since this object was made.
    [[nodiscard]] std::chrono::nanoseconds uptime() const noexcept { return clock::now() - start_; }

private:
    using clock = std::chrono::steady_clock;

    clock::time_point start_{clock::now()};
};

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/tree.ipp> // IWYU pragma: export
#endif

#endif
