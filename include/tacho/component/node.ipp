// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NODE_IPP
#define TACHO_COMPONENT_NODE_IPP

#include <tacho/component/detail/node_scrape.hpp>
#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/node.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/exposition/gatherer.hpp>
#include <tacho/exposition/text.hpp>
#include <tacho/registry.hpp>

#include <utility>

namespace tacho::inline v0::component {

static_assert(gathers<node>);

TACHO_DECL node::node(std::shared_ptr<detail::node_state> state) noexcept
    : state_{std::move(state)} {}

TACHO_DECL node::counter_type node::create_counter(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) const {
    return state_->metrics.create_counter(
        state_->own_name(name), description, state_->all_labels(name, labels)
    );
}

TACHO_DECL node::gauge_type node::create_gauge(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) const {
    return state_->metrics.create_gauge(
        state_->own_name(name), description, state_->all_labels(name, labels)
    );
}

TACHO_DECL node::histogram_type node::create_histogram(
    std::string_view name,
    std::string_view description,
    std::vector<label> const& labels,
    std::vector<double> const& bounds
) const {
    return state_->metrics.create_histogram(
        state_->own_name(name), description, state_->all_labels(name, labels), bounds
    );
}

TACHO_DECL tacho::registry& node::registry() const noexcept {
    return state_->own;
}

TACHO_DECL std::string node::metric_name(std::string_view name) const {
    return std::string{prefix()}.append(state_->own_name(name));
}

TACHO_DECL metric_options
node::options(std::string_view name, std::vector<label> const& labels) const {
    return {.labels = state_->all_labels(name, labels)};
}

TACHO_DECL void node::attach(registry_ref other) const {
    state_->attach(std::move(other));
}

TACHO_DECL void node::remove(node const& child) const {
    state_->remove(*child.state_);
}

TACHO_DECL std::string_view node::name() const noexcept {
    return state_->name;
}

TACHO_DECL std::string_view node::prefix() const noexcept {
    return state_->metrics.prefix();
}

TACHO_DECL std::vector<label> const& node::labels() const noexcept {
    return state_->labels;
}

TACHO_DECL void node::gather(exposition& into) const {
    detail::node_scrape{state_}.gather(into);
}

TACHO_DECL std::string node::prometheus_format_str() const {
    exposition scraped;
    gather(scraped);
    std::string text;
    text_encoder encoder{scraped.view()};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        text += piece;
    return text;
}

TACHO_DECL void
node::check_names(std::string_view metric, std::vector<std::string_view> const& labels) const {
    state_->check_names(metric, labels);
}

} // namespace tacho::inline v0::component

#endif
