// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_NODE_SCRAPE_IPP
#define TACHO_COMPONENT_DETAIL_NODE_SCRAPE_IPP

#include <tacho/component/detail/node_scrape.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/arena_events.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/exposition/text_parser.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace tacho::inline v0::component::detail {

[[nodiscard]] inline tacho::detail::arena_events& scrape_events() noexcept {
    return tacho::detail::the_arena().events;
}

inline void count(tacho::detail::atomic<std::uint64_t>& in, std::size_t more) noexcept {
    in.fetch_add(more, std::memory_order_relaxed);
}

TACHO_DECL node_scrape::node_scrape(std::shared_ptr<node_state> const& of)
    : of_{*of} {
    auto const guard = node_state::lock();
    choose(of);
    choose_attached();
}

TACHO_DECL void node_scrape::gather(exposition& into) {
    for (auto const& each : updates_)
        if (each->call([](auto const& function) { function(); }) ==
            tacho::detail::call_result::failed)
            count(scrape_events().callback_errors, 1);
    for (auto const& each : registries_)
        into.add(each.collect());
    for (auto const& each : texts_)
        add_text(*each, into);
    auto const left_out = into.merge([&](std::string_view family, std::string_view why) {
        std::string message = "tacho: metric ";
        message.append(tacho::detail::in_quotes(family)).append(" ").append(why);
        of_.report(message);
    });
    count(scrape_events().left_out_families, left_out.families);
    count(scrape_events().left_out_series, left_out.series);
}

TACHO_DECL void node_scrape::choose(std::shared_ptr<node_state> const& from) {
    nodes_.push_back(from);
    updates_.insert(updates_.end(), from->updates.begin(), from->updates.end());
    texts_.insert(texts_.end(), from->texts.begin(), from->texts.end());
    registries_.emplace_back(from->own);
    for (auto const& [number, each] : from->children)
        choose(each);
}

/// Attached registries follow the nodes' own, which may be attached too.
TACHO_DECL void node_scrape::choose_attached() {
    std::set<registry_ref> chosen{registries_.begin(), registries_.end()};
    for (auto const& node : nodes_)
        for (auto const& each : node->attached)
            if (chosen.insert(each).second)
                registries_.push_back(each);
}

TACHO_DECL void node_scrape::add_text(text_state& from, exposition& into) const {
    std::string text;
    auto const result = from.call([&](auto const& function) { text = function(); });
    if (result == tacho::detail::call_result::failed)
        count(scrape_events().callback_errors, 1);
    if (result != tacho::detail::call_result::done)
        return;
    std::string error;
    std::size_t left_out = 0;
    into.add(parse_text(text, error, left_out));
    count(scrape_events().left_out_series, left_out);
    if (!error.empty())
        of_.report(error);
}

} // namespace tacho::inline v0::component::detail

#endif
