// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/family.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/registry.hpp>

#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>

TEST_CASE("make_metric registers the metric that a text describes", "[hyperlight]") {
    using tacho::hyperlight::make_metric;
    tacho::registry registry;
    auto const counter = make_metric<tacho::counter>(registry, {"c_total", "C."});
    counter.inc();
    CHECK(tacho::to_text(registry) == "# HELP c_total C.\n# TYPE c_total counter\nc_total 1\n");

    using counters = tacho::family<tacho::counter, "k">;
    auto const family = make_metric<counters>(registry, {"f_total", "F."}, 2);
    for (auto const* const each : {"a", "b", "c", "d"})
        family.with(each).inc();
    CHECK(occurrences(tacho::to_text(registry), "\nf_total{") == 3);
    CHECK(sample(registry, "f_total{k=\"__overflow__\"}") == "2");

    auto const before = tacho::to_text(registry);
    static_cast<void>(make_metric<tacho::no_calls>(registry, {"off", "O."}));
    CHECK(tacho::to_text(registry) == before);
}

TEST_CASE("make_metric refuses a wrong name", "[hyperlight]") {
    tacho::registry registry;
    auto const message = refused(registry, "9 lives", [&] {
        static_cast<void>(
            tacho::hyperlight::make_metric<tacho::counter>(registry, {"9 lives", "L."})
        );
    });
    CHECK_FALSE(message.empty());
}
