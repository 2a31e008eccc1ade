// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/exposition/write_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <support/catch.hpp>

TEST_CASE("the text comes in pieces that are the whole when put together", "[write_text]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    counter.inc(2);
    std::string whole;
    tacho::write_text(registry, [&](std::string_view piece) { whole += piece; });
    CHECK(whole == "# HELP c_total C.\n# TYPE c_total counter\nc_total 2\n");
    CHECK(tacho::to_text(registry) == whole);
}

TEST_CASE("a sink that is const is called too", "[write_text]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    std::size_t bytes = 0;
    auto const sink = [&](std::string_view piece) { bytes += piece.size(); };
    tacho::write_text(registry, sink);
    CHECK(bytes == tacho::to_text(registry).size());
}
