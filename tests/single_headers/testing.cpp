// SPDX-License-Identifier: BSL-1.0

// The test of somebody who copied testing.hpp beside tacho.hpp.
#include <tacho/tacho.hpp>
#include <tacho/testing.hpp>

#include <cstdio>
#include <single_headers/alone.hpp>
#include <string>

int main() {
    tacho::registry registry;
    tacho::counter const made{registry, "made_total", "Made."};
    tacho::testing::values const before{registry};
    made.inc(2);
    auto const problem = tacho::testing::difference(registry, R"(
        # HELP made_total Made.
        # TYPE made_total counter
        made_total 2
    )");
    std::fputs(problem.c_str(), stdout);
    return !problem.empty() || before.change("made_total") != 2 || !tacho::lint(registry).empty();
}
