// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NODE_HPP
#define TACHO_COMPONENT_NODE_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/fwd.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>
#include <tacho/runtime_family.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0 {

class exposition;

namespace component {

namespace detail {

class node_state;
template <typename Result>
class scrape_callback;

} // namespace detail

/// A place in a tree of runtime, namespaces, components and endpoints, with metrics of its own: a
/// backend. All its metrics have the tree's prefix and the labels that tell the place. A scrape of
/// a node includes everything below it.
///
/// A handle: copies refer to one node. A node keeps alive the nodes below it, not those above. Its
/// metrics are valid as long as the node.
///
/// Thread safety: safe, shared and distinct. Progress: everything but recording locks; callbacks
/// run with no lock held. Errors: registration_error, std::bad_alloc.
class node {
public:
    using counter_type = sharded_registry::counter_type;
    using gauge_type = sharded_registry::gauge_type;
    using histogram_type = sharded_registry::histogram_type;

    /// See `backend`. The name may be any text, from which metric_name_from makes a name. The name
    /// of a label must not be one of the tree's own.
    [[nodiscard]] counter_type create_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) const;
    [[nodiscard]] gauge_type create_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) const;
    [[nodiscard]] histogram_type create_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) const;

    /// A family of any of tacho's metric types, whose label values are given with each record:
    /// `create_family<tacho::counter>("errors_total", "Errors.", {"error_type"})`.
    template <typename Metric>
        requires(!tacho::detail::has_runtime_bounds<Metric>)
    [[nodiscard]] runtime_family<Metric> create_family(
        std::string_view name,
        std::string_view description,
        std::vector<std::string_view> const& label_names,
        std::vector<label> const& labels = {}
    ) const {
        check_names(name, label_names);
        return {
            registry(), runtime(metric_name(name)), description, label_names, options(name, labels)
        };
    }

    /// A family of `tacho::histogram<tacho::runtime_buckets>`.
    template <typename Metric>
        requires tacho::detail::has_runtime_bounds<Metric>
    [[nodiscard]] runtime_family<Metric> create_family(
        std::string_view name,
        std::string_view description,
        std::vector<std::string_view> const& label_names,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) const {
        check_names(name, label_names);
        return {
            registry(),
            runtime(metric_name(name)),
            description,
            label_names,
            bounds,
            options(name, labels)
        };
    }

    /// The registry, name and options with which other metrics of tacho are created at this place:
    ///
    ///     tacho::callback_gauge const depth{
    ///         node.registry(), tacho::runtime(node.metric_name("queue_depth")), "Waiting.",
    ///         [&] { return queue.size(); }, node.options("queue_depth")
    ///     };
    [[nodiscard]] tacho::registry& registry() const noexcept;
    [[nodiscard]] std::string metric_name(std::string_view name) const;
    [[nodiscard]] metric_options
    options(std::string_view name, std::vector<label> const& labels = {}) const;

    /// Shows the metrics of `other`, unchanged, in the scrapes of this node too.
    void attach(registry_ref other) const;

    /// Takes a child of this node, and everything below it, out of scrapes. The child's name is
    /// free again, and its handles stay usable.
    void remove(node const& child) const;

    [[nodiscard]] std::string_view name() const noexcept;
    [[nodiscard]] std::string_view prefix() const noexcept;

    /// The labels that all metrics of this node have.
    [[nodiscard]] std::vector<label> const& labels() const noexcept;

    /// All current values of this node and the nodes below it: calls their update callbacks, reads
    /// their registries, calls their text callbacks, and merges (see exposition::merge). What
    /// cannot be shown is left out, reported, and counted: `tacho_left_out_families_total`,
    /// `tacho_left_out_series_total`, `tacho_callback_errors_total`. Allocates.
    void gather(exposition& into) const;

    [[nodiscard]] std::string prometheus_format_str() const;

    friend bool operator==(node const&, node const&) = default;

protected:
    explicit node(std::shared_ptr<detail::node_state> state) noexcept;

    [[nodiscard]] std::shared_ptr<detail::node_state> const& state() const noexcept {
        return state_;
    }

private:
    template <typename Result>
    friend class detail::scrape_callback;

    void check_names(std::string_view metric, std::vector<std::string_view> const& labels) const;

    std::shared_ptr<detail::node_state> state_;
};

static_assert(backend<node>);

} // namespace component

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/node.ipp> // IWYU pragma: export
#endif

#endif
