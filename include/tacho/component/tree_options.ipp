// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_TREE_OPTIONS_IPP
#define TACHO_COMPONENT_TREE_OPTIONS_IPP

#include <tacho/component/tree_options.hpp>
#include <tacho/detail/language/separate_compilation.hpp>

namespace tacho::inline v0::component {

TACHO_DECL tree_names tree_names::dynamo() {
    return {
        .prefix = "dynamo_component_",
        .namespace_label = "dynamo_namespace",
        .component_label = "dynamo_component",
        .endpoint_label = "dynamo_endpoint",
        .worker_label = "worker_id",
        .uptime_help = "Total uptime of the DistributedRuntime in seconds",
    };
}

} // namespace tacho::inline v0::component

#endif
