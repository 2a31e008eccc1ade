// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_REQUEST_METRICS_IPP
#define TACHO_COMPONENT_REQUEST_METRICS_IPP

#include <tacho/component/request_metrics.hpp>

#include <string>

namespace tacho::inline v0::component::detail {

TACHO_DECL std::vector<double> request_duration_bounds() {
    return {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600};
}

TACHO_DECL std::vector<label>
with_error_type(std::vector<label> const& labels, std::string_view error_type) {
    auto all = labels;
    all.push_back({"error_type", std::string{error_type}});
    return all;
}

} // namespace tacho::inline v0::component::detail

#endif
