// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/detail/node_state.hpp>

#include <memory>
#include <stdexcept>
#include <string_view>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <vector>

using tacho::label;
using tacho::component::tree_options;
using tacho::component::detail::node_state;
using tacho::component::detail::tree_level;

namespace {

[[nodiscard]] std::shared_ptr<node_state> root(tree_options options = {}) {
    return std::make_shared<node_state>(
        std::make_shared<tree_options const>(std::move(options)),
        tree_level::runtime,
        "",
        std::vector<label>{{"worker_id", "w"}}
    );
}

} // namespace

TEST_CASE("a child is identified by its level and name", "[component]") {
    auto const top = root();
    auto const a = top->child(tree_level::in_namespace, "a");
    CHECK(a == top->child(tree_level::in_namespace, "a"));
    CHECK(a != top->child(tree_level::in_namespace, "b"));
    CHECK(a->child(tree_level::in_namespace, "x") != a->child(tree_level::component, "x"));
    CHECK(top->children.size() == 2);
    top->remove(*a);
    CHECK(top->children.size() == 1);
    top->remove(*a);
    CHECK(top->children.size() == 1);
    CHECK(a != top->child(tree_level::in_namespace, "a"));
}

TEST_CASE("labels tell the place, in order of their names", "[component]") {
    auto const endpoint = root()
                              ->child(tree_level::in_namespace, "n")
                              ->child(tree_level::in_namespace, "inner")
                              ->child(tree_level::component, "c")
                              ->child(tree_level::endpoint, "e");
    CHECK(
        endpoint->labels ==
        std::vector<label>{
            {"component", "c"}, {"endpoint", "e"}, {"namespace", "n.inner"}, {"worker_id", "w"}
        }
    );
    CHECK(
        endpoint->all_labels("m", {{"zone", "z"}, {"device", "d"}}) ==
        std::vector<label>{
            {"component", "c"},
            {"device", "d"},
            {"endpoint", "e"},
            {"namespace", "n.inner"},
            {"worker_id", "w"},
            {"zone", "z"}
        }
    );
}

TEST_CASE("a level without a name or without a label's name has no label", "[component]") {
    auto const unnamed = root({.names = {.namespace_label = ""}})
                             ->child(tree_level::in_namespace, "n")
                             ->child(tree_level::in_namespace, "o")
                             ->child(tree_level::component, "");
    CHECK(unnamed->labels == std::vector<label>{{"worker_id", "w"}});
}

TEST_CASE("the tree's labels are reserved at every level", "[component]") {
    auto const top = root();
    for (auto const* const name : {"namespace", "component", "endpoint", "worker_id"}) {
        auto const message =
            refusal([&] { static_cast<void>(top->all_labels("m", {{"k", "v"}, {name, "v"}})); });
        CHECK_THAT(
            message,
            Catch::Contains("metric \"m\"") &&
                Catch::Contains("\"" + std::string{name} + "\" is the tree's own")
        );
        CHECK(message == refusal([&] { top->check_names("m", {"k", name}); }));
    }
    CHECK(refusal([&] { top->check_names("m", {"k"}); }).empty());
    auto const other = root({.names = tacho::component::tree_names::dynamo()});
    CHECK(refusal([&] { other->check_names("m", {"namespace"}); }).empty());
    CHECK_FALSE(refusal([&] { other->check_names("m", {"dynamo_namespace"}); }).empty());
}

TEST_CASE("a metric's name is made from any text with a letter or a digit", "[component]") {
    auto const top = root();
    CHECK(top->own_name("123.test-name@domain") == "_123_test_name_domain");
    CHECK_THAT(
        refusal([&] { static_cast<void>(top->own_name("--")); }), Catch::Contains("metric \"--\"")
    );
}

TEST_CASE("exceptions of a report function are dropped", "[component]") {
    std::vector<std::string> heard;
    root({.report = [&](std::string_view message) { heard.emplace_back(message); }})->report("m");
    CHECK(heard == std::vector<std::string>{"m"});
    root({.report = [](std::string_view) { throw std::runtime_error{"no"}; }})->report("m");
    root()->report("m");
}
