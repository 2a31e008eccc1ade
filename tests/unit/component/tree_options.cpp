// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/tree_options.hpp>

#include <string>
#include <support/catch.hpp>

using tacho::component::tree_names;

TEST_CASE("the Dynamo preset has Dynamo's names", "[component]") {
    auto const names = tree_names::dynamo();
    CHECK(names.prefix == "dynamo_component_");
    CHECK(names.namespace_label == "dynamo_namespace");
    CHECK(names.component_label == "dynamo_component");
    CHECK(names.endpoint_label == "dynamo_endpoint");
    CHECK(names.worker_label == "worker_id");
    CHECK(names.uptime_help == "Total uptime of the DistributedRuntime in seconds");
}

TEST_CASE("the default names have no prefix", "[component]") {
    tree_names const names;
    CHECK(names.prefix.empty());
    CHECK(names.namespace_label == "namespace");
    CHECK(names.component_label == "component");
    CHECK(names.endpoint_label == "endpoint");
    CHECK(names.worker_label == "worker_id");
    tacho::component::tree_options const options;
    CHECK(options.worker_id.empty());
    CHECK(options.labels.empty());
    CHECK_FALSE(options.report);
}
