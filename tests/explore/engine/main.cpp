// SPDX-License-Identifier: BSL-1.0

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "execution.hpp"

//   <program> [--long] [--only=<part of a scenario's name>]
//
// Explores the program's scenarios, one after the other. Prints how far each was explored, or the
// failure and the steps that led to it.

namespace explore {

namespace {

[[nodiscard]] std::vector<scenario const*>& all_scenarios() {
    static std::vector<scenario const*> all;
    return all;
}

/// Runs a failed scenario once more, with the decisions that made it fail, and prints the steps.
void print_trace(scenario const& failed, bounds const& within, choices& path) {
    auto& run = execution::instance();
    path.begin_again();
    auto const failure = run.run(failed.body, within, path, true);
    for (auto const& line : run.trace())
        std::printf("%s\n", line.c_str());
    std::printf("FAILED: %s: %s\n", failed.name, failure.c_str());
}

[[nodiscard]] bool has_outcomes(scenario const& of, std::set<unsigned> const& found) {
    if (of.outcomes.empty() || of.outcomes == found)
        return true;
    std::printf("outcomes:");
    for (auto const each : found)
        std::printf(" %u", each);
    std::printf("\nFAILED: %s: the outcomes are not what was expected\n", of.name);
    return false;
}

[[nodiscard]] bool explore_one(scenario const& each, bool in_long_form) {
    auto const within = in_long_form ? each.longer : each.normal;
    auto& run = execution::instance();
    choices path;
    run.forget_sharing();
    run.outcomes().clear();
    std::uint64_t runs = 0;
    std::uint64_t all_runs = 0;
    do {
        // The runs show which addresses threads share. When a run shows another one, exploration
        // starts again from the beginning.
        if (runs == 0 || run.sharing_grew()) {
            path.clear();
            runs = 0;
        }
        run.note_sharing();
        path.begin();
        ++runs;
        ++all_runs;
        if (!run.run(each.body, within, path, false).empty()) {
            std::printf("%s: run %llu\n", each.name, static_cast<unsigned long long>(all_runs));
            print_trace(each, within, path);
            return false;
        }
    } while (run.sharing_grew() || path.advance());

    constexpr auto unbounded = std::numeric_limits<unsigned>::max();
    bounds const none{unbounded, unbounded, 0};
    for (std::uint64_t seed = 1; seed <= within.walks; ++seed) {
        run.note_sharing();
        path.begin_walk(seed);
        if (!run.run(each.body, none, path, false).empty()) {
            std::printf("%s: walk %llu\n", each.name, static_cast<unsigned long long>(seed));
            print_trace(each, none, path);
            return false;
        }
    }
    std::printf(
        "%s: %llu runs within %u preemptions and %u stale reads, %llu walks from seed 1\n",
        each.name,
        static_cast<unsigned long long>(runs),
        within.preemptions,
        within.stale_reads,
        static_cast<unsigned long long>(within.walks)
    );
    std::fflush(stdout);
    return has_outcomes(each, run.outcomes());
}

} // namespace

scenario::scenario(
    char const* its_name,
    bounds short_form,
    bounds long_form,
    void (*its_body)(),
    std::set<unsigned> its_outcomes
)
    : name{its_name}
    , normal{short_form}
    , longer{long_form}
    , body{its_body}
    , outcomes{std::move(its_outcomes)} {
    all_scenarios().push_back(this);
}

} // namespace explore

int main(int count, char** arguments) {
    bool in_long_form = std::getenv("TACHO_TEST_LONG") != nullptr;
    std::string_view only;
    for (int i = 1; i < count; ++i) {
        std::string_view const argument{arguments[i]};
        if (argument == "--long")
            in_long_form = true;
        else if (argument.starts_with("--only="))
            only = argument.substr(7);
        else
            return std::printf("what is '%s'?\n", arguments[i]), 2;
    }
    int explored = 0;
    for (auto const* const each : explore::all_scenarios())
        if (std::string_view{each->name}.find(only) != std::string_view::npos) {
            ++explored;
            if (!explore::explore_one(*each, in_long_form))
                return 1;
        }
    if (explored == 0)
        return std::printf("no scenario has '%s' in its name\n", std::string{only}.c_str()), 2;
}
