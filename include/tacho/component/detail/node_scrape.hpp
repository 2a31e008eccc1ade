// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_NODE_SCRAPE_HPP
#define TACHO_COMPONENT_DETAIL_NODE_SCRAPE_HPP

#include <tacho/component/detail/node_state.hpp>
#include <tacho/exposition/exposition.hpp>
#include <tacho/registry.hpp>

#include <memory>
#include <vector>

namespace tacho::inline v0::component::detail {

/// One scrape of a node and everything below it. The constructor chooses, with the lock held, what
/// is called and read; the lock is not held afterwards.
class node_scrape {
public:
    explicit node_scrape(std::shared_ptr<node_state> const& of);

    void gather(exposition& into);

private:
    void choose(std::shared_ptr<node_state> const& from);
    void choose_attached();
    void add_text(text_state& from, exposition& into) const;

    node_state const& of_;
    std::vector<std::shared_ptr<node_state>> nodes_{}; // keeps alive what was chosen
    std::vector<std::shared_ptr<update_state>> updates_{};
    std::vector<std::shared_ptr<text_state>> texts_{};
    std::vector<registry_ref> registries_{};
};

} // namespace tacho::inline v0::component::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/detail/node_scrape.ipp> // IWYU pragma: export
#endif

#endif
