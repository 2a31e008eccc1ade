// SPDX-License-Identifier: BSL-1.0

#include <tacho/component.hpp>
#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

// How the cost of what a program does to a registry grows with the number of things in it. One
// process measures one number; benchmarks/run --growth runs them all.
//
//     tacho_bench_growth COUNT
//
// Prints JSON: nanoseconds for all COUNT things.

namespace {

using clock = std::chrono::steady_clock;

bool first = true;

/// Does `work` and prints how long it took.
template <typename Work>
void time(char const* what, Work work) {
    auto const begin = clock::now();
    work();
    auto const nanoseconds = std::chrono::nanoseconds{clock::now() - begin}.count();
    std::printf("%s\"%s\": %lld", first ? "" : ", ", what, static_cast<long long>(nanoseconds));
    first = false;
}

using counters = tacho::family<tacho::counter, "k">;

[[nodiscard]] std::vector<std::string> numbers(std::size_t count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i)
        texts.push_back(std::to_string(1'000'000'000 + i));
    return texts;
}

/// What memory alone costs: a hash table's entries lie scattered too.
void floor(std::vector<std::string> const& names) {
    std::unordered_map<std::string, std::unique_ptr<std::size_t>> table;
    time("floor: fill a std::unordered_map", [&] {
        for (auto const& each : names)
            table.emplace(each, std::make_unique<std::size_t>(0));
    });
    time("floor: look up in it", [&] {
        for (auto const& each : names)
            ++*table.find(each)->second;
    });
}

void series(std::vector<std::string> const& names) {
    auto registry = std::make_unique<tacho::registry>();
    tacho::registry const neighbour;
    counters const family{*registry, "series_total", "S.", {.series_limit = names.size() + 1}};
    time("make series", [&] {
        for (auto const& each : names)
            family.with(each).inc();
    });
    time("look series up", [&] {
        for (auto const& each : names)
            family.with(each).inc();
    });
    time("first scrape", [&] { static_cast<void>(registry->collect()); });
    time("scrape", [&] { static_cast<void>(registry->collect()); });
    time("write text", [&] { static_cast<void>(tacho::to_text(*registry)); });
    time("remove series", [&] {
        for (auto const& each : names)
            family.remove(each);
    });
    time("show them again", [&] {
        for (auto const& each : names)
            family.with(each).inc();
    });
    time("clear a family", [&] { family.clear(); });
    time("destroy a registry", [&] { registry.reset(); });
}

void owners(std::vector<std::string> const& names) {
    tacho::registry registry;
    counters const family{registry, "series_total", "S.", {.series_limit = names.size() + 1}};
    std::vector<tacho::owned<tacho::counter>> owned;
    owned.reserve(names.size());
    time("own series", [&] {
        for (auto const& each : names)
            owned.push_back(family.own(each));
    });
    time("give them up", [&] { owned.clear(); });
}

void metrics(std::vector<std::string> const& names) {
    auto registry = std::make_unique<tacho::registry>();
    time("register metrics", [&] {
        for (auto const& each : names)
            tacho::counter{*registry, tacho::runtime("m" + each + "_total"), "M."};
    });
    time("register constant labels", [&] {
        for (auto const& each : names)
            tacho::counter{*registry, "constant_total", "C.", {.labels = {{"k", each}}}};
    });
    time("retire families", [&] {
        for (auto const& each : names)
            registry->retire("m" + each + "_total");
    });
    std::vector<std::unique_ptr<tacho::callback_gauge>> callbacks;
    time("make callbacks", [&] {
        for (auto const& each : names)
            callbacks.push_back(std::make_unique<tacho::callback_gauge>(
                *registry,
                tacho::runtime("callback"),
                "C.",
                [] { return 1.0; },
                tacho::metric_options{.labels = {{"k", each}}}
            ));
    });
    time("scrape callbacks", [&] { static_cast<void>(registry->collect()); });
    time("destroy callbacks", [&] { callbacks.clear(); });
}

void collectors(std::vector<std::string> const& names) {
    tacho::registry registry;
    std::vector<std::unique_ptr<tacho::collector>> all;
    time("make collectors", [&] {
        for (auto const& each : names)
            all.push_back(std::make_unique<tacho::collector>(
                registry,
                [&](tacho::collection& into) {
                    into.family("collected_" + each, "C.", tacho::metric_type::gauge).sample({}, 1);
                }
            ));
    });
    time("scrape collectors", [&] { static_cast<void>(registry.collect()); });
    time("destroy collectors", [&] { all.clear(); });
    tacho::collector const one{registry, [&](tacho::collection& into) {
                                   auto family =
                                       into.family("one", "O.", tacho::metric_type::gauge);
                                   for (auto const& each : names)
                                       family.sample({{"k", each}}, 1);
                               }};
    time("scrape one collector", [&] { static_cast<void>(registry.collect()); });
}

void foreign(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& each : names)
        text.append("# HELP f")
            .append(each)
            .append(" F.\n# TYPE f")
            .append(each)
            .append(" gauge\nf")
            .append(each)
            .append("{k=\"v\"} 1\n");
    std::vector<tacho::parsed_family> parsed;
    time("parse families", [&] { parsed = tacho::parse_text(text); });
    tacho::registry one;
    tacho::registry other;
    for (auto* const in : {&one, &other}) {
        counters const family{*in, "series_total", "S.", {.series_limit = names.size() + 1}};
        for (auto const& each : names)
            family.with(each).inc();
    }
    tacho::exposition both;
    both.add(one.collect());
    both.add(other.collect());
    both.add(std::move(parsed));
    time("merge two registries and a text", [&] { static_cast<void>(both.merge()); });
}

void components(std::vector<std::string> const& names) {
    tacho::component::runtime_node const top;
    auto const space = top.create_namespace("n");
    std::vector<tacho::component::component_node> all;
    time("make components", [&] {
        for (auto const& each : names)
            all.push_back(space.create_component(each));
    });
    time("scrape components", [&] { static_cast<void>(top.prometheus_format_str()); });
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2)
        return std::fprintf(stderr, "tacho_bench_growth COUNT\n"), 2;
    auto const count = std::strtoull(argv[1], nullptr, 10);
    auto const names = numbers(count);
    std::printf("{\"count\": %llu, \"ns\": {", count);
    floor(names);
    series(names);
    owners(names);
    metrics(names);
    collectors(names);
    foreign(names);
    if (count <= 100'000) // a component is a registry
        components(names);
    std::printf("}}\n");
}
