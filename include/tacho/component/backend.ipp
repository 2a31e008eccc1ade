// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_BACKEND_IPP
#define TACHO_COMPONENT_BACKEND_IPP

#include <tacho/buckets.hpp>
#include <tacho/component/backend.hpp>

namespace tacho::inline v0::component {

TACHO_DECL std::vector<double> default_bounds() {
    auto const bounds = default_buckets::bounds();
    return {bounds.begin(), bounds.end()};
}

} // namespace tacho::inline v0::component

#endif
