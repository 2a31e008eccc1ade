// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_TREE_OPTIONS_HPP
#define TACHO_COMPONENT_TREE_OPTIONS_HPP

#include <tacho/options.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::component {

/// The prefix of a tree's metrics, and the names of the labels that tell the place in the tree. An
/// empty name leaves the label out.
struct tree_names {
    std::string prefix{}; // every metric's name begins with it
    std::string namespace_label{"namespace"};
    std::string component_label{"component"};
    std::string endpoint_label{"endpoint"};
    std::string worker_label{"worker_id"};
    std::string uptime_help{"Time since the runtime was made."};

    /// The names of NVIDIA Dynamo.
    [[nodiscard]] static tree_names dynamo();
};

/// The options of a tree.
struct tree_options {
    tree_names names{};

    /// The value of the worker's label on all metrics, any UTF-8. (In Dynamo it is the number of
    /// the instance, hexadecimal in lower case.) If it is empty, metrics do not have the label.
    std::string worker_id{};

    /// Further labels of all metrics, such as where the process runs.
    std::vector<label> labels{};

    /// Receives the errors of scrapes, which go on: callbacks that threw, foreign text that is
    /// wrong, families that differ from others of their name. Called on the thread that scrapes,
    /// with no lock held.
    std::function<void(std::string_view message)> report{};
};

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/tree_options.ipp> // IWYU pragma: export
#endif

#endif
