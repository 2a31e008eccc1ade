// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_BUCKET_SEARCH_IPP
#define TACHO_DETAIL_RECORDING_BUCKET_SEARCH_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/bucket_search.hpp>

#include <span>

namespace tacho::inline v0::detail {

TACHO_DECL runtime_bucket_search::runtime_bucket_search(std::span<double const> bounds)
    : padded_(bounds.begin(), bounds.end())
    , nonpositive_{count_nonpositive(bounds)}
    , by_{best_slicing(bounds.subspan(nonpositive_))}
    , table_(by_.slices) {
    fill_slices(bounds, by_, table_);
    padded_.push_back(last_bound);
}

} // namespace tacho::inline v0::detail

#endif
