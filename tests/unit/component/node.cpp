// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/node.hpp>
#include <tacho/component/run_time.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/component.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <vector>

using namespace tacho::component;

namespace {

/// A tree whose component shows the text of components without a tree: no labels of the tree, no
/// uptime.
struct bare_tree {
    runtime_node runtime;
    component_node component{runtime.create_namespace("").create_component("")};
};

/// The families of `text`, each unchanged, in order of their names.
[[nodiscard]] std::string by_name(std::string_view text) {
    std::vector<std::string> families;
    while (!text.empty()) {
        auto const end = text.find("\n# HELP ");
        auto const size = end == std::string_view::npos ? text.size() : end + 1;
        families.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    std::ranges::sort(families);
    std::string sorted;
    for (auto const& each : families)
        sorted += each;
    return sorted;
}

} // namespace

TEST_CASE("a component has equal metrics in a tree and in other registries", "[component]") {
    bare_tree tree;
    run_service(tree.component);
    CHECK(tree.component.prometheus_format_str() == by_name(service_text));
    bare_tree chosen;
    auto const interface = run_time(std::make_shared<component_node>(chosen.component));
    run_service<metrics_registry>(*interface);
    CHECK(chosen.component.prometheus_format_str() == by_name(service_text));
    CHECK(interface->prometheus_format_str() == by_name(service_text));
}

TEST_CASE(
    "a node's metrics have its prefix, its labels and names made by the rule", "[component]"
) {
    runtime_node const runtime{{.names = tree_names::dynamo(), .worker_id = "1f"}};
    auto const node = runtime.create_namespace("my-ns");
    CHECK(node.name() == "my-ns");
    CHECK(node.prefix() == "dynamo_component_");
    CHECK(
        node.labels() ==
        std::vector<tacho::label>{{"dynamo_namespace", "my-ns"}, {"worker_id", "1f"}}
    );
    CHECK(node.create_counter("123metric", "D.").name() == "dynamo_component__123metric");
    CHECK(node.create_gauge("in-use", "D.", {{"a", "1"}}).name() == "dynamo_component_in_use");
    CHECK(
        node.create_histogram("took.seconds", "D.", {}, {1}).name() ==
        "dynamo_component_took_seconds"
    );
    auto const text = node.prometheus_format_str();
    CHECK(
        sample(text, R"(dynamo_component__123metric{dynamo_namespace="my-ns",worker_id="1f"})") ==
        "0"
    );
    CHECK(
        sample(text, R"(dynamo_component_in_use{a="1",dynamo_namespace="my-ns",worker_id="1f"})") ==
        "0"
    );
    CHECK(
        sample(
            text,
            R"(dynamo_component_took_seconds_bucket{dynamo_namespace="my-ns",worker_id="1f",le="1"})"
        ) == "0"
    );
}

TEST_CASE(
    "creating a metric of a node twice gives one metric, and another shape is an error",
    "[component]"
) {
    bare_tree const tree;
    auto const& node = tree.component;
    node.create_counter("c-total", "C.").increment();
    node.create_counter("c_total", "C.").increment();
    CHECK(sample(node.prometheus_format_str(), "c_total") == "2");
    auto const before = node.prometheus_format_str();
    CHECK_THAT(
        refusal([&] { static_cast<void>(node.create_gauge("c_total", "C.")); }),
        Catch::Contains("already registered as a counter")
    );
    CHECK_THAT(
        refusal([&] { static_cast<void>(node.create_gauge("g", "G.", {{"a", "1"}, {"a", "2"}})); }),
        Catch::Contains("\"a\" is given twice")
    );
    CHECK_THAT(
        refusal([&] { static_cast<void>(node.create_gauge("g", "G.", {{"worker_id", "2"}})); }),
        Catch::Contains("the tree's own")
    );
    CHECK_THAT(
        refusal([&] { static_cast<void>(node.create_histogram("h", "H.", {}, {2, 1})); }),
        Catch::Contains("increase strictly")
    );
    CHECK_THAT(
        refusal([&] { static_cast<void>(node.create_counter("_", "C.")); }),
        Catch::Contains("metric \"_\"")
    );
    CHECK(node.prometheus_format_str() == before);
}

TEST_CASE("families of a node take label values with each record", "[component]") {
    runtime_node const runtime{{.worker_id = "1"}};
    auto const counters =
        runtime.create_family<tacho::counter>("c-total", "C.", {"zone", "error"}, {{"k", "v"}});
    counters.with({"z", "e"}).inc(2);
    auto const floating = runtime.create_family<tacho::float_counter>("f_total", "F.", {"a"});
    floating.with({"1"}).inc(0.5);
    auto const gauges = runtime.create_family<tacho::gauge>("g", "G.", {"a"});
    gauges.with({"1"}).set(-1);
    auto const up_down = runtime.create_family<tacho::up_down_counter>("u", "U.", {"a"});
    up_down.with({"1"}).dec();
    auto const histograms = runtime.create_family<tacho::histogram<tacho::runtime_buckets>>(
        "h", "H.", {"a"}, {}, {1, 2}
    );
    histograms.with({"1"}).observe(1.5);
    static_cast<void>(runtime.create_family<tacho::counter>("unseen_total", "U.", {"a"}));
    auto const text = runtime.prometheus_format_str();
    CHECK(sample(text, R"(c_total{k="v",worker_id="1",zone="z",error="e"})") == "2");
    CHECK(sample(text, R"(f_total{worker_id="1",a="1"})") == "0.5");
    CHECK(sample(text, R"(g{worker_id="1",a="1"})") == "-1");
    CHECK(sample(text, R"(u{worker_id="1",a="1"})") == "-1");
    CHECK(sample(text, R"(h_bucket{worker_id="1",a="1",le="2"})") == "1");
    CHECK(text.find("unseen") == std::string::npos);
    CHECK_THAT(
        refusal([&] {
            static_cast<void>(runtime.create_family<tacho::counter>("x_total", "X.", {"endpoint"}));
        }),
        Catch::Contains("the tree's own")
    );
    CHECK_THAT(
        refusal([&] {
            static_cast<void>(runtime.create_family<tacho::histogram<tacho::runtime_buckets>>(
                "x", "X.", {"endpoint"}
            ));
        }),
        Catch::Contains("the tree's own")
    );
    CHECK_THAT(refusal([&] { counters.with({"z"}).inc(); }), Catch::Contains("c_total"));
}

TEST_CASE("other metrics get a node's names and labels", "[component]") {
    runtime_node const runtime{{.names = tree_names::dynamo(), .worker_id = "1"}};
    tacho::callback_gauge const depth{
        runtime.registry(),
        tacho::runtime(runtime.metric_name("queue-depth")),
        "D.",
        [] { return 7; },
        runtime.options("queue-depth", {{"a", "1"}})
    };
    CHECK(
        sample(
            runtime.prometheus_format_str(), R"(dynamo_component_queue_depth{a="1",worker_id="1"})"
        ) == "7"
    );
    CHECK_FALSE(refusal([&] { static_cast<void>(runtime.options("m", {{"worker_id", "1"}})); }
    ).empty());
}

TEST_CASE("an attached registry is shown unchanged, once", "[component]") {
    runtime_node const runtime{{.worker_id = "1"}};
    auto const space = runtime.create_namespace("n");
    auto other = std::make_unique<tacho::registry>();
    tacho::counter const counter{*other, "a_total", "A."};
    runtime.attach(*other);
    space.attach(*other);
    other.reset();
    CHECK(occurrences(runtime.prometheus_format_str(), "a_total 0\n") == 1);
    CHECK(occurrences(space.prometheus_format_str(), "a_total 0\n") == 1);
    CHECK(runtime.create_namespace("m").prometheus_format_str().empty());
}

TEST_CASE("a gatherer can scrape a node", "[component]") {
    bare_tree const tree;
    static_cast<void>(tree.component.create_gauge("g", "G."));
    tacho::gatherer const source = tree.component;
    tacho::exposition shown;
    source.gather(shown);
    tacho::text_encoder encoder{shown.view()};
    CHECK(encoder.next() == tree.component.prometheus_format_str());
}
