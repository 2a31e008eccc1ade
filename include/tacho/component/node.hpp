// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NODE_HPP
#define TACHO_COMPONENT_NODE_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/detail/node_scrape.hpp>
#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/exposition/gatherer.hpp>
#include <tacho/exposition/text.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>
#include <tacho/runtime_family.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

namespace detail {

template <typename Result>
class scrape_callback;

} // namespace detail

/// A place in a tree of runtime, namespaces, components and endpoints, with metrics of its own: a
/// backend. All its metrics have the tree's prefix and the labels that say where they are. A scrape
/// of a node is one of everything below it too.
///
/// A handle: copies are the same node. A node keeps those below it, not those above. Its metrics
/// are valid as long as it.
///
/// Thread safety: safe, shared and distinct. Progress: all but recording locks; callbacks run with
/// no lock held. Errors: registration_error, std::bad_alloc.
class node {
public:
    using counter_type = sharded_registry::counter_type;
    using gauge_type = sharded_registry::gauge_type;
    using histogram_type = sharded_registry::histogram_type;

    /// See `backend`. A name may be any text, of which metric_name_from makes a name. A label's
    /// name may not be one of the tree's own.
    [[nodiscard]] counter_type create_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) const {
        return state_->metrics.create_counter(
            state_->own_name(name), description, state_->all_labels(name, labels)
        );
    }
    [[nodiscard]] gauge_type create_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) const {
        return state_->metrics.create_gauge(
            state_->own_name(name), description, state_->all_labels(name, labels)
        );
    }
    [[nodiscard]] histogram_type create_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) const {
        return state_->metrics.create_histogram(
            state_->own_name(name), description, state_->all_labels(name, labels), bounds
        );
    }

    /// A family of any of tacho's types, whose labels have values that records give:
    /// `create_family<tacho::counter>("errors_total", "Errors.", {"error_type"})`.
    template <typename Metric>
        requires(!tacho::detail::has_runtime_bounds<Metric>)
    [[nodiscard]] runtime_family<Metric> create_family(
        std::string_view name,
        std::string_view description,
        std::vector<std::string_view> const& label_names,
        std::vector<label> const& labels = {}
    ) const {
        state_->check_names(name, label_names);
        return {
            registry(), runtime(metric_name(name)), description, label_names, options(name, labels)
        };
    }

    /// The same for `tacho::histogram<tacho::runtime_buckets>`.
    template <typename Metric>
        requires tacho::detail::has_runtime_bounds<Metric>
    [[nodiscard]] runtime_family<Metric> create_family(
        std::string_view name,
        std::string_view description,
        std::vector<std::string_view> const& label_names,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) const {
        state_->check_names(name, label_names);
        return {
            registry(),
            runtime(metric_name(name)),
            description,
            label_names,
            bounds,
            options(name, labels)
        };
    }

    /// Of everything else that tacho has, with the names and labels of this place:
    ///
    ///     tacho::callback_gauge const depth{
    ///         node.registry(), tacho::runtime(node.metric_name("queue_depth")), "Waiting.",
    ///         [&] { return queue.size(); }, node.options("queue_depth")
    ///     };
    [[nodiscard]] tacho::registry& registry() const noexcept { return state_->own; }
    [[nodiscard]] std::string metric_name(std::string_view name) const {
        return std::string{prefix()}.append(state_->own_name(name));
    }
    [[nodiscard]] metric_options
    options(std::string_view name, std::vector<label> const& labels = {}) const {
        return {.labels = state_->all_labels(name, labels)};
    }

    /// Shows what is in `other` in the scrapes of this node too, as it is.
    void attach(registry_ref other) const { state_->attach(std::move(other)); }

    /// Takes a child of this node, and what is below it, out of scrapes. Its name is free, and its
    /// handles go on.
    void remove(node const& child) const { state_->remove(*child.state_); }

    [[nodiscard]] std::string_view name() const noexcept { return state_->name; }
    [[nodiscard]] std::string_view prefix() const noexcept { return state_->metrics.prefix(); }

    /// The labels that all metrics of this node have.
    [[nodiscard]] std::vector<label> const& labels() const noexcept { return state_->labels; }

    /// All values of this node and those below it now: calls their update callbacks, reads their
    /// registries, calls their text callbacks, and merges (see exposition::merge). What cannot be
    /// shown is left out, reported, and counted: `tacho_left_out_families_total`,
    /// `tacho_left_out_series_total`, `tacho_callback_errors_total`. Allocates.
    void gather(exposition& into) const { detail::node_scrape{state_}.gather(into); }

    [[nodiscard]] std::string prometheus_format_str() const {
        exposition scraped;
        gather(scraped);
        std::string text;
        text_encoder encoder{scraped.view()};
        for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
            text += piece;
        return text;
    }

    friend bool operator==(node const&, node const&) = default;

protected:
    explicit node(std::shared_ptr<detail::node_state> state) noexcept
        : state_{std::move(state)} {}

    [[nodiscard]] std::shared_ptr<detail::node_state> const& state() const noexcept {
        return state_;
    }

private:
    template <typename Result>
    friend class detail::scrape_callback;

    std::shared_ptr<detail::node_state> state_;
};

static_assert(backend<node>);
static_assert(gathers<node>);

} // namespace tacho::inline v0::component

#endif
