// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/expose.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>

TEST_CASE("a registry is exposed in every format", "[expose]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    counter.inc(3);
    CHECK(tacho::expose(registry, tacho::format::text_0_0_4) == tacho::to_text(registry));
    CHECK(tacho::expose(registry, tacho::format::text_1_0_0) == tacho::to_text(registry));
    CHECK(
        tacho::expose(registry, tacho::format::openmetrics_1) ==
        "# TYPE c counter\n# HELP c C.\nc_total 3\n# EOF\n"
    );
    CHECK(
        tacho::expose(registry, tacho::format::json) ==
        "{\"format\":\"tacho\",\"version\":1,\"families\":[\n"
        "{\"name\":\"c_total\",\"type\":\"counter\",\"help\":\"C.\",\"series\":[\n"
        "{\"labels\":{},\"value\":3}]}\n]}\n"
    );
}
