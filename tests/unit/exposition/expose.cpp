// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/expose.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>
#include <support/golden.hpp>

TEST_CASE("the examples of docs/formats are what is exposed", "[expose]") {
    tacho::registry registry;
    tacho::counter const requests{registry, "requests_total", "Requests answered."};
    tacho::family<tacho::histogram<tacho::buckets<0.1, 1>>, "op"> const duration{
        registry, "request_duration_seconds", "Time to answer.", {.unit = "seconds"}
    };
    requests.inc(3);
    duration.with("get").observe(0.05);
    duration.with("get").observe(0.5);
    CHECK(tacho::expose(registry, tacho::format::text_0_0_4) == golden("format.txt"));
    CHECK(tacho::expose(registry, tacho::format::text_1_0_0) == golden("format.txt"));
    CHECK(tacho::expose(registry, tacho::format::openmetrics_1) == golden("format.om"));
    CHECK(tacho::expose(registry, tacho::format::json) == golden("format.json"));
    CHECK(tacho::to_text(registry) == golden("format.txt"));
}
