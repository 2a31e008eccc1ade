// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>
#include <tacho/testing/lint.hpp>

#include <string>
#include <support/catch.hpp>
#include <vector>

namespace {

/// What the lint says about a gauge of this name.
[[nodiscard]] std::vector<std::string>
about(std::string const& name, std::string const& help = "H.") {
    tacho::registry registry;
    tacho::gauge const gauge{registry, tacho::runtime(name), help};
    std::vector<std::string> said;
    for (auto const& [metric, text] : tacho::lint(registry)) {
        CHECK(metric == name);
        said.push_back(text);
    }
    return said;
}

using texts = std::vector<std::string>;

} // namespace

// tests/e2e/lint.py compares the lint with promtool.

TEST_CASE("each practice is named, with what to do", "[lint]") {
    CHECK(about("queue_length").empty());
    CHECK(about("size_bytes").empty());
    CHECK(about("x", "") == texts{"has no help text: say what it counts or measures"});
    CHECK(about("wait_milliseconds") == texts{"is in milliseconds: use the base unit seconds"});
    CHECK(about("size_mebibytes") == texts{"is in mebibytes: use the base unit bytes"});
    CHECK(about("wait_ms") == texts{"has the abbreviated unit \"ms\": write the unit out"});
    CHECK(about("x_total") == texts{"is no counter: only their names end in _total"});
    CHECK(about("x_bucket") == texts{"is no histogram: only their samples' names end in _bucket"});
    CHECK(about("x_gauge") == texts{"has a type in its name: leave out gauge"});
    CHECK(about("a:b") == texts{"has a colon in its name: those are for recording rules"});
    CHECK(about("queueLength") == texts{"has a name in camelCase: write it in snake_case"});
}

TEST_CASE("counters, labels and the types with samples of their own", "[lint]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "requests", "R."};
    tacho::family<tacho::gauge, "le", "myLabel"> const family{registry, "g", "G."};
    static_cast<void>(family.with("1", "2"));
    static_cast<void>(family.with("3", "4"));
    tacho::histogram<> const histogram{registry, "h_seconds", "H."};
    tacho::summary const summary{registry, "s_seconds", "S."};
    tacho::info const info{registry, "build_info", "I.", {{"version", "1"}}};
    CHECK(
        tacho::lint(registry) ==
        std::vector<tacho::lint_problem>{
            {"requests", "is a counter: its name ends in _total"},
            {"g", "has the label le, which only histograms have"},
            {"g", "has the label \"myLabel\": write it in snake_case"},
        }
    );
}
