// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_COLLECTED_FAMILIES_IPP
#define TACHO_DETAIL_REGISTRY_COLLECTED_FAMILIES_IPP

#include <tacho/detail/registry/collected_families.hpp>

#include <cstddef>
#include <vector>

namespace tacho::inline v0::detail {

TACHO_DECL std::vector<std::size_t> collected_families::mark() const {
    std::vector<std::size_t> sizes;
    for (auto const& each : all)
        sizes.push_back(each->samples.size());
    return sizes;
}

TACHO_DECL void collected_families::rewind(std::vector<std::size_t> const& sizes) noexcept {
    while (all.size() > sizes.size())
        all.pop_back();
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        auto& [description, samples, seen] = *all[i];
        for (; samples.size() > sizes[i]; samples.pop_back())
            seen.erase(samples.back().text);
        if (samples.empty()) { // the next histogram decides the family's bounds
            description.bounds.clear();
            description.bound_texts.clear();
        }
    }
}

} // namespace tacho::inline v0::detail

#endif
