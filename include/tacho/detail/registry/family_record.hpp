// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_FAMILY_RECORD_HPP
#define TACHO_DETAIL_REGISTRY_FAMILY_RECORD_HPP

#include <tacho/detail/recording/bucket_search.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/family_description.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace tacho::inline v0::detail {

/// A family of a registry: all series of one name.
struct family_record {
    family_description description{};
    metric_shape shape{}; // without its spans: their content is in the description
    std::size_t constant_labels{0};
    std::unique_ptr<runtime_bucket_search> search{};
    std::vector<std::unique_ptr<series_group>> groups{};
    std::vector<series*> all{}; // in the order they were made
    bool unregistered{false};   // no scrape shows the family, and its name is free
};

} // namespace tacho::inline v0::detail

#endif
