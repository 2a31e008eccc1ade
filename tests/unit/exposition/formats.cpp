// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/formats.hpp>
#include <tacho/tacho.hpp>

#include <string_view>
#include <support/catch.hpp>

TEST_CASE("each format makes an encoder of its media type", "[formats]") {
    using tacho::format;
    CHECK(
        tacho::make_encoder(format::text_0_0_4)->content_type() ==
        "text/plain; version=0.0.4; charset=utf-8"
    );
    CHECK(
        tacho::make_encoder(format::openmetrics_1)->content_type() ==
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    CHECK(tacho::make_encoder(format::json)->content_type() == "application/json");
    if (tacho::is_available(format::protobuf))
        CHECK(
            tacho::make_encoder(format::protobuf)->content_type() ==
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
            "encoding=delimited"
        );
    else
        CHECK_THROWS_WITH(
            tacho::make_encoder(format::protobuf), Catch::Contains("libprotozero-dev")
        );
}

TEST_CASE("all formats but protobuf are always there", "[formats]") {
    using tacho::format;
    for (auto const each :
         {format::text_0_0_4, format::text_1_0_0, format::openmetrics_1, format::json})
        CHECK(tacho::is_available(each));
}
