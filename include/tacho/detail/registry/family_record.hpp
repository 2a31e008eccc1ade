// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_FAMILY_RECORD_HPP
#define TACHO_DETAIL_REGISTRY_FAMILY_RECORD_HPP

#include <tacho/detail/recording/bucket_search.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/registry/departures.hpp>
#include <tacho/detail/registry/gapped_list.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/family_description.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::detail {

/// A family of a registry: all series of one name. Its destructor gives the cells of its series
/// back.
struct family_record final : departing {
    family_description description{};
    metric_shape shape{}; // without its spans: their content is in the description
    std::size_t constant_labels{0};
    std::unique_ptr<runtime_bucket_search> search{};
    gapped_list<series_group> groups{};
    std::map<std::string_view, series_group*> by_constants{
    };                                  // not hashed: clients may choose values
    std::vector<std::string> samples{}; // every name that the family may expose
    bool unregistered{false};           // no scrape shows the family, and its name is free
    std::uint32_t position{0};          // in its registry
};

} // namespace tacho::inline v0::detail

#endif
