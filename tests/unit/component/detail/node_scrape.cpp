// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/detail/node_scrape.hpp>
#include <tacho/component/scrape_callback.hpp>
#include <tacho/component/tree.hpp>
#include <tacho/self_metrics.hpp>

#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <vector>

using namespace tacho::component;

namespace {

/// A tree that remembers its reports.
struct reporting_tree {
    std::vector<std::string> reports;
    runtime_node runtime{{
        .report = [this](std::string_view message) { reports.emplace_back(message); },
    }};
    namespace_node one = runtime.create_namespace("one");
    namespace_node two = runtime.create_namespace("two");
};

/// How much the self-metric `name` grows in one scrape of `of`, whose text is stored in `text`.
[[nodiscard]] double grows(std::string const& name, node const& of, std::string& text) {
    tacho::registry registry;
    tacho::self_metrics const own{registry};
    auto const now = [&] { return std::stod(sample(registry, name)); };
    auto const before = now();
    text = of.prometheus_format_str();
    return now() - before;
}

} // namespace

TEST_CASE(
    "a family that differs from an earlier one is left out, reported and counted", "[component]"
) {
    reporting_tree tree;
    static_cast<void>(tree.one.create_gauge("m", "One."));
    static_cast<void>(tree.two.create_gauge("m", "Two."));
    static_cast<void>(tree.two.create_counter("fine_total", "Fine."));
    std::string text;
    CHECK(grows("tacho_left_out_families_total", tree.runtime, text) == 1);
    CHECK(sample(text, R"(m{namespace="one"})") == "0");
    CHECK(sample(text, R"(m{namespace="two"})") == "absent");
    CHECK(sample(text, R"(fine_total{namespace="two"})") == "0");
    CHECK(
        tree.reports ==
        std::vector<std::string>{"tacho: metric \"m\" is a gauge with the help \"Two.\", but was "
                                 "shown as a gauge with the help \"One.\" before"}
    );
    CHECK(grows("tacho_left_out_families_total", tree.two, text) == 0);
    CHECK(sample(text, R"(m{namespace="two"})") == "0");
}

TEST_CASE("a series that exists twice is shown once, and counted", "[component]") {
    reporting_tree tree;
    tacho::registry other;
    tacho::gauge const gauge{other, "m", "M.", {.labels = {{"namespace", "one"}}}};
    gauge.set(2);
    static_cast<void>(tree.one.create_gauge("m", "M."));
    tree.runtime.attach(other);
    std::string text;
    CHECK(grows("tacho_left_out_series_total", tree.runtime, text) == 1);
    CHECK(sample(text, R"(m{namespace="one"})") == "0"); // nodes come first
    CHECK(occurrences(text, "m{") == 1);
    CHECK(tree.reports.empty());
}

TEST_CASE("a registry that is attached in two places is read once", "[component]") {
    reporting_tree tree;
    tacho::registry other;
    tacho::gauge const gauge{other, "m", "M."};
    tree.one.attach(other);
    tree.two.attach(other);
    tree.runtime.attach(tree.two.registry());
    static_cast<void>(tree.two.create_gauge("n", "N."));
    std::string text;
    CHECK(grows("tacho_left_out_series_total", tree.runtime, text) == 0);
    CHECK(sample(text, "m") == "0");
}

TEST_CASE(
    "callbacks of a node and of the nodes below it run before the registries are read",
    "[component]"
) {
    reporting_tree tree;
    auto const gauge = tree.runtime.create_gauge("g", "G.");
    int below = 0;
    int beside = 0;
    update_callback const updates{tree.one, [&] { gauge.set(++below); }};
    update_callback const others{tree.two, [&] { ++beside; }};
    CHECK(sample(tree.runtime.prometheus_format_str(), "g") == "1");
    CHECK(beside == 1);
    static_cast<void>(tree.one.prometheus_format_str());
    CHECK(below == 2);
    CHECK(beside == 1);
}

TEST_CASE("a callback that throws is reported, and the others still run", "[component]") {
    reporting_tree tree;
    auto const gauge = tree.one.create_gauge("g", "G.");
    update_callback const fails{tree.one, [] { throw std::runtime_error{"no disk"}; }};
    update_callback const fails_oddly{tree.one, [] { throw 1; }};
    update_callback const works{tree.one, [&] { gauge.set(1); }};
    text_callback const no_text{tree.one, []() -> std::string {
                                    throw std::runtime_error{"gone"};
                                }};
    text_callback const text_of{tree.one, [] { return "there 1"; }};
    std::string text;
    CHECK(grows("tacho_callback_errors_total", tree.one, text) == 3);
    CHECK(sample(text, R"(g{namespace="one"})") == "1");
    CHECK(sample(text, "there") == "1");
    CHECK(
        tree.reports ==
        std::vector<std::string>{
            "tacho: a callback threw: no disk",
            "tacho: a callback threw what is no std::exception",
            "tacho: a callback threw: gone",
        }
    );
}

TEST_CASE("foreign texts follow the metrics, line by line", "[component]") {
    reporting_tree tree;
    static_cast<void>(tree.runtime.create_gauge("z", "Z."));
    text_callback const first{tree.one, [] { return "# TYPE b gauge\nb{n=\"1\"} 1"; }};
    text_callback const second{tree.two, [] { return "\n\n# TYPE b gauge\nb{n=\"2\"} 2\n\na 1"; }};
    text_callback const none{tree.two, [] { return ""; }};
    auto const text = tree.runtime.prometheus_format_str();
    CHECK(text.ends_with("# TYPE z gauge\nz 0\n# TYPE b gauge\nb{n=\"1\"} 1\nb{n=\"2\"} 2\na 1\n"));
    CHECK(tree.two.prometheus_format_str() == "# TYPE b gauge\nb{n=\"2\"} 2\na 1\n");
    CHECK(tree.reports.empty());
}

TEST_CASE("the wrong lines of a foreign text are left out, counted and reported", "[component]") {
    reporting_tree tree;
    static_cast<void>(tree.one.create_gauge("ours", "O."));
    text_callback const wrong{tree.one, [] { return "fine 1\nnot fine\n"; }};
    text_callback const right{tree.one, [] { return "right 1\nours 2\n"; }};
    std::string text;
    CHECK(grows("tacho_left_out_series_total", tree.one, text) == 1);
    CHECK(text.ends_with("ours{namespace=\"one\"} 0\nfine 1\nright 1\n"));
    CHECK(
        tree.reports ==
        std::vector<std::string>{
            "tacho: line 2 of the foreign text, \"not fine\", has no number for a value; it is left out",
            "tacho: metric \"ours\" is in a foreign text, but was there before",
        }
    );
    tree.reports.clear();
    CHECK(grows("tacho_left_out_families_total", tree.one, text) == 1);
}
