// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_TREE_OPTIONS_HPP
#define TACHO_COMPONENT_TREE_OPTIONS_HPP

#include <tacho/options.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::component {

/// What the metrics of a tree are called, and the labels that say where in it they are. A label
/// without a name is not there.
struct tree_names {
    std::string prefix{}; // of every metric's name
    std::string namespace_label{"namespace"};
    std::string component_label{"component"};
    std::string endpoint_label{"endpoint"};
    std::string worker_label{"worker_id"};
    std::string uptime_help{"Time since the runtime was made."};

    /// Those of NVIDIA Dynamo.
    [[nodiscard]] static tree_names dynamo() {
        return {
            .prefix = "dynamo_component_",
            .namespace_label = "dynamo_namespace",
            .component_label = "dynamo_component",
            .endpoint_label = "dynamo_endpoint",
            .worker_label = "worker_id",
            .uptime_help = "Total uptime of the DistributedRuntime in seconds",
        };
    }
};

/// What a tree is made with.
struct tree_options {
    tree_names names{};

    /// The value of the worker's label on all metrics, any UTF-8. (Dynamo's is the instance's
    /// number, hexadecimal in lower case.) Without one there is no such label.
    std::string worker_id{};

    /// Further labels of all metrics, such as where the process runs.
    std::vector<label> labels{};

    /// Told what went wrong in a scrape, which goes on: callbacks that threw, foreign text that is
    /// wrong, families that differ from others of their name. Called by whoever scrapes, with no
    /// lock held.
    std::function<void(std::string_view message)> report{};
};

} // namespace tacho::inline v0::component

#endif
