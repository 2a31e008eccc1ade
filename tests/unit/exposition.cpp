// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>

#include <support/catch.hpp>

TEST_CASE("the umbrella has expositions, their formats and the parser", "[exposition]") {
    tacho::registry registry;
    tacho::exposition shown;
    tacho::gatherer{registry}.gather(shown);
    shown.add(tacho::parse_text("other 1\n"));
    CHECK(shown.merge() == tacho::left_out{});
    auto const encoder = tacho::make_encoder(tacho::format::text_0_0_4);
    encoder->begin(shown.view());
    CHECK(encoder->next() == "other 1\n");
    CHECK(tacho::to_text(registry).empty());
}
