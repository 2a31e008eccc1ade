// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_COLLECTED_FAMILIES_IPP
#define TACHO_DETAIL_REGISTRY_COLLECTED_FAMILIES_IPP

#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/registry/collected_families.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace tacho::inline v0::detail {

TACHO_DECL collected_family* collected_families::find(std::string_view sample_name) const {
    auto const found = by_sample_.find(sample_name);
    return found != by_sample_.end() ? found->second : nullptr;
}

TACHO_DECL collected_family& collected_families::add(std::unique_ptr<collected_family> made) {
    auto const before = mark();
    all.push_back(std::move(made));
    rollback undo{[&] { rewind(before); }};
    auto& added = *all.back();
    for (auto const& each : added.sample_names)
        by_sample_.emplace(each, &added);
    undo.keep();
    return added;
}

TACHO_DECL void collected_families::add_sample(collected_family& to, collected_sample made) {
    added_.push_back(&to);
    rollback not_added{[&] { added_.pop_back(); }};
    auto const [text, is_new] = to.seen.insert(made.text);
    if (!is_new)
        return;
    rollback not_seen{[&] { to.seen.erase(text); }};
    to.samples.push_back(std::move(made));
    not_seen.keep();
    not_added.keep();
}

TACHO_DECL void collected_families::rewind(extent const& to) noexcept {
    for (; added_.size() > to.samples; added_.pop_back()) {
        auto& [description, names, samples, seen] = *added_.back();
        seen.erase(samples.back().text);
        samples.pop_back();
        if (samples.empty()) { // the next histogram decides the family's bounds
            description.bounds.clear();
            description.bound_texts.clear();
        }
    }
    for (; all.size() > to.families; all.pop_back())
        for (auto const& each : all.back()->sample_names)
            if (auto const found = by_sample_.find(each);
                found != by_sample_.end() && found->second == all.back().get())
                by_sample_.erase(found);
}

TACHO_DECL void collected_families::clear() noexcept {
    by_sample_.clear();
    added_.clear();
    all.clear();
}

} // namespace tacho::inline v0::detail

#endif
