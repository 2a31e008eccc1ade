// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_NODE_STATE_HPP
#define TACHO_COMPONENT_DETAIL_NODE_STATE_HPP

#include <tacho/component/sharded_registry.hpp>
#include <tacho/component/tree_options.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/detail/storage/process_locks.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tacho::inline v0::component::detail {

enum class tree_level : std::uint8_t { runtime, in_namespace, component, endpoint };

using update_state = tacho::detail::guarded_callback<void()>;
using text_state = tacho::detail::guarded_callback<std::string()>;

/// The state of a node.
///
/// Thread safety: members that change after construction need the registration lock, which is never
/// left locked by a fork.
class node_state {
public:
    node_state(
        std::shared_ptr<tree_options const> tree,
        tree_level of,
        std::string_view called,
        std::vector<label> place
    );

    /// A metric's name without the prefix, made from any text.
    [[nodiscard]] std::string own_name(std::string_view text) const;

    [[nodiscard]] std::vector<label>
    all_labels(std::string_view metric, std::vector<label> const& given) const;

    void check_names(std::string_view metric, std::vector<std::string_view> const& given) const;

    /// The child of this level and name, which is made if it does not exist.
    [[nodiscard]] std::shared_ptr<node_state> child(tree_level of, std::string_view called);

    void remove(node_state const& child);

    void attach(registry_ref other);

    /// Reports `message`. Exceptions of the report function are dropped, so that no scrape fails
    /// because of it.
    void report(std::string_view message) const noexcept;

    [[nodiscard]] static tacho::detail::registration_guard lock();

    std::shared_ptr<tree_options const> const options;
    tree_level const level;
    std::string const name;
    std::vector<label> labels; // of all metrics of this node, in order of their names
    tacho::registry own{};
    sharded_registry metrics;
    std::shared_ptr<void> uptime{};                                  // the gauge of a runtime
    std::map<std::uint64_t, std::shared_ptr<node_state>> children{}; // in the order they were made
    std::vector<registry_ref> attached{};
    std::vector<std::shared_ptr<update_state>> updates{};
    std::vector<std::shared_ptr<text_state>> texts{};

private:
    /// A child's level and name as one text.
    [[nodiscard]] static std::string key_of(tree_level of, std::string_view called);
    [[nodiscard]] std::vector<label> place_of(tree_level of, std::string_view called) const;
    [[nodiscard]] std::string const& name_of(tree_level of) const noexcept;
    void check_name(std::string_view metric, std::string_view given) const;

    std::unordered_map<std::string, std::uint64_t> numbers_{}; // of the children
    std::uint64_t next_number_{0};
};

} // namespace tacho::inline v0::component::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/detail/node_state.ipp> // IWYU pragma: export
#endif

#endif
