// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/tacho.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <vector>

using namespace tacho::detail;

namespace {

/// Makes the plan of a scrape, without the scrape.
[[nodiscard]] snapshot_memory& planned(snapshot_memory& memory, tacho::registry& of) {
    auto& state = registry_access::state(of);
    auto const guard = state.home.lock_registration();
    memory.plan_callbacks(state);
    memory.plan(state);
    return memory;
}

} // namespace

TEST_CASE("cells that lie side by side are read in one go", "[snapshot_memory]") {
    tacho::registry registry;
    std::vector<tacho::counter> counters;
    for (int i = 0; i < 20; ++i)
        counters.emplace_back(registry, tacho::runtime("c" + std::to_string(i)), "C.");
    snapshot_memory memory;
    CHECK(planned(memory, registry).runs.size() < 20);
    CHECK(memory.shown.size() == 20);
    CHECK(memory.families.size() == 20);
    CHECK(memory.values.size() == 20);
}

TEST_CASE("each histogram is read by itself", "[snapshot_memory]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1>> const a{registry, "a", "A."};
    tacho::histogram<tacho::buckets<1>> const b{registry, "b", "B."};
    snapshot_memory memory;
    CHECK(planned(memory, registry).runs.size() == 2);
    CHECK(memory.longest_run == 5);
    CHECK(memory.scratch.size() == 5);
}

TEST_CASE("a plan is kept until something changes", "[snapshot_memory]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "x_total", "X."};
    static_cast<void>(family.with("a"));
    snapshot_memory memory;
    auto const version = planned(memory, registry).version;
    family.with("a").inc();
    CHECK(planned(memory, registry).version == version);
    static_cast<void>(family.with("b"));
    CHECK(planned(memory, registry).version != version);
    CHECK(memory.shown.size() == 2);
    family.remove("a");
    CHECK(planned(memory, registry).shown.size() == 1);
    family.clear();
    CHECK(planned(memory, registry).shown.empty());
    CHECK(memory.families.empty());
}

TEST_CASE("every kind of value is read where it was planned", "[snapshot_memory]") {
    // Registered in an order that mixes cells and gauges and callbacks.
    tacho::registry registry;
    tacho::gauge gauge{registry, "g", "G."};
    tacho::counter counter{registry, "c_total", "C."};
    tacho::callback_gauge const called{registry, "called", "C.", [] { return 3.0; }};
    tacho::histogram<tacho::buckets<1>> histogram{registry, "h", "H."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::callback_gauge const failing{registry, "failing", "F.", []() -> double { throw 1; }};
    tacho::float_counter floating{registry, "f_total", "F."};
    gauge.set(1);
    counter.inc(2);
    histogram.observe(4);
    up_down.dec(5);
    floating.inc(6);
    for (int i = 0; i < 3; ++i) {
        auto const text = tacho::to_text(registry);
        CHECK(sample(text, "g") == "1");
        CHECK(sample(text, "c_total") == "2");
        CHECK(sample(text, "called") == "3");
        CHECK(sample(text, "h_sum") == "4");
        CHECK(sample(text, "u") == "-5");
        CHECK(sample(text, "failing") == "absent");
        CHECK(sample(text, "f_total") == "6");
    }
}

TEST_CASE(
    "values stay with their callbacks when callbacks come and go in a scrape", "[snapshot_memory]"
) {
    tacho::registry registry;
    std::vector<std::optional<tacho::callback_gauge>> many(6);
    int scrape = 0;
    tacho::callback_gauge const
        driver{registry, "driver", "D.", [&] {
                   // Ends one callback and begins another, differently in every scrape.
                   auto const at = static_cast<std::size_t>(scrape) % many.size();
                   if (many[at])
                       many[at].reset();
                   else
                       many[at].emplace(
                           registry,
                           tacho::runtime("many"),
                           "M.",
                           [&, at] { return 1000.0 * static_cast<double>(at) + scrape; },
                           tacho::metric_options{.labels = {{"n", std::to_string(at)}}}
                       );
                   return 1.0 * scrape;
               }};
    tacho::callback_gauge const last{registry, "last", "L.", [&] { return 0.5 + scrape; }};
    for (; scrape < 20; ++scrape) {
        auto const text = tacho::to_text(registry);
        CAPTURE(scrape, text);
        CHECK(sample(text, "driver") == std::to_string(scrape));
        CHECK(sample(text, "last") == std::to_string(scrape) + ".5");
        for (std::size_t at = 0; at < many.size(); ++at) {
            auto const shown = sample(text, "many{n=\"" + std::to_string(at) + "\"}");
            auto const value = std::to_string(1000 * at + static_cast<std::size_t>(scrape));
            // A callback that began or ended in this very scrape may be in it or not.
            if (at != static_cast<std::size_t>(scrape) % many.size())
                CHECK(shown == (many[at] ? value : "absent"));
            else
                CHECK((shown == "absent" || shown == value));
        }
    }
}
